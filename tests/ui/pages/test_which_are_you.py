"""Which of these are you? As a person meets it, over real repositories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from portfolio.model.codes import QuestionKind
from portfolio.model.identity import IdentityHint, account_hint_label
from portfolio.model.source import Question
from portfolio.operations import holder, identities, questions
from portfolio.ui.models.identities import RowKind
from portfolio.ui.models.roles import Role
from portfolio.ui.page import ReadFolders
from portfolio.ui.pages.which_are_you import WhichAreYouPage
from portfolio.ui.theme.tokens import SPACE_16
from portfolio.ui.widgets.folder_list import FolderState
from tests.store.accounts import account
from tests.sync.git import repositories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NOOR = "noor@vantongeren.example"
SPELLINGS = ("Noor Vantongeren", "noor vantongeren", "Noor V", "nvantongeren")
OTHERS = tuple((f"Person {letter}", f"{letter}@quillmark.example") for letter in "abc")


@pytest.fixture
def folder(tmp_path: Path, _home: Path) -> Path:
    """Two repositories: of Noor in four spellings, another address of hers, and three others."""
    with (_home / ".gitconfig").open("a", encoding="utf-8") as settings:
        settings.write(f"\tname = {SPELLINGS[0]}\n\temail = {NOOR}\n")
    quillmark = repositories.make(tmp_path / "work" / "quillmark")
    for name in SPELLINGS:
        quillmark.commit("Mend", (name, NOOR))
    for person in OTHERS:
        quillmark.commit("Theirs", person)
    tern = repositories.make(tmp_path / "work" / "tern")
    tern.commit("Mend", (SPELLINGS[0], "noor@lowtide.example"))
    tern.commit("Import", ("Noor", "none@none"))
    return tmp_path / "work"


@pytest.fixture
def page(empty_session: Session, window: Window, qtbot: Any) -> Iterator[WhichAreYouPage]:
    made = WhichAreYouPage(empty_session, window)
    qtbot.addWidget(made)
    empty_session.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.activateWindow()
    made.refresh(None)
    yield made
    made.close()


def read(page: WhichAreYouPage, folder: Path, qtbot: Any) -> None:
    page.show_target(ReadFolders((folder,)))
    qtbot.waitUntil(lambda: not page.session.is_reading, timeout=20_000)
    found = identities.suggestions(page.session.store)
    qtbot.waitUntil(lambda: page._model._suggestions == found)


def rows(page: WhichAreYouPage, kind: RowKind) -> list[str]:
    """Return what stands in the rows of a kind: the address of names, words of the others."""
    model = page._list.model()
    found = [model.index(at, 0) for at in range(model.rowCount())]
    return [
        str(index.data(Role.SUBTITLE) if kind is RowKind.IDENTITY else index.data())
        for index in found
        if index.data(Role.THING).kind is kind
    ]


def choose(page: WhichAreYouPage, address: str) -> Any:
    model = page._list.model()
    found = [model.index(at, 0) for at in range(model.rowCount())]
    page._list.setFocus()
    page._list.setCurrentIndex(next(i for i in found if i.data(Role.SUBTITLE) == address))
    return page._list


def states(page: WhichAreYouPage) -> list[tuple[str, FolderState, str]]:
    return [(line.label, line.state, line.words) for line in page._reading.lines()]


def press(page: WhichAreYouPage, words: str) -> None:
    found = [b for b in page.findChildren(QAbstractButton) if b.text() == words]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_likely_names_are_ticked_and_others_left_alone(
    page: WhichAreYouPage, folder: Path, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    assert rows(page, RowKind.HEAD) == [
        "Set as yours on this computer",
        "Same name, other address. Tick what is yours",
        "Left alone unless you tick them",
    ]
    assert rows(page, RowKind.IDENTITY)[:3] == [NOOR, "noor@lowtide.example", "none@none"]
    assert len(page._model.ticked_keys()) == 1
    assert page._count.text().startswith("1 name")
    spoken = choose(page, "none@none").currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Noor, none@none, A placeholder address")
    assert spoken.endswith("not ticked")


def test_space_ticks_and_without_a_tick_one_cannot_go_on(
    page: WhichAreYouPage, folder: Path, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    QTest.keyClick(choose(page, NOOR), Qt.Key.Key_Space)
    assert page._count.text().startswith("0 name")
    assert page._continue.toolTip() == "Tick at least one name first."
    QTest.keyClick(page._list, Qt.Key.Key_Space)
    assert page._continue.isEnabled()


def test_a_tick_set_by_hand_survives_a_refresh(
    page: WhichAreYouPage, folder: Path, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    QTest.keyClick(choose(page, "noor@lowtide.example"), Qt.Key.Key_Space)
    with qtbot.waitSignal(page._model.modelReset):
        page.refresh(None)
    assert page._count.text().startswith("2 name")
    assert page._list.currentIndex().data(Role.SUBTITLE) == "noor@lowtide.example"


def test_enter_opens_the_spellings_in_place(
    page: WhichAreYouPage, folder: Path, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    view = choose(page, NOOR)
    assert view.currentIndex().data(Role.SOURCES) == "4 spellings"
    QTest.keyClick(view, Qt.Key.Key_Return)
    (joined,) = rows(page, RowKind.SPELLINGS)
    assert all(name in joined for name in SPELLINGS)
    assert view.currentIndex().data(Role.SUBTITLE) == NOOR
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert rows(page, RowKind.SPELLINGS) == []


def test_the_others_are_shown_when_asked_for(
    page: WhichAreYouPage, folder: Path, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    assert rows(page, RowKind.MORE) == ["Show 2 other people in these folders"]
    model = page._list.model()
    page._list.setFocus()
    page._list.setCurrentIndex(model.index(model.rowCount() - 1, 0))
    QTest.keyClick(page._list, Qt.Key.Key_Return)
    assert rows(page, RowKind.MORE) == []
    assert {address for _, address in OTHERS} <= set(rows(page, RowKind.IDENTITY))


def test_names_are_found_by_any_spelling(page: WhichAreYouPage, folder: Path, qtbot: Any) -> None:
    read(page, folder, qtbot)
    assert page.focus_filter()
    QTest.keyClicks(page._search, "NVANTON")
    qtbot.waitUntil(lambda: rows(page, RowKind.IDENTITY) == [NOOR])
    page._search.clear()
    QTest.keyClicks(page._search, "b@quill")
    qtbot.waitUntil(lambda: rows(page, RowKind.IDENTITY) == ["b@quillmark.example"])


@pytest.mark.parametrize("count", [1, 3])
def test_when_no_name_is_likely_it_says_so_and_shows_everybody(
    page: WhichAreYouPage, tmp_path: Path, qtbot: Any, count: int
) -> None:
    made = repositories.make(tmp_path / "theirs")
    for person in OTHERS[:count]:
        made.commit("Theirs", person)
    read(page, tmp_path / "theirs", qtbot)
    qtbot.waitUntil(page._nobody.isVisible)
    assert page._nobody.text().startswith("No name in these folders looks like yours.")
    assert rows(page, RowKind.HEAD) == ["Everybody in these folders"]
    everybody = {address for _, address in OTHERS[:count]}
    assert set(rows(page, RowKind.IDENTITY)) == everybody
    assert rows(page, RowKind.MORE) == []
    QTest.keyClick(choose(page, OTHERS[0][1]), Qt.Key.Key_Space)
    with qtbot.waitSignal(page._model.modelReset):
        page.refresh(None)
    assert set(rows(page, RowKind.IDENTITY)) == everybody, "no row goes while one ticks"


@pytest.mark.parametrize("known_by", ["record", "git"])
def test_ones_own_name_is_in_front_without_an_address(
    page: WhichAreYouPage, tmp_path: Path, qtbot: Any, known_by: str
) -> None:
    if known_by == "record":
        holder.set_fields(page.session.store, name=SPELLINGS[0])
    else:
        with (Path.home() / ".gitconfig").open("a", encoding="utf-8") as settings:
            settings.write(f"[user]\n\tname = {SPELLINGS[0]}\n")
    made = repositories.make(tmp_path / "ours")
    made.commit("Mend", (SPELLINGS[0], NOOR))
    for person in OTHERS:
        made.commit("Theirs", person)
    read(page, tmp_path / "ours", qtbot)
    assert rows(page, RowKind.IDENTITY)[0] == NOOR
    said = choose(page, NOOR).currentIndex().data(Role.CAPTION)
    assert said == "Same name as yours"
    assert page._model.ticked_keys() == (), "a name alone is not ticked beforehand"
    assert rows(page, RowKind.MORE) == ["Show 2 other people in these folders"]
    assert not page._nobody.isVisible()


def test_an_empty_list_says_why(page: WhichAreYouPage, folder: Path, qtbot: Any) -> None:
    qtbot.waitUntil(page._nobody.isVisible)
    assert page._nobody.text().startswith("There is no name yet")
    read(page, folder, qtbot)
    assert not page._nobody.isVisible()
    page.focus_filter()
    QTest.keyClicks(page._search, "qqq")
    qtbot.waitUntil(page._nobody.isVisible)
    assert page._nobody.text() == "No name and no address contains this."
    page._search.clear()
    qtbot.waitUntil(lambda: not page._nobody.isVisible())


def test_folders_say_what_they_came_to(page: WhichAreYouPage, folder: Path, qtbot: Any) -> None:
    broken = folder / "broken"
    broken.mkdir()
    (broken / ".git").write_text("gitdir: /nowhere/at/all\n", encoding="utf-8")
    read(page, folder, qtbot)
    said = {label: (state, words) for label, state, words in states(page)}
    assert said["tern"] == (FolderState.READY, "Ready. Whole history, 2020")
    assert said["quillmark"][0] is FolderState.READY
    assert said["broken"][0] is FolderState.FAILED
    assert said["broken"][1]
    assert rows(page, RowKind.IDENTITY)[0] == NOOR  # reading went on


def test_a_folder_without_repositories_says_so(
    page: WhichAreYouPage, tmp_path: Path, qtbot: Any
) -> None:
    (tmp_path / "bare").mkdir()
    page.show_target(ReadFolders((tmp_path / "bare",)))
    qtbot.waitUntil(lambda: not page.session.is_reading)
    assert page._side._looking.text() == "There is no git repository in this folder."
    assert page._side._looking.isVisible()


def test_reading_can_be_stopped_and_what_was_read_stays(
    page: WhichAreYouPage, folder: Path, qtbot: Any
) -> None:
    page.show_target(ReadFolders((folder,)))
    assert page._stop.isVisible()
    press(page, "Stop reading")
    qtbot.waitUntil(lambda: not page.session.is_reading)
    assert page._reading.looking == "Reading was stopped. What was read is kept."
    assert not page._stop.isVisible()
    read(page, folder, qtbot)
    assert len(states(page)) == 2


def test_continue_stores_the_ticks_and_reads_for_them(
    page: WhichAreYouPage, folder: Path, window: Window, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    QTest.keyClick(choose(page, "noor@lowtide.example"), Qt.Key.Key_Space)
    press(page, "Continue")
    qtbot.waitUntil(lambda: window.gone == [("documents", None)])
    qtbot.waitUntil(lambda: not page.session.is_reading, timeout=20_000)
    with page.session.store.reading() as reader:
        assert len(reader.identities.confirmed_keys()) == 2
        assert reader.totals().deed_count == 5
        assert reader.holder().name


def test_questions_are_answered_on_the_spot(
    page: WhichAreYouPage, folder: Path, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    session = page.session
    with session.store.reading() as reader:
        source = reader.sources.all()[0]
    key = f"bulk-import:{source.id}:translations"
    asked = Question(
        key, QuestionKind.BULK_IMPORT, source.id, source.label, "translations", 40,
        ("Import translations: Basque",),
    )  # fmt: skip
    with session.store.recording() as recorder:
        recorder.save_questions(source.id, [asked])
    page.refresh(None)
    qtbot.waitUntil(lambda: key in [card._key for card in page._side.cards()])
    card = next(card for card in page._side.cards() if card._key == key)
    answer = next(b for b in card.findChildren(QAbstractButton) if b.text() == "My own work")
    QTest.mouseClick(answer, Qt.MouseButton.LeftButton)

    def answers() -> dict[str, str]:
        with session.store.reading() as reader:
            return reader.questions.answers()

    qtbot.waitUntil(lambda: answers().get(key) == "own-work")
    assert card in page._side.cards()  # the card, and the focus in it, stay
    session.undo()
    qtbot.waitUntil(lambda: card._segments.choice() == "integrated")


def test_what_looks_chosen_at_continue_is_stored_in_one_step(
    page: WhichAreYouPage, folder: Path, window: Window, qtbot: Any
) -> None:
    assert page._side._head.isHidden()  # no folder was read in this visit
    read(page, folder, qtbot)
    assert not page._side._head.isHidden()
    session = page.session
    with session.store.reading() as reader:
        source = reader.sources.all()[0]
    made = [
        Question(
            f"bulk-import:{source.id}:{what}", QuestionKind.BULK_IMPORT, source.id, "x", what, 4
        )
        for what in ("translations", "vendored")
    ]
    with session.store.recording() as recorder:
        recorder.save_questions(source.id, made)
    page.refresh(None)
    keys = {each.key for each in made}
    qtbot.waitUntil(lambda: keys <= set(page._side.question_keys()))
    session.edit(lambda store: questions.answer(store, made[1].key, "own-work"))
    press(page, "Continue")
    qtbot.waitUntil(lambda: window.gone == [("documents", None)])
    qtbot.waitUntil(lambda: not session.is_reading, timeout=20_000)
    with session.store.reading() as reader:
        answers = reader.questions.answers()
    assert [answers[each.key] for each in made] == ["integrated", "own-work"]
    session.store.undo()
    session.store.undo()
    with session.store.reading() as reader:
        assert made[0].key not in reader.questions.answers()


def test_a_name_that_was_emptied_stays_empty(
    page: WhichAreYouPage, folder: Path, window: Window, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    for _ in range(2):
        window.gone.clear()
        press(page, "Continue")
        qtbot.waitUntil(lambda: window.gone == [("documents", None)])
        qtbot.waitUntil(lambda: not page.session.is_reading, timeout=20_000)
        with page.session.store.reading() as reader:
            name = reader.holder().name
        if name:
            holder.set_fields(page.session.store, name="")
    assert not name


def test_in_a_narrow_window_the_folders_stand_under_the_names(
    page: WhichAreYouPage, qtbot: Any
) -> None:
    assert page._side.x() > page._list.width() - 1
    page.resize(960, 600)
    qtbot.waitUntil(lambda: page._side.x() == 0)
    assert page._side.y() > page._list.y() + page._list.height()
    assert page._side.width() == page.width()


def test_accounts_that_are_listed_stand_apart_and_unticked(
    page: WhichAreYouPage, qtbot: Any
) -> None:
    ada = account()
    label = account_hint_label(ada.handle, ada.instance)
    hint = IdentityHint("", "https://social.example/@ada", "listed", label)
    with page.session.store.recording() as recorder:
        recorder.save_account(ada)
        recorder.save_hints([hint])
    page.session.tell_changed("identity")
    qtbot.waitUntil(lambda: page._model.rowCount() > 0)
    words = [str(page._model.index(at).data()) for at in range(page._model.rowCount())]
    assert words == ["Listed by your accounts. Tick what is yours", "social.example"]
    row = page._model.index(1)
    assert row.data(Role.CAPTION) == f"In the profile of your account {label}"
    assert row.data(Role.SUBTITLE) == "https://social.example/@ada"
    assert not page._model.ticked_keys()


def test_a_card_as_wide_as_its_answers_keeps_its_margin(
    page: WhichAreYouPage, folder: Path, qtbot: Any
) -> None:
    read(page, folder, qtbot)
    with page.session.store.reading() as reader:
        known = reader.sources.all()[0]
    with page.session.store.recording() as recorder:
        asked = Question(
            f"not-public:{known.id}", QuestionKind.NOT_PUBLIC, known.id, known.label, "", 0
        )
        recorder.save_questions(known.id, [asked])
    page.refresh(None)
    qtbot.waitUntil(lambda: asked.key in [card._key for card in page._side.cards()])
    for card in page._side.cards():
        card.setMinimumWidth(330)  # as in other words or larger letters

    def margins() -> set[int]:
        view = page._side.viewport()
        ends = (card.mapTo(view, card.rect().topRight()).x() for card in page._side.cards())
        return {view.width() - end for end in ends}

    qtbot.waitUntil(lambda: margins() == {SPACE_16 + 1})


def test_an_answer_that_was_undone_at_once_is_not_shown(page: WhichAreYouPage) -> None:
    asked = Question("k", QuestionKind.BULK_IMPORT, "s1", "tidewater", "translations", 40, ("x",))
    page._side.show_questions([asked])
    (card,) = page._side.cards()
    card._segments.choose("own-work")
    page._side.show_questions([asked])
    assert page._side.cards() == [card]
    assert card._segments.choice() == "integrated"
