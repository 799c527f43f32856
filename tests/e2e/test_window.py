"""From first start to a saved PDF through the real window, with no typing but a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from portfolio.ui.app import ProfileWindow
from portfolio.ui.models.identities import RowKind
from portfolio.ui.models.roles import Role
from portfolio.ui.page import Page
from portfolio.ui.session import Session
from tests.sync.git import repositories
from tests.ui.windows import profile_window

ADDRESS = "noor@vantongeren.example"
NAME = "Noor Vantöngeren"
SPELLINGS = (
    unicodedata.normalize("NFD", NAME),
    "noor vantongeren",
    "Noor V.",
    "nvantongeren",
    NAME,
)
PLACEHOLDER = (NAME, "none@none")
STRANGER = ("Casimir Oduya-Lindt", "casimir@quillmark.example")
PERIODS = {"larkspur": (2017, 2019), "quillmark": (2014, 2025), "tern": (2021, 2021)}


@pytest.fixture
def folders(tmp_path: Path, _home: Path) -> Path:
    """Three repositories of one person who is written in five ways, and of a stranger."""
    with (_home / ".gitconfig").open("a", encoding="utf-8") as settings:
        settings.write(f"\tname = {NAME}\n\temail = {ADDRESS}\n")
    folder = tmp_path / "work"
    for name, years in PERIODS.items():
        made = repositories.make(folder / name)
        for number, year in enumerate(years):
            for month, spelling in enumerate(SPELLINGS, start=1 + 6 * number):
                at = f"{year}-{month:02}-03T10:00:00 +0000"
                title = f"Mend part {month} of {name} in {year}"
                made.commit(title, (spelling, ADDRESS), at=at, committed_at=at)
        made.commit("Import", PLACEHOLDER)
        made.commit("Their own work", STRANGER)
    return folder


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, profile: Path) -> Iterator[ProfileWindow]:
    with profile_window(qtbot, qapp, profile) as made:
        yield made


def shown_page(window: QWidget, page_id: str) -> Page:
    page = window.page  # type: ignore[attr-defined]
    assert isinstance(page, Page)
    assert page.page_id == page_id
    return page


def button(page: Page, words: str) -> QAbstractButton:
    found = [each for each in page.findChildren(QAbstractButton) if each.text() == words]
    assert found, words
    return found[0]


def field(page: Page, name: str) -> QLineEdit:
    found = [each for each in page.findChildren(QLineEdit) if each.accessibleName() == name]
    assert found, name
    return found[0]


def rows(page: Page, kind: RowKind) -> list[tuple[str, str, bool]]:
    """Return name, address and tick of the rows a person sees."""
    names = page.findChild(QListView)
    assert names is not None
    model = names.model()
    seen = [model.index(at, 0) for at in range(model.rowCount())]
    return [
        (
            index.data(Role.TITLE),
            index.data(Role.SUBTITLE),
            Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked,
        )
        for index in seen
        if index.data(Role.THING).kind is kind
    ]


def drop(window: QWidget, folder: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(folder))])
    event = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        dropped,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def heard(view: QListView) -> list[str]:
    """Return what a reader of the screen says of each row."""
    model = view.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(at, 0).data(role)) for at in range(model.rowCount())]


def until_read(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.is_reading, timeout=60_000)


def saved_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=20_000)


def test_from_first_start_to_a_saved_document(
    opened: ProfileWindow, folders: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window, session = opened.window, opened.session
    shown_page(window, "first-run")

    drop(window, folders)
    names = shown_page(window, "which-are-you")
    until(qtbot, lambda: len(rows(names, RowKind.IDENTITY)) == 3)
    until_read(qtbot, session)
    assert [(address, on) for _, address, on in rows(names, RowKind.IDENTITY)] == [
        (ADDRESS, True),
        ("none@none", False),
        ("casimir@quillmark.example", False),
    ]

    qtbot.mouseClick(button(names, "Continue"), Qt.MouseButton.LeftButton)
    until(qtbot, lambda: window.page_id == "documents")
    page = shown_page(window, "documents")
    until_read(qtbot, session)

    name = field(page, "Name to print")
    until(qtbot, lambda: name.text() == NAME)  # offered; the holder prints another
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "Noor van Tongeren")
    saved = tmp_path / "cv.pdf"
    page.save_to(saved)  # what the file dialog would hand over
    until(qtbot, lambda: window.status.words() == "Saved cv.pdf")

    text = saved_text(saved)
    assert "Noor van Tongeren" in text
    for project, (first, last) in PERIODS.items():
        assert f"\n{project}\nAuthor · Jan {first} – Nov {last}\n" in text
    assert "Casimir" not in text


def test_the_last_step_is_undone_from_the_keyboard(
    opened: ProfileWindow, folders: Path, qtbot: QtBot
) -> None:
    window, session = opened.window, opened.session
    drop(window, folders)
    names = shown_page(window, "which-are-you")
    until(qtbot, lambda: len(rows(names, RowKind.IDENTITY)) == 3)
    qtbot.mouseClick(button(names, "Continue"), Qt.MouseButton.LeftButton)
    until(qtbot, lambda: window.page_id == "documents")
    page = shown_page(window, "documents")
    until_read(qtbot, session)
    contents = page.findChild(QListView)
    assert contents is not None
    until(qtbot, lambda: "tern, shown" in heard(contents))

    contents.setFocus()
    contents.setCurrentIndex(contents.model().index(heard(contents).index("tern, shown"), 0))
    qtbot.keyClick(contents, Qt.Key.Key_Space)
    until(qtbot, lambda: window.status.words() == "Changed edition “General”.")
    assert "tern, left out" in heard(contents)
    qtbot.keyClick(contents, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: "tern, shown" in heard(contents))
