"""Every unexpected fault ends here: in the log, and in the crash dialog when it was ours."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)

from portfolio.errors import PortfolioError

if TYPE_CHECKING:
    from types import TracebackType

    from portfolio.log import Ring
    from portfolio.ui.dialogs.crash import CrashDialog
    from portfolio.ui.window import MainWindow

_LOG = logging.getLogger("portfolio.fault")
_QT = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class FaultHooks(QObject):
    """Hooks of Python and Qt. Installed once round the event loop, taken off at its end."""

    _raised = Signal(object)

    def __init__(self, ring: Ring, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ring = ring
        self.window: MainWindow | None = None
        self._dialog: CrashDialog | None = None
        self._before: tuple[Any, Any, Any] | None = None
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take all hooks."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._take
        threading.excepthook = self._take_of_thread
        sys.unraisablehook = self._take_unraisable
        qInstallMessageHandler(take_qt_message)

    def remove(self) -> None:
        """Give all hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
            qInstallMessageHandler(None)
            self._before = None

    def _take(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if issubclass(kind, PortfolioError):
            # It has words for a person: pressed while the record is being opened, for example.
            _LOG.error("Fault that nobody handled", exc_info=(kind, error, trace))
        else:
            _LOG.critical("Unexpected fault", exc_info=(kind, error, trace))
        self._raised.emit(error)

    def _take_of_thread(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            self._take(given.exc_type, given.exc_value, given.exc_traceback)

    def _take_unraisable(self, given: sys.UnraisableHookArgs) -> None:
        _LOG.error("Fault that could not be raised: %s", given.err_msg, exc_info=given.exc_value)

    @Slot(object)
    def _show(self, error: BaseException) -> None:
        if isinstance(error, PortfolioError) and self.window is not None:
            self.window.session.failed.emit(error)
            return
        if self._dialog is not None:  # one at a time; the log has them all
            return
        from portfolio.ui.dialogs.crash import CrashDialog

        self._dialog = CrashDialog(error, self._ring, self.window)
        self._dialog.finished.connect(self._forget)
        if self.window is not None:
            self._dialog.log_requested.connect(self.window.open_log)
            self._dialog.quit_requested.connect(self.window.close)
        self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def take_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Send a message of Qt's to the log."""
    if "propagateSizeHints" in text:  # the offscreen platform says so at every show
        return
    _QT.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
