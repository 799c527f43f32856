"""Entering contributions by hand, in a real window over a real record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from portfolio.model.codes import Action, TrustClass
from portfolio.operations import manual
from portfolio.operations.manual import Draft
from portfolio.ui.dialogs.import_file import ImportDialog
from portfolio.ui.dialogs.manual_entry import ManualEntryDialog
from portfolio.ui.dialogs.question import Question
from portfolio.ui.i18n import PseudoTranslator, is_pseudo
from portfolio.ui.models.import_rows import VERDICT, WHAT, WHY
from portfolio.ui.page import NEW, ImportFile
from portfolio.ui.pages.contributions import ContributionsPage
from tests.ui.test_translations import holds_data, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portfolio.ui.app import ProfileWindow
    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TALK = "Release notes that people read"


@pytest.fixture
def page(session: Session, window: Window, qtbot: Any) -> Iterator[ContributionsPage]:
    made = ContributionsPage(session, window)
    qtbot.addWidget(made)
    session.changed.connect(made.refresh)
    made.resize(1200, 760)
    made.show()
    made.refresh(None)
    qtbot.waitUntil(lambda: made.pane.facts is not None and session.is_idle)
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.done(0)
    made.close()


def _form(page: ContributionsPage) -> ManualEntryDialog:
    found = [each for each in page.findChildren(ManualEntryDialog) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def _type(form: ManualEntryDialog, title: str = TALK, when: str = "March 2024") -> None:
    form.what.setText(title)
    form.when.setText(when)


def _shown(page: ContributionsPage, title: str) -> bool:
    return page.pane.facts is not None and page.pane.facts.deed.title == title


def test_what_is_entered_is_listed_as_self_reported_and_undone(
    page: ContributionsPage, session: Session, qtbot: Any
) -> None:
    page.show_target(NEW)
    form = _form(page)
    assert form.when.text() == session.clock.now().date().isoformat()
    _type(form)
    form.action.setCurrentIndex(form.action.findData(str(Action.SPOKE)))
    form.project.setEditText("Quillmark")
    form.url.setText("https://talks.example/notes")
    form.words.setPlainText("Forty people came.")
    QTest.keyClick(form.what, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _shown(page, TALK))
    table = page.list.table
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    facts = page.pane.facts
    assert facts is not None
    assert facts.trust is TrustClass.SELF_REPORTED
    assert facts.deed.action is Action.SPOKE
    assert facts.deed.project_name == "Quillmark"
    assert facts.deed.date_known == "month"
    assert facts.body == "Forty people came."
    assert page.entering.draft == {}
    session.undo()
    qtbot.waitUntil(lambda: not _shown(page, TALK))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("what", " ", "Say in a few words"),
        ("when", "soon", "This is no date"),
        ("when", "03/04/2024", "could be two days"),
        ("when", "2999", "has not come yet"),
        ("when", "1620", "too long ago"),
        ("url", "javascript:alert(1)", "Others cannot open this"),
    ],
)
def test_what_is_wrong_is_said_under_its_field(
    page: ContributionsPage, session: Session, field: str, typed: str, said: str
) -> None:
    page.show_target(NEW)
    form = _form(page)
    _type(form)
    getattr(form, field).setText(typed)
    asked: list[object] = []
    form.agreed.connect(asked.append)
    form.save.click()
    place = getattr(form, f"{field}_place")
    assert said in place.error()
    assert place.findChild(type(getattr(form, field))).accessibleDescription() == place.error()
    assert form.isVisible()
    assert asked == []
    with session.store.reading() as reader:
        assert reader.manual.all() == []


def test_what_was_typed_is_there_again_after_closing_and_after_a_restart(
    page: ContributionsPage, session: Session, window: Window, qtbot: Any
) -> None:
    page.show_target(NEW)
    form = _form(page)
    _type(form, when="some day in 2024")
    form.project.setEditText("Harbour Hack")
    kept = page.save_state()  # the window is closed over the open form
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert page.save_state() == kept
    after = ContributionsPage(session, window)
    qtbot.addWidget(after)
    after.restore_state(kept)
    after.show_target(NEW)
    again = _form(after)
    assert (again.what.text(), again.when.text()) == (TALK, "some day in 2024")
    assert again.project.currentText() == "Harbour Hack"
    assert again.banner.isVisible()
    again.banner.requested.emit()
    assert again.what.text() == ""
    again.reject()
    assert after.entering.draft == {}
    after.close()


def test_what_was_entered_is_changed_and_removed_from_its_detail(
    page: ContributionsPage, session: Session, qtbot: Any
) -> None:
    deed = manual.add(
        session.store, session.clock, Draft(TALK, "2024-03", Action.SPOKE, project="Quillmark")
    )
    page.show_target(deed.key)
    qtbot.waitUntil(lambda: _shown(page, TALK))
    page.pane.change.click()
    form = _form(page)
    assert form.what.text() == TALK
    assert form.project.currentText() == "Quillmark"
    form.reject()  # nothing was changed: nothing is asked
    assert not page.findChildren(Question)
    page.pane.change.click()
    form = next(each for each in page.findChildren(ManualEntryDialog) if each.isVisible())
    form.what.setText("Another title")
    form.reject()
    question = form.findChild(Question)
    assert question is not None
    question.safe.click()
    assert form.isVisible()
    form.save.click()
    qtbot.waitUntil(lambda: _shown(page, "Another title"))
    (remove,) = [each for each in page.pane.menu().actions() if each.text() == "Remove"]
    remove.trigger()
    qtbot.waitUntil(lambda: not _shown(page, "Another title"))
    with qtbot.waitSignal(session.unstepped):
        session.undo()
    page.show_target(deed.key)
    qtbot.waitUntil(lambda: _shown(page, "Another title"))


def test_every_field_has_a_name_and_tab_reaches_it_in_reading_order(
    page: ContributionsPage,
) -> None:
    page.show_target(NEW)
    form = _form(page)
    names = ["What you did", "Kind", "When", "Project", "Link", "Note"]
    fields = (form.what, form.action, form.when, form.project, form.url, form.words)
    assert [field.accessibleName() for field in fields] == names
    found = []
    child = form.what.nextInFocusChain()
    chain = [form.what, child]
    while child is not None and child is not form.what and len(chain) < 200:
        child = child.nextInFocusChain()
        chain.append(child)
    for each in chain:
        if each in fields and each not in found:
            found.append(each)
    assert tuple(found) == fields


TABLE = """Day,Title,Place,Kind
2024-03-31,Release notes,Harbour Hack,talk
03/04/2024,Reviewing kindly,Harbour Hack,talk
soon,Changelogs,,talk
2024-03-31,Release notes,Harbour Hack,talk
"""


def _import(page: ContributionsPage, path: Path, qtbot: Any) -> ImportDialog:
    page.show_target(ImportFile(path))
    dialog = next(each for each in page.findChildren(ImportDialog) if each.isVisible())
    qtbot.waitUntil(lambda: dialog._seen is not None or dialog.banner.isVisible())
    return dialog


def _cells(dialog: ImportDialog, column: int) -> list[str]:
    model = dialog.rows
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_a_file_is_shown_mapped_tried_and_taken_as_one_step(
    page: ContributionsPage, session: Session, qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "talks.csv"
    path.write_text(TABLE, encoding="utf-8")
    dialog = _import(page, path, qtbot)
    assert (
        dialog.summary.text() == "1 new, 1 already there, 2 not understood. Nothing is stored yet."
    )
    assert _cells(dialog, VERDICT) == ["New", "Not understood", "Not understood", "Already there"]
    assert _cells(dialog, WHY)[2:] == ["“soon” is no date", "It says the same as row 2"]
    assert "could be two days" in _cells(dialog, WHY)[1]
    assert "--" not in "".join(_cells(dialog, WHY))
    dialog.order.setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialog.summary.text().startswith("2 new"))
    assert dialog.take.words() == "Import 2 contribution(s)"
    dialog.shown.chosen.emit("bad")
    assert _cells(dialog, VERDICT) == ["Not understood"]
    with session.store.reading() as reader:
        assert reader.manual.all() == []
    dialog.take.click()
    qtbot.waitUntil(lambda: not dialog_is_open(page))
    with session.store.reading() as reader:
        entries = reader.manual.all()
    assert sorted(each.when for each in entries) == ["2024-03-31", "2024-04-03"]
    with qtbot.waitSignal(session.unstepped):
        session.undo()
    with session.store.reading() as reader:
        assert reader.manual.all() == []


def dialog_is_open(page: ContributionsPage) -> bool:
    return any(each.isVisible() for each in page.findChildren(ImportDialog))


def test_a_column_is_taken_for_what_is_chosen_and_a_field_stands_in_one_column(
    page: ContributionsPage, qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "odd.json"
    path.write_text('[{"a": "Spoke", "b": "2024-03-31", "c": "2023"}]', encoding="utf-8")
    page.show_target(ImportFile(path))
    dialog = next(each for each in page.findChildren(ImportDialog) if each.isVisible())
    qtbot.waitUntil(lambda: bool(dialog.mapping.boxes))
    assert dialog.summary.text() == "Choose the column that says what you did."
    assert not dialog.take.isEnabled()
    boxes = dialog.mapping.boxes
    assert [box.accessibleName() for box in boxes] == ["a holds", "b holds", "c holds"]
    boxes[0].setCurrentIndex(boxes[0].findData("title"))
    qtbot.waitUntil(lambda: _cells(dialog, WHAT) == ["2024-03-31 · Spoke"])
    boxes[2].setFocus()
    boxes[2].setCurrentIndex(boxes[2].findData("date"))
    assert boxes[1].currentData() == "ignore"
    qtbot.waitUntil(lambda: _cells(dialog, WHAT) == ["2023 · Spoke"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "no text that can be read"),
        (None, "There is no file"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(
    page: ContributionsPage, qtbot: Any, tmp_path: Path, data: bytes | None, said: str
) -> None:
    path = tmp_path / "bad.csv"
    if data is not None:
        path.write_bytes(data)
    dialog = _import(page, path, qtbot)
    assert said in dialog.banner.words()
    assert dialog.banner.words().startswith("This file cannot be imported.")
    assert not dialog.take.isEnabled()
    dialog.banner.requested.emit()
    assert not dialog_is_open(page)
    (chooser,) = page.findChildren(QFileDialog)
    chooser.reject()


def test_a_table_dropped_on_the_window_is_looked_at(
    empty: ProfileWindow, qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "talks.csv"
    path.write_text(TABLE, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where, button = QPointF(400, 300), Qt.MouseButton.LeftButton
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    empty.window.dropEvent(QDropEvent(where, copy, data, button, none, QEvent.Type.Drop))
    assert empty.window.page_id == "contributions"
    (dialog,) = empty.window.findChildren(ImportDialog)
    qtbot.waitUntil(lambda: dialog.summary.text().startswith("1 new"))
    dialog.reject()


@pytest.mark.parametrize("command", ["contribution.add", "contribution.import"])
def test_the_doors_are_in_the_menu_the_palette_and_on_keys(
    empty: ProfileWindow, command: str
) -> None:
    found = empty.window.commands.get(command)
    assert found is not None
    assert found.keys
    assert found.is_listed
    assert not found.reason()


def test_every_text_of_both_dialogs_is_translated(
    page: ContributionsPage, qapp: QApplication, qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "talks.csv"
    path.write_text(TABLE, encoding="utf-8")
    translator = PseudoTranslator(qapp)
    qapp.installTranslator(translator)
    try:
        page.show_target(NEW)
        form = _form(page)
        form.save.click()
        imported = _import(page, path, qtbot)
        cells = [*_cells(imported, VERDICT), *filter(None, _cells(imported, WHY))]
        for dialog in (form, imported):
            for widget in dialog.findChildren(QWidget):
                if widget.isVisibleTo(dialog) and not holds_data(widget):
                    cells += texts_of(widget)
    finally:
        qapp.removeTranslator(translator)
    plain = {text for text in cells if not is_pseudo(text)}
    # What is no text of ours: the date, an address's beginning, numbers, empty bars of Qt.
    assert plain <= {"https://", path.name, str(path)}, plain
