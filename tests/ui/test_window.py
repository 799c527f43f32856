"""The window as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from portfolio.model.deed import DeedEdit
from portfolio.model.text import clean_line
from portfolio.store.store import Editor, Store
from portfolio.ui.app import ProfileWindow
from portfolio.ui.dialogs.question import Question
from portfolio.ui.handed_over import SHOWING
from portfolio.ui.instance import SingleInstance
from portfolio.ui.page import ReadFolders
from portfolio.ui.session import SessionState
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.theme import ThemeMode
from portfolio.ui.theme.tokens import DARK, SIDE_BAR_NARROW, SIDE_BAR_WIDTH
from portfolio.ui.widgets.labels import DataText
from tests.clocks import FixedClock
from tests.ui import record_made
from tests.ui.test_instance import second
from tests.ui.windows import each_page, profile_window


@pytest.fixture
def filled(qtbot: QtBot, qapp: QApplication, profile: Path) -> Iterator[ProfileWindow]:
    """The window of a small record."""
    from portfolio.paths import for_profile

    store = Store.open(for_profile(profile), clock=FixedClock())
    record_made.fill(store)
    store.close()
    with profile_window(qtbot, qapp, profile) as made:
        yield made


def hide(store: Store) -> None:
    with store.editing("deed.hidden", title="Release notes for 4.2") as editor:
        assert isinstance(editor, Editor)
        editor.save_deed(DeedEdit(record_made.key_of("Release notes for 4.2"), is_hidden=True))


def test_without_a_record_the_ways_to_start_are_shown(empty: ProfileWindow) -> None:
    window = empty.window
    assert window.page_id == "first-run"
    assert window.side_bar.current() == "home"
    assert empty.session.state is SessionState.OPEN
    assert window.status.words() == "No accounts yet. Nothing is sent or fetched by itself"


def test_the_first_tile_has_the_focus(empty: ProfileWindow) -> None:
    page = empty.window.page
    assert page is not None
    assert empty.window.focusWidget() is page.folders  # type: ignore[attr-defined]


def test_with_a_record_home_is_shown(filled: ProfileWindow) -> None:
    assert filled.window.page_id == "home"


class Windows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_page_flashes_windows(filled: ProfileWindow, qapp: QApplication) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    each_page(filled.window, lambda _page_id: qapp.processEvents())
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def test_going_to_pages_by_key(filled: ProfileWindow, qtbot: QtBot) -> None:
    window = filled.window
    go = [command for command in window.commands.all() if command.id.startswith("go.")]
    for command in go:
        if command.id in {"go.side-bar", "go.history"}:
            continue
        qtbot.keyClick(window, *_key(command.keys[0].toString()))
        assert window.page_id == command.id.removeprefix("go.")
        assert window.side_bar.current() == window.page_id


def _key(text: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    digit = text.removeprefix("Ctrl+")
    return Qt.Key(ord(digit)), Qt.KeyboardModifier.ControlModifier


def test_the_side_bar_is_walked_by_arrow_keys(filled: ProfileWindow, qtbot: QtBot) -> None:
    window = filled.window
    window.go("contributions")
    window.commands.trigger("go.side-bar")
    places = window.focusWidget()
    qtbot.keyClick(places, Qt.Key.Key_Down)
    assert window.page_id != "contributions"
    assert window.focusWidget() is places
    qtbot.keyClick(places, Qt.Key.Key_Return)
    assert window.page is not None
    assert window.page.isAncestorOf(window.focusWidget())


def test_tab_through_the_side_bar_opens_nothing(empty: ProfileWindow, qtbot: QtBot) -> None:
    window = empty.window
    seen = set()
    for _ in range(12):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.add(window.focusWidget().accessibleName())
        assert window.page_id == "first-run"
        assert window.side_bar.current() == "home"
    assert {"Pages", "More pages"} <= seen


def test_enter_opens_the_row_that_has_the_focus(empty: ProfileWindow, qtbot: QtBot) -> None:
    window = empty.window
    while window.focusWidget().accessibleName() != "More pages":
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.page_id == "accounts"


def test_the_side_bar_shows_icons_only_in_a_narrow_window(empty: ProfileWindow) -> None:
    window = empty.window
    window.resize(1280, 800)
    assert window.side_bar.width() == SIDE_BAR_WIDTH
    window.resize(960, 600)
    assert window.side_bar.width() == SIDE_BAR_NARROW
    assert window.width() == 960


def test_a_step_is_announced_and_named_in_the_menu(filled: ProfileWindow, qtbot: QtBot) -> None:
    window, session = filled.window, filled.session
    with qtbot.waitSignal(session.stepped):
        session.edit(hide)
    assert window.status.words() == "Hid “Release notes for 4.2”."
    assert window.status.offers_undo
    window.commands.bring_up_to_date()
    assert window.commands.action("edit.undo").text() == "Undo: Hid “Release notes for 4.2”"
    with qtbot.waitSignal(session.unstepped):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.status.words() == "Undone: Hid “Release notes for 4.2”."
    window.commands.bring_up_to_date()
    assert window.commands.action("edit.redo").text() == "Redo: Hid “Release notes for 4.2”"
    with qtbot.waitSignal(session.unstepped):
        qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert session.undo_entry is not None


def test_a_command_that_cannot_run_says_why(empty: ProfileWindow) -> None:
    assert not empty.window.commands.trigger("edit.redo")
    assert empty.window.status.words() == "Not now: nothing to redo."


def test_a_failed_edit_is_said_in_the_page(empty: ProfileWindow, qtbot: QtBot) -> None:
    from portfolio.errors import DiskFullError

    def fail(_store: Store) -> None:
        raise DiskFullError("There is no room on the disk.", "Your record is unchanged.")

    with qtbot.waitSignal(empty.session.failed):
        empty.session.edit(fail)
    banner = empty.window._banner
    assert banner.isVisible()
    assert banner.words() == "There is no room on the disk. Your record is unchanged."


def test_the_theme_changes_at_once(empty: ProfileWindow) -> None:
    window = empty.window
    before = window.grab().toImage()
    window.choose_theme(ThemeMode.DARK)
    assert tokens_of(window) is DARK
    assert window.grab().toImage() != before
    assert empty.settings.value.appearance.theme == "dark"
    window.toggle_contrast()
    assert tokens_of(window).is_high_contrast


def test_dropped_folders_are_read(
    empty: ProfileWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        empty.window, "go", lambda page_id, target=None: asked.append((page_id, target))
    )
    data = QMimeData()
    (tmp_path / "file.txt").touch()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl.fromLocalFile(f"{tmp_path}/file.txt")])
    event = QDropEvent(
        QPointF(QPoint(400, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )
    empty.window.dropEvent(event)
    assert asked == [("which-are-you", ReadFolders((tmp_path,)))]


# The offscreen platform has no windows in front of others.
@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_file_handed_over_is_looked_at(
    empty: ProfileWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "letter.testimonial").write_text("no letter")
    empty.window.take_arguments([str(tmp_path / "letter.testimonial")])
    assert empty.window.page_id == "check"
    qtbot.waitUntil(lambda: empty.session.is_idle)


# The offscreen platform has no windows in front of others.
@pytest.mark.qt_log_ignore("does not support", extend=True)
@pytest.mark.parametrize("page", [*sorted(SHOWING), "home", "settings", "check"])
def test_an_address_leads_to_its_page_whatever_it_is_to_show(
    empty: ProfileWindow, page: str, qtbot: QtBot
) -> None:
    empty.window.take_arguments([f"portfolio:{page}"])
    wanted = empty.window.page_id
    empty.window.take_arguments([f"portfolio://{page}/no%20such%2Fthing"])
    qtbot.waitUntil(lambda: empty.session.is_idle)
    assert empty.window.page_id == wanted == ("first-run" if page == "home" else page)
    assert missing_said(empty.window) == []
    empty.window.take_arguments(["portfolio:nowhere/at-all"])
    assert empty.window.page_id == wanted


# The offscreen platform has no windows in front of others.
@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_an_address_shows_what_it_names_in_a_record(filled: ProfileWindow, qtbot: QtBot) -> None:
    with filled.session.store.reading() as reader:
        (story, *_) = reader.stories.all()
    for page in sorted(SHOWING):
        filled.window.take_arguments([f"portfolio:{page}/nothing"])
        qtbot.waitUntil(lambda: filled.session.is_idle)
        assert filled.window.page_id == page
    filled.window.take_arguments([f"portfolio:stories/{story.id}"])
    qtbot.waitUntil(lambda: filled.session.is_idle)
    texts = [each.text() for each in filled.window.page.findChildren(QLineEdit) if each.isVisible()]
    assert story.title in texts


# The offscreen platform has no windows in front of others.
@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_several_files_are_opened_one_at_a_time_and_that_is_said(
    empty: ProfileWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    names = []
    for name in ("one", "two"):
        (tmp_path / f"{name}.testimonial").write_text("no letter")
        names.append((tmp_path / f"{name}.testimonial").as_uri())  # as desktops hand them over
    empty.window.take_arguments(names)
    assert empty.window.page_id == "check"
    words = "Files are opened one at a time. This is one.testimonial."
    assert empty.window.status.words() == words
    qtbot.waitUntil(lambda: empty.session.is_idle)


def missing_said(window: QWidget) -> list[tuple[str, list[str]]]:
    """Return title and places of each dialog that says a file is not there."""
    return [
        (each.windowTitle(), [label.text().strip("\u2066\u2069") for label in found])
        for each in window.findChildren(Question)
        if each.isVisible() and (found := each.findChildren(DataText))
    ]


# The offscreen platform has no windows in front of others.
@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_file_that_is_gone_is_said_where_one_looks(
    empty: ProfileWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    gone, title = str(tmp_path / "nothing.pdf"), "There is no such file or folder"
    empty.window.take_arguments([gone])
    assert missing_said(empty.window) == [(title, [gone])]
    assert empty.window.page_id == "first-run"
    empty.window.take_arguments(["/" + "n" * 300])  # longer than a name may be
    assert missing_said(empty.window) == [(title, [clean_line("/" + "n" * 300)])], "one at a time"
    (shown,) = (each for each in empty.window.findChildren(Question) if each.isVisible())
    assert shown.height() == shown.body.heightForWidth(shown.width()), "no gaps"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert missing_said(empty.window) == []
    (tmp_path / "letter.testimonial").write_text("no letter")
    empty.window.take_arguments([str(tmp_path / "letter.testimonial"), gone])
    assert empty.window.page_id == "check", "what is there is opened all the same"
    assert missing_said(empty.window) == [(title, [gone])]
    qtbot.waitUntil(lambda: empty.session.is_idle)


# The offscreen platform has no windows in front of others.
@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_second_start_with_a_file_that_is_gone_is_answered_in_the_first(
    empty: ProfileWindow, profile: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = SingleInstance(profile)
    assert first.listen()
    first.handed_over.connect(empty.window.take_arguments)
    process = second(profile, str(tmp_path / "nothing.pdf"))
    qtbot.waitUntil(lambda: bool(missing_said(empty.window)), timeout=20_000)
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=10_000)
    first.close()
    first.deleteLater()


def test_place_and_page_are_kept(qtbot: QtBot, qapp: QApplication, profile: Path) -> None:
    with profile_window(qtbot, qapp, profile) as first:
        first.window.resize(1100, 700)
        first.window.go("settings")
    with profile_window(qtbot, qapp, profile) as second:
        assert second.window.size().width() == 1100
        assert second.window.page_id == "settings"


def test_a_locked_record_is_explained(qtbot: QtBot, qapp: QApplication, profile: Path) -> None:
    from portfolio.paths import for_profile

    store = Store.open(for_profile(profile), clock=FixedClock())
    try:
        with profile_window(qtbot, qapp, profile) as made:
            assert made.session.state is SessionState.FAILED
            fault = made.window.fault
            assert fault.isVisible()
            assert fault.heading() == "Another Portfolio has your record open."
            with qtbot.waitSignal(made.session.state_changed):
                qtbot.mouseClick(fault.read_only, Qt.MouseButton.LeftButton)
            assert made.session.state is SessionState.READ_ONLY
            assert made.window.page_id == "first-run"
            assert not made.window.commands.trigger("folders.add")
    finally:
        store.close()


def test_a_damaged_record_offers_a_backup(qtbot: QtBot, qapp: QApplication, profile: Path) -> None:
    from portfolio.paths import for_profile

    paths = for_profile(profile)
    paths.store.parent.mkdir(parents=True)
    paths.store.write_bytes(b"This is no database at all." * 200)
    with profile_window(qtbot, qapp, profile) as made:
        fault = made.window.fault
        assert made.session.state is SessionState.FAILED
        assert fault.restore.isVisible()
        assert not made.window.side_bar.isEnabled()


def test_a_backup_is_restored(filled: ProfileWindow, qtbot: QtBot) -> None:
    backup = filled.session.store.back_up().path
    with qtbot.waitSignal(filled.session.stepped):
        filled.session.edit(hide)
    with qtbot.waitSignal(filled.opener.restored):
        filled.opener.restore(backup)
    assert filled.session.is_open
    assert filled.session.undo_entry is None or filled.session.undo_entry.label != "deed.hidden"
    assert "restored" in filled.window.status.words()


def test_closing_with_a_reading_under_way_is_quick(filled: ProfileWindow, qtbot: QtBot) -> None:
    import threading

    begun = threading.Event()

    def work(_report: object, cancelled: object) -> None:
        begun.set()
        while not cancelled():  # type: ignore[operator]
            threading.Event().wait(0.01)

    filled.session.run_reading(work)
    assert begun.wait(5)
    assert filled.session.is_reading
    assert filled.window.status.words() == "Reading folders. No network is used"
    filled.window.close()
    assert filled._thread.shutdown()  # it says whether everything ended within its own limit


def test_bringing_up_to_date_reads_the_known_folders_again(
    empty: ProfileWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    from portfolio.operations import folders
    from tests.sync.git.repositories import make

    made = make(tmp_path / "quillmark")
    made.commit("First")
    store, clock = empty.session.store, empty.session.clock

    def quiet(_report: object) -> None: ...

    found = folders.scan([made.path], report=quiet, cancelled=lambda: False)
    folders.read(store, clock, found, report=quiet, cancelled=lambda: False)
    empty.session.tell_changed()
    assert empty.window.page_id == "home"
    with qtbot.waitSignal(empty.window._updating.ended) as heard:
        qtbot.keyClick(empty.window, Qt.Key.Key_F5)
        assert empty.session.is_reading
    assert heard.args == ["Up to date. Nothing is new.", False]
    assert empty.window.status.words() == "Up to date. Nothing is new."
    assert not empty.session.is_reading


def test_the_history_names_each_step(filled: ProfileWindow, qtbot: QtBot) -> None:
    from portfolio.ui.dialogs.history import HistoryList

    with qtbot.waitSignal(filled.session.stepped):
        filled.session.edit(hide)
    shown = HistoryList(filled.session, filled.window)
    shown.show()
    model = shown.list.model()
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    assert model.index(0, 0).data() == "Hid “Release notes for 4.2”"
    with qtbot.waitSignal(filled.session.unstepped):
        qtbot.mouseClick(shown.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(shown.redo.isEnabled)
    shown.close()


def test_everything_is_deleted_only_after_a_question(filled: ProfileWindow, qtbot: QtBot) -> None:
    from portfolio.ui.dialogs.question import Question

    filled.session.store.back_up()
    backups = filled.session.paths.backups
    assert list(backups.iterdir())
    filled.window.trigger("record.delete")
    question = filled.window.findChildren(Question)[0]
    assert question.safe.isDefault()
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert filled.session.read_now(lambda reader: reader.totals()).deed_count
    filled.window.trigger("record.delete")
    question = filled.window.findChildren(Question)[-1]
    with qtbot.waitSignal(filled.opener.deleted):
        qtbot.mouseClick(question.verb, Qt.MouseButton.LeftButton)
    assert filled.window.page_id == "first-run"
    assert not backups.exists() or not list(backups.iterdir())
    assert filled.session.read_now(lambda reader: reader.totals()).deed_count == 0


def test_menus_show_what_can_be_done_and_keys_say_why_not(
    empty: ProfileWindow, qtbot: QtBot
) -> None:
    from portfolio.ui.actions import Group

    window = empty.window
    menu = window.menus[Group.EDIT]
    menu.aboutToShow.emit()
    assert not window.commands.action("edit.undo").isEnabled()
    assert window.commands.action("edit.undo").toolTip() == "nothing to undo"
    menu.aboutToHide.emit()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.status.words() == "Not now: nothing to undo."
