"""Starting the window: paint first, then open the record; one window per profile.

Order: arguments, log, Qt, hand-over to a running window, theme, window, first paint; after that
the loop thread, a glance at the first rows, and the store on the writer's executor. Nothing
heavier than PySide6 and sqlite3 is imported before the first paint (a test keeps it so).
"""

from __future__ import annotations

import gc
import json
import logging
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from portfolio import log, resources
from portfolio.paths import Paths, for_profile
from portfolio.settings import SettingsFile
from portfolio.ui import i18n
from portfolio.ui.fault_hooks import FaultHooks
from portfolio.ui.geometry import WindowState
from portfolio.ui.handed_over import is_address
from portfolio.ui.instance import SingleInstance
from portfolio.ui.opening import Opener
from portfolio.ui.quit_signals import QuitSignals
from portfolio.ui.session import Session
from portfolio.ui.sync_schedule import SyncSchedule
from portfolio.ui.tasks import READER, WORKER, LoopThread, Task
from portfolio.ui.theme.theme import Theme, ThemeMode
from portfolio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portfolio.log import Ring

_LOG = logging.getLogger(__name__)
_FAILED_STARTS = 2
_SETTLED_MS = 3000


@dataclass(frozen=True, slots=True)
class StartOptions:
    """How the window was asked to start.

    Attributes:
        open_at: Folders to read, or a file to show.
        is_safe: Usual place and colours, nothing restored.
    """

    profile_dir: Path | None = None
    open_at: tuple[str, ...] = ()
    is_offline: bool = False
    is_safe: bool = False


_SPARED_MS = 10_000  # the window, its record and the first page are there


