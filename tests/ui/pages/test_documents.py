"""The documents page, as a person meets it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QDialog, QLineEdit, QWidget

from portfolio.model.attestation import Decision, Party
from portfolio.model.badge import Badge, BadgeFormat
from portfolio.model.codes import PageSize, SectionKind
from portfolio.model.deed import DeedEdit
from portfolio.model.document import Entry
from portfolio.operations import badges, letter_decisions, letters
from portfolio.operations import editions as operations
from portfolio.operations import holder as holder_operations
from portfolio.operations.preview import gate_result
from portfolio.ui.dialogs.left_out import LeftOutDialog
from portfolio.ui.dialogs.new_edition import EditionNameDialog
from portfolio.ui.pages.documents import DocumentsPage
from portfolio.ui.pages.story_offer import SeeStory
from portfolio.ui.widgets.growing_text import GrowingText
from portfolio.ui.widgets.page_preview import ZOOM_STEPS
from tests.attest.badges import samples
from tests.attest.badges.samples import MAIL
from tests.attest.letters.letters import ID, said, signed
from tests.ui.record_made import LARKSPUR, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portfolio.model.edition import Edition
    from portfolio.model.person import Holder
    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(session: Session, window: Window, qtbot: Any) -> Iterator[DocumentsPage]:
    made = shown(session, window, qtbot)
    qtbot.waitUntil(lambda: pages(made) > 0, timeout=20_000)
    yield made
    made.close()


def shown(session: Session, window: Window, qtbot: Any, width: int = 1200) -> DocumentsPage:
    made = DocumentsPage(session, window)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(width, 760)
    made.show()
    made.activateWindow()
    made.refresh(None)
    return made


def pages(page: DocumentsPage) -> int:
    return page._preview.pages.page_count()


def edition(session: Session, edition_id: str = "general") -> Edition:
    with session.store.reading() as reader:
        return operations.get(reader, edition_id)


def holder(session: Session) -> Holder:
    with session.store.reading() as reader:
        return reader.holder()


def field(page: QWidget, name: str) -> Any:
    kinds = (QLineEdit, GrowingText, QCheckBox, QComboBox)
    found = [each for kind in kinds for each in page.findChildren(kind)]
    return next(each for each in found if each.accessibleName() == name)


def button(page: QWidget, words: str) -> QAbstractButton:
    found = [
        each
        for each in page.findChildren(QAbstractButton)
        if words in {each.text(), each.accessibleName()}
    ]
    assert found, words
    return found[0]


def press(page: QWidget, words: str) -> None:
    QTest.mouseClick(button(page, words), Qt.MouseButton.LeftButton)


def tabs(page: DocumentsPage) -> list[str]:
    bar = page._tabs._bar
    return [bar.tabText(at) for at in range(bar.count())]


def chosen_tab(page: DocumentsPage) -> str:
    return page._tabs._bar.tabText(page._tabs._bar.currentIndex())


def heard(page: DocumentsPage) -> list[str]:
    model = page._form._list.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(at, 0).data(role)) for at in range(model.rowCount())]


def choose(page: DocumentsPage, words: str) -> QWidget:
    view = page._form._list
    view.setFocus()
    view.setCurrentIndex(view.model().index(heard(page).index(words), 0))
    return view


def named(page: DocumentsPage, name: str) -> None:
    """Type a name into the dialog that is open and press Enter."""
    dialog = page.findChild(EditionNameDialog)
    assert dialog is not None
    line = field(dialog, "Name of the edition")
    line.selectAll()
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Qt.Key.Key_Return)


def run(page: DocumentsPage, command_id: str) -> None:
    next(command for command in page.actions() if command.id == command_id).run()


# Editions


def test_there_is_one_edition_from_the_start(page: DocumentsPage, session: Session) -> None:
    assert tabs(page) == ["General"]
    with session.store.reading() as reader:
        assert reader.editions.all() == []  # it is stored when something is decided


def test_an_edition_is_made_renamed_and_deleted(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    press(page, "New edition")
    named(page, "Accessibility roles")
    qtbot.waitUntil(lambda: chosen_tab(page) == "Accessibility roles")
    assert sorted(tabs(page)) == ["Accessibility roles", "General"]

    run(page, "edition.rename")
    named(page, "Lowtide & sons")
    qtbot.waitUntil(lambda: chosen_tab(page) == "Lowtide && sons")

    run(page, "edition.remove")
    qtbot.waitUntil(lambda: tabs(page) == ["General"])
    only = next(command for command in page.actions() if command.id == "edition.remove")
    assert only.reason() == "this is the only edition"
    session.undo()
    qtbot.waitUntil(lambda: len(tabs(page)) == 2)


def test_an_edition_needs_a_name(page: DocumentsPage) -> None:
    press(page, "New edition")
    dialog = page.findChild(EditionNameDialog)
    assert dialog is not None
    make = button(dialog, "Make edition")
    assert not make.isEnabled()
    assert make.toolTip() == "Give it a name first."
    dialog.reject()


def test_a_long_line_is_shown_from_its_beginning(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    with session.store.editing("holder.changed") as editor:
        editor.save_holder(replace(holder(session), links=("https://a.example/long",) * 8))
    page.refresh(None)
    line = field(page, "Pages of yours")
    qtbot.waitUntil(lambda: "long" in line.text())
    assert line.cursorPosition() == 0


def test_tabs_change_the_edition_and_keep_what_was_typed(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    press(page, "New edition")
    named(page, "Second")
    qtbot.waitUntil(lambda: page._edition is not None and page._edition.name == "Second")
    QTest.keyClicks(field(page, "For whom"), "Lowtide")
    second = edition(session, str(page._edition.id))
    page._tabs._bar.setCurrentIndex(tabs(page).index("General"))
    qtbot.waitUntil(lambda: page._edition is not None and page._edition.name == "General")
    assert field(page, "For whom").text() == ""
    qtbot.waitUntil(lambda: edition(session, second.id).audience == "Lowtide")
    assert page.save_state() == {"edition": "general"}


# The form


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("For whom", "Publishers", lambda e, _: e.audience),
        ("Headline", "Release lead", lambda e, _: e.headline),
        ("Summary", "I keep releases on their day.", lambda e, _: e.summary),
        ("Name to print", "Noor Vantongeren", lambda _, h: h.name),
        ("Place", "Middelburg", lambda _, h: h.place),
        ("E-mail", "noor@vantongeren.example", lambda _, h: h.email),
        ("Telephone", "+31 118 000 000", lambda _, h: h.phone),
        ("Pages of yours", "a.example b.example", lambda _, h: " ".join(h.links)),
        ("Where the newest PDF is", "https://noor.example/cv.pdf", lambda e, _: e.newest_url),
    ],
)
def test_what_is_typed_is_kept_within_a_second(
    page: DocumentsPage, qtbot: Any, name: str, typed: str, read: Callable[[Edition, Holder], str]
) -> None:
    session = page.session
    line = field(page, name)
    line.setFocus()
    with qtbot.waitSignal(session.stepped, timeout=20_000):
        QTest.keyClicks(line, typed)
    assert read(edition(session), holder(session)) == typed


def test_a_blank_at_the_end_stays_while_a_word_is_thought_of(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    for name in ("Name to print", "Summary"):
        line = field(page, name)
        line.setFocus()
        with qtbot.waitSignal(session.stepped, timeout=20_000):
            QTest.keyClicks(line, "Noor ")
        page.refresh(None)
        seen = page._loaded
        qtbot.waitUntil(lambda before=seen: page._loaded is not before)
        QTest.keyClicks(line, "V")
        assert getattr(line, "text", getattr(line, "toPlainText", None))() == "Noor V"


def test_what_cannot_be_printed_is_said_under_its_field_and_kept(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    form = page._form
    typed = {"E-mail": "not an address", "Where the newest PDF is": "http://x", "Name to print": ""}
    for name, words in typed.items():
        line = field(page, name)
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClicks(line, words)
    form.settle()
    qtbot.waitUntil(lambda: holder(session).email == "not an address")
    qtbot.waitUntil(lambda: edition(session).newest_url == "http://x")
    assert form._email_note.text() == "This is no e-mail address. It is not printed."
    assert form._newest_note.text().startswith("This is no address that begins with https://.")
    assert "Record of contributions" in form._name_note.text()
    assert field(page, "E-mail").accessibleDescription() == form._email_note.text()
    assert {name: field(page, name).text() for name in typed} == typed
    line = field(page, "E-mail")
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "noor@vantongeren.example")
    form.settle()
    assert form._email_note.isHidden()


def test_choices_are_kept_at_once(page: DocumentsPage, session: Session, qtbot: Any) -> None:
    press(page._form, "1 page")
    qtbot.waitUntil(lambda: edition(session).page_limit == 1)
    press(page._form, "Longer")
    qtbot.waitUntil(lambda: edition(session).page_limit == 0)
    press(page._form, "Letter")
    qtbot.waitUntil(lambda: edition(session).page_size is PageSize.LETTER)
    language = field(page, "Language of the document")
    language.setFocus()
    QTest.keyClicks(language, "Deut")
    qtbot.waitUntil(lambda: edition(session).language == "de")
    QTest.keyClick(field(page, "Print the e-mail address"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: edition(session).show_email)
    QTest.keyClick(field(page, "Print the telephone number"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: edition(session).show_phone)
    assert edition(session).page_size is PageSize.LETTER  # nothing was lost on the way


def test_what_was_read_before_a_choice_does_not_take_it_back(
    page: DocumentsPage, session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Callable[[], None]] = []

    def read(work: Callable[[Any], Any], done: Callable[[Any], None], *_: Any) -> None:
        with session.store.reading() as reader:
            old = work(reader)
        held.append(lambda: done(old))

    with monkeypatch.context() as patch:
        patch.setattr(session, "read", read)
        page.refresh(None)  # asked before the choice, answered after it is stored
    press(page._form, "Letter")
    qtbot.waitUntil(lambda: edition(session).page_size is PageSize.LETTER)
    qtbot.waitUntil(lambda: session.edit_mark > 0)
    held[0]()
    press(page._form, "1 page")
    qtbot.waitUntil(lambda: edition(session).page_limit == 1)
    assert edition(session).page_size is PageSize.LETTER
    session.undo()
    session.undo()
    qtbot.waitUntil(lambda: page._form._paper.choice() == PageSize.A4)
    assert edition(session).page_size is PageSize.A4


# What goes in


def test_space_leaves_a_project_out_and_undo_brings_it_back(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    view = choose(page, "Tern, shown")
    with qtbot.waitSignal(session.stepped):
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert "Tern, left out" in heard(page)
    assert len(edition(session).project_keys) == 3
    session.undo()
    qtbot.waitUntil(lambda: "Tern, shown" in heard(page))


def test_projects_stand_in_the_list_as_they_are_printed(
    page: DocumentsPage, session: Session
) -> None:
    today = date(2026, 11, 23)
    result = gate_result(session.store, "general", made_on=today)
    section = next(
        each for each in result.document.sections if each.kind is SectionKind.OPEN_SOURCE
    )
    printed = [entry.title for entry in section.blocks if isinstance(entry, Entry)]
    rows = [words.split(",")[0] for words in heard(page)]
    assert len(printed) > 2
    assert [name for name in rows if name in printed] == printed


def test_rows_move_by_keyboard_and_stay_chosen(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    view = choose(page, "Larkspur, shown")
    QTest.keyClick(view, Qt.Key.Key_Down, ALT)
    QTest.keyClick(view, Qt.Key.Key_Down, ALT)
    assert view.currentIndex().data() == "Larkspur"
    qtbot.waitUntil(lambda: edition(session).project_keys[3:] == (LARKSPUR,))


def test_a_story_goes_in(page: DocumentsPage, session: Session, qtbot: Any) -> None:
    view = choose(page, "Tide tables of the western delta, left out")
    QTest.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: edition(session).story_ids == ("s2",))


def test_a_story_to_be_seen_is_offered_and_put_in_by_one_press(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    assert page._story.isHidden()
    page.show_target(SeeStory("s2"))
    qtbot.waitUntil(lambda: not page._story.isHidden())
    assert page._story.words() == "“Tide tables of the western delta” is not in this document yet."
    assert edition(session).story_ids == ()
    press(page, "Put it in")
    assert page._story.isHidden()
    assert "Tide tables of the western delta, shown" in heard(page)
    qtbot.waitUntil(lambda: edition(session).story_ids == ("s2",))
    qtbot.waitUntil(lambda: "tide" in printed(page).casefold(), timeout=20_000)
    page.show_target(SeeStory("s2"))
    page.show_target("general")
    session.undo()
    qtbot.waitUntil(lambda: edition(session).story_ids == ())
    qtbot.waitUntil(lambda: "Tide tables of the western delta, left out" in heard(page))
    assert page._story.isHidden()


ALL_LETTERS = "All letters, later ones too"


def taken(session: Session) -> None:
    """Take two letters in, and a badge that documents show."""
    store, clock = session.store, session.clock
    for number, name in ((0xAA, "Casimir"), (0xAC, "Petra")):
        mark = said(id=ID.replace("aa", f"{number:x}"))
        raw = signed(replace(mark, issuer=replace(mark.issuer, name=name)))
        letter = letters.take_in(store, clock, raw).attestation
        letter_decisions.decide(store, letter.id, Decision.ACCEPTED)
    holder_operations.set_fields(store, name="Noor", email=MAIL)
    badge = badges.take_in(store, clock, samples.sealed()).views[0].badge
    badges.show(store, clock, badge.id, shown=True)


def printed(page: DocumentsPage) -> str:
    last = page._preview.last
    assert last is not None
    text = " ".join(each.extract_text() for each in PdfReader(BytesIO(last.data)).pages)
    return " ".join(text.split())


def test_letters_and_badges_are_chosen_by_keyboard_and_the_pages_follow(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    taken(session)
    session.tell_changed("letter")
    qtbot.waitUntil(lambda: f"{ALL_LETTERS}, shown" in heard(page))
    qtbot.waitUntil(lambda: "Petra" in printed(page), timeout=20_000)
    assert "Badges, shown, 1 chosen of 1" in heard(page)
    view = choose(page, "Petra, shown, Testimonial")
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert "Petra, left out, Testimonial" in heard(page)
    assert f"{ALL_LETTERS}, left out, later ones stay out" in heard(page)
    assert "Testimonials, shown, 1 chosen of 2" in heard(page)
    qtbot.waitUntil(lambda: edition(session).letter_ids == (ID,))
    qtbot.waitUntil(lambda: "Petra" not in printed(page), timeout=20_000)
    assert "Casimir" in printed(page)
    session.undo()
    qtbot.waitUntil(lambda: "Petra, shown, Testimonial" in heard(page))
    qtbot.waitUntil(lambda: "Petra" in printed(page), timeout=20_000)
    QTest.keyClick(choose(page, "Casimir, shown, Testimonial"), Qt.Key.Key_Down, ALT)
    other = ID.replace("aa", "ac")
    qtbot.waitUntil(lambda: edition(session).letter_ids in {(other, ID), (ID, other)})
    QTest.keyClick(choose(page, f"{ALL_LETTERS}, left out, later ones stay out"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: edition(session).letter_ids is None)


def test_without_letters_and_badges_it_says_so(page: DocumentsPage) -> None:
    assert "Testimonials, shown, none to show yet" in heard(page)
    assert "Badges, shown, none to show yet" in heard(page)


def test_letters_alone_make_a_document(empty_session: Session, window: Window, qtbot: Any) -> None:
    taken(empty_session)
    made = shown(empty_session, window, qtbot)
    qtbot.waitUntil(lambda: pages(made) > 0, timeout=20_000)
    assert "Petra" in printed(made)
    made.close()


def test_a_hundred_badges_are_chosen_one_by_one(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    with session.store.editing("badge.received") as editor:
        for number in range(100):
            editor.save_badge(platform_badge(number))
    session.tell_changed("badge")
    qtbot.waitUntil(lambda: "Badges, shown, 100 chosen of 100" in heard(page))
    view = choose(page, "Badge 57, shown, forum.example")
    assert view.height() >= view.sizeHintForRow(0) * view.model().rowCount()
    QTest.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(edition(session).badge_ids or ()) == 99)
    assert view.currentIndex().data() == "Badge 57"


def platform_badge(number: int) -> Badge:
    return Badge(
        id=f"{number:032x}",
        raw=f'{{"n": {number}}}'.encode(),
        media_type="application/json",
        format=BadgeFormat.PLATFORM,
        name=f"Badge {number}",
        issuer=Party("forum.example"),
        shown=True,
    )


# The preview


def test_the_preview_follows_before_anything_is_stored(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    before = page._preview.last
    line = field(page, "Name to print")
    line.setFocus()
    QTest.keyClicks(line, "Noor V")
    page._preview.draw()
    assert holder(session).name == ""
    assert pages(page) > 0  # the old pages stay
    qtbot.waitUntil(lambda: page._preview.last is not before, timeout=20_000)
    assert page._preview.last is not None
    assert page._preview.last.file_stem != before.file_stem


def test_the_old_pages_stay_when_the_new_ones_cannot_be_made(
    page: DocumentsPage, session: Session, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portfolio.errors import ExportError
    from portfolio.operations import preview

    def refuse(*_: object, **__: object) -> None:
        raise ExportError("The document could not be laid out.")

    count = pages(page)
    monkeypatch.setattr(preview, "make", refuse)
    page._preview.draw()
    qtbot.waitUntil(page._preview.notice.isVisible)
    assert page._preview.notice.words() == "The document could not be laid out."
    assert pages(page) == count
    monkeypatch.undo()
    page._preview.draw()
    qtbot.waitUntil(page._preview.notice.isHidden, timeout=20_000)


def test_zoom_fit_and_pages(page: DocumentsPage, qtbot: Any) -> None:
    view = page._preview.pages
    fitted = view._papers[0].width()
    press(view, "Larger")
    assert view._papers[0].width() > fitted
    shown_at = view._scale.words()
    assert shown_at.endswith(" %")
    for _ in ZOOM_STEPS:
        press(view, "Larger")
    assert not button(view, "Larger").isEnabled()
    press(view, shown_at if view._scale.words() == shown_at else view._scale.words())
    assert view._papers[0].width() == fitted
    assert view._scale.words() == "Fit"
    assert pages(page) > 1
    assert view._place.text() == f"Page 1 of {pages(page)}"
    assert not button(view, "Page before").isEnabled()
    press(view, "Next page")
    assert view._place.text() == f"Page 2 of {pages(page)}"
    press(view, "Page before")
    assert view._place.text() == f"Page 1 of {pages(page)}"


def test_too_many_pages_are_said(page: DocumentsPage, session: Session, qtbot: Any) -> None:
    long = "I kept every release on its day. " * 220
    general = edition(session)
    session.edit(
        lambda store: operations.change(store, replace(general, page_limit=1, summary=long))
    )
    qtbot.waitUntil(page._preview.notice.isVisible, timeout=20_000)
    assert page._preview.notice.words().endswith("Your limit is 1.")
    press(page._form, "Longer")
    qtbot.waitUntil(page._preview.notice.isHidden, timeout=20_000)


def test_what_is_left_out_is_said_and_listed(
    page: DocumentsPage, session: Session, qtbot: Any
) -> None:
    def mark(store: Any) -> None:
        with store.editing("deed.confidential") as editor:
            title = "One focus ring for the whole editor"
            editor.save_deed(DeedEdit(key_of(title), is_confidential=True))

    before = page._left_out.words()
    session.edit(mark)
    qtbot.waitUntil(lambda: page._left_out.words() != before, timeout=20_000)
    assert "1 confidential item" in page._left_out.words()
    press(page._left_out, "See list")
    dialog = page.findChild(LeftOutDialog)
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    dialog.accept()


# Saving


def test_saving_waits_for_what_was_typed(
    page: DocumentsPage, window: Window, tmp_path: Path, qtbot: Any
) -> None:
    QTest.keyClicks(field(page, "Name to print"), "Noor Vantongeren")
    page.save_to(tmp_path / "cv.txt", "text")
    qtbot.waitUntil(lambda: window.said == ["Saved cv.txt"], timeout=20_000)
    assert "Noor Vantongeren" in (tmp_path / "cv.txt").read_text(encoding="utf-8")
    assert page.session.settings.value.documents.folder == str(tmp_path)


def test_a_failed_save_is_said_and_the_file_there_is_kept(
    page: DocumentsPage, window: Window, tmp_path: Path, qtbot: Any
) -> None:
    (tmp_path / "kept").write_text("as it was", encoding="utf-8")
    page.save_to(tmp_path / "kept" / "cv.pdf")
    qtbot.waitUntil(page._fault.isVisible, timeout=20_000)
    assert page._fault.words().startswith("cv.pdf could not be saved")
    assert (tmp_path / "kept").read_text(encoding="utf-8") == "as it was"
    page._preview.draw()
    qtbot.waitUntil(lambda: page._preview._drawing is None, timeout=20_000)
    assert page._fault.isVisible()  # until it is dealt with
    page.save_to(tmp_path / "cv.pdf")
    qtbot.waitUntil(lambda: window.said == ["Saved cv.pdf"], timeout=20_000)
    assert not page._fault.isVisible()


# States


def test_without_anything_to_print_it_says_how_to_begin(
    empty_session: Session, window: Window, qtbot: Any
) -> None:
    page = shown(empty_session, window, qtbot)
    words = "Nothing to print yet. Begin with the folders you worked in."
    qtbot.waitUntil(lambda: page._empty.words() == words)
    assert page._save.toolTip() == "There is nothing to print yet."
    QTest.mouseClick(page._empty.button, Qt.MouseButton.LeftButton)
    assert window.triggered == ["folders.add"]
    page.close()


def test_while_folders_are_read_it_says_so(
    empty_session: Session, window: Window, qtbot: Any
) -> None:
    page = shown(empty_session, window, qtbot)
    goes_on = threading.Event()
    empty_session.run_reading(lambda _report, _cancelled: goes_on.wait(10))
    qtbot.waitUntil(lambda: "being read" in page._empty.words())
    page.refresh(None)
    qtbot.waitUntil(lambda: page._loaded is not None)
    assert "being read" in page._empty.words()
    assert not page._empty.button.isVisible()
    goes_on.set()
    qtbot.waitUntil(lambda: page._empty.words().startswith("Nothing to print yet"))
    page.close()


def test_in_a_narrow_window_form_and_pages_are_two_tabs(
    session: Session, window: Window, qtbot: Any
) -> None:
    page = shown(session, window, qtbot, width=960)
    qtbot.waitUntil(lambda: pages(page) > 0, timeout=20_000)
    both = page._sides.tabs
    assert [both.tabText(at) for at in range(both.count())] == ["Set up", "Preview"]
    assert page._form.isVisible()
    assert not page._preview.isVisible()
    both.setCurrentIndex(1)
    assert page._preview.isVisible()
    assert not page._form.isVisible()
    view = page._preview.pages
    # What was drawn while it was out of sight is drawn anew at the width it is seen at.
    qtbot.waitUntil(lambda: view._images[0].width() == view.wanted_width_px(), timeout=20_000)
    page.resize(1200, 760)
    assert page._form.isVisible()
    assert page._preview.isVisible()
    qtbot.waitUntil(lambda: page._preview._drawing is None, timeout=20_000)
    page.close()