class Starts:
    """Counts starts that ended before the window had settled.

    Args:
        path: A small file in the state folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def failed(self) -> int:
        """Return how many starts in a row did not settle."""
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0
        return value if type(value) is int and value > 0 else 0

    def begin(self) -> None:
        """Count this start as failed until `settle`."""
        self._write(self.failed() + 1)

    def settle(self) -> None:
        """This start is fine."""
        self._write(0)

    def _write(self, count: int) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._path.write_text(json.dumps(count), encoding="utf-8")
        except OSError as error:
            _LOG.warning("The count of starts cannot be kept: %s", error)


class ProfileWindow(QObject):
    """The window of one profile with what belongs to it. UI thread."""

    def __init__(  # noqa: PLR0913  (everything it needs is handed to it)
        self,
        thread: LoopThread,
        theme: Theme,
        ring: Ring,
        profile_dir: Path | None,
        *,
        is_offline: bool = False,
        is_safe: bool = False,
        is_sample: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread = thread
        self._profile_dir = profile_dir
        self.paths: Paths = for_profile(profile_dir)
        self.settings = SettingsFile(self.paths.settings)
        self.session = Session(thread, self.settings, self.paths, self)
        self.opener = Opener(thread, self.session, profile_dir, offline=is_offline, parent=self)
        state = WindowState(self.paths.state / "window.json")
        if is_safe:
            state.values = {}
        self.window = MainWindow(self.session, self.opener, theme, state, ring, is_sample=is_sample)
        if not is_sample:
            self.schedule = SyncSchedule(self.session, self)

    def begin(self) -> None:
        """Read the first rows, then open the record."""
        if self.paths.store.exists():
            self._run(READER, self._glance, self._show_glance)
        self.opener.open()
        QTimer.singleShot(0, self.window, self.window.warm_up)

    def close(self) -> None:
        """Close the record; the tasks have ended."""
        self.opener.close()
        self.window.deleteLater()

    def _glance(self) -> Any:
        from portfolio.store.glance import first_rows

        return first_rows(self.paths)

    @Slot(object)
    def _show_glance(self, glance: Any) -> None:
        if glance is not None:
            self.session.show_glance(glance)

    def _run(self, executor: str, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        task = Task(self._thread, executor, lambda _report, _cancelled: work(), self)
        task.succeeded.connect(done)
        task.finished.connect(task.deleteLater)
        task.start()


class Application(QObject):
    """What lives as long as the program: thread, theme, hooks, windows."""

    def __init__(self, application: QApplication, options: StartOptions, ring: Ring) -> None:
        super().__init__()
        self._application, self._options, self._ring = application, options, ring
        self._thread = LoopThread(self)
        self._theme = Theme(application)
        self._samples: list[ProfileWindow] = []
        self._folders: list[Path] = []
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._settle)
        paths = for_profile(options.profile_dir)
        self._starts = Starts(paths.state / "starts.json")
        appearance = SettingsFile(paths.settings).value.appearance
        i18n.install(application, "" if options.is_safe else appearance.language)
        mode = ThemeMode.SYSTEM if options.is_safe else ThemeMode(appearance.theme)
        self._theme.apply(mode, high_contrast=appearance.high_contrast)
        self.main = ProfileWindow(
            self._thread,
            self._theme,
            ring,
            options.profile_dir,
            is_offline=options.is_offline,
            is_safe=options.is_safe,
            parent=self,
        )
        self.main.window.sample_requested.connect(self.open_sample)
        if options.is_safe:
            self.main.window.say(
                self.tr("Safe mode: usual colours and places, nothing else is changed")
            )

    def show(self) -> None:
        """Show the window; the rest follows after its first paint."""
        self._starts.begin()
        self.main.window.show()
        QTimer.singleShot(0, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        self._thread.begin()
        self.main.begin()
        self._settling.start()
        if self._options.open_at:
            self.main.window.take_arguments(self._options.open_at)

    @Slot()
    def _settle(self) -> None:
        self._starts.settle()

    @Slot(list)
    def take_arguments(self, arguments: list[str]) -> None:
        """Take what a later start handed over."""
        self.main.window.take_arguments(arguments)

    @Slot()
    def open_sample(self) -> None:
        """Open a window with sample data in a folder that goes with it."""
        folder = Path(tempfile.mkdtemp(prefix="portfolio-sample-"))
        self._folders.append(folder)
        task = Task(self._thread, WORKER, lambda _report, _cancelled: _make_sample(folder), self)
        self.main.window.say(self.tr("Making the sample. Its window opens in a moment"), icon="eye")
        task.succeeded.connect(self._show_sample)
        task.failed.connect(self.main.session.failed)
        task.finished.connect(task.deleteLater)
        task.start()

    @Slot(object)
    def _show_sample(self, folder: Path) -> None:
        sample = ProfileWindow(
            self._thread,
            self._theme,
            self._ring,
            folder,
            is_offline=True,
            is_sample=True,
            parent=self,
        )
        self._samples.append(sample)
        sample.window.move(self.main.window.pos().x() + 32, self.main.window.pos().y() + 32)
        sample.window.show()
        sample.begin()

    def shut_down(self) -> None:
        """End the tasks, close the records, take the samples away."""
        self._settling.stop()
        self._thread.shutdown()
        for window in [self.main, *self._samples]:
            window.close()
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)
        if self._starts.failed():
            self._starts.settle()  # it ended in order, however early


def _make_sample(folder: Path) -> Path:
    from portfolio.operations.sample import make_sample, take_in_signed

    make_sample(folder)
    take_in_signed(folder)
    return folder


def run(options: StartOptions) -> int:
    """Start the window and return the exit code when it is closed."""
    paths = for_profile(options.profile_dir)
    level = SettingsFile(paths.settings).value.logging.level
    ring = log.set_up(paths.log, level=level)
    application = QApplication([sys.argv[0]])
    application.setApplicationName("portfolio")
    application.setApplicationDisplayName("Portfolio")
    application.setDesktopFileName("portfolio")
    application.setWindowIcon(QIcon(str(resources.path("icons", "app", "portfolio.svg"))))
    application.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    instance = SingleInstance(paths.data)
    if instance.hand_over(_absolute(options.open_at)):
        log.close()
        return 0
    instance.listen()
    hooks = FaultHooks(ring)
    hooks.install()
    shell = Application(application, options, ring)
    hooks.window = shell.main.window
    instance.handed_over.connect(shell.take_arguments)
    signals = QuitSignals()
    signals.asked.connect(_put_aside)
    signals.asked.connect(application.closeAllWindows)
    try:
        shell.show()
        if not options.is_safe:
            _offer_safe_mode(shell, paths)
        QTimer.singleShot(_SPARED_MS, application, spare_collections)
        return application.exec()
    finally:
        instance.close()
        signals.close()
        shell.shut_down()
        hooks.remove()
        log.close()


def _put_aside() -> None:
    from portfolio.ui.dialogs.keeps_words import put_all_aside

    put_all_aside()


def spare_collections() -> None:
    """Leave what stays for good out of the collections of garbage from now on.

    A whole collection goes over everything there is, on whichever thread it falls due: a hundred
    milliseconds of the UI thread while an account is read, most of it modules and classes.
    """
    gc.freeze()


def _offer_safe_mode(shell: Application, paths: Paths) -> None:
    """After two starts that did not settle, ask whether to forget places and colours."""
    if Starts(paths.state / "starts.json").failed() <= _FAILED_STARTS:
        return
    from portfolio.ui.dialogs.question import Question

    window = shell.main.window
    question = Question(
        window.tr("Start in safe mode?"),
        window.tr(
            "Portfolio did not start properly the last times. Safe mode forgets where the window "
            "was and which colours were chosen. Your record is not touched."
        ),
        window.tr("Start in safe mode"),
        window.tr("Go on as usual"),
        window,
    )
    question.ask(lambda: _restart_safely(shell, paths))


def _restart_safely(shell: Application, paths: Paths) -> None:
    (paths.state / "window.json").unlink(missing_ok=True)
    shell.main.window.reset_to_safe()


def _absolute(open_at: Sequence[str]) -> list[str]:
    return [
        name if "://" in name or is_address(name) else str(Path(name).absolute())
        for name in open_at
    ]
