"""What a test must not leave behind, and how to find it.

Threads, Qt threads, Qt timers, top-level widgets, event loops and their tasks, open files, and
anything in the folder for temporary files. Qt is looked at only when something imported it, and
is never imported here.

Not seen: a `QTimer.singleShot` that has not fired yet (it has no object in Python).
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PATIENCE_S = 1.0
# Kept open by libraries on purpose, for the whole process.
LIBRARY_FILES = ("/dev/", "/proc/", "/sys/", "/usr/", "/lib", "/etc/", "/memfd:")
# Made by Qt itself, once, for the whole process.
QT_OWN_WIDGETS = frozenset({"QTipLabel", "QDesktopWidget", "QWidgetTextControl"})

_loops: weakref.WeakSet[asyncio.BaseEventLoop] = weakref.WeakSet()


def watch_event_loops() -> None:
    """Remember every event loop made from now on (there is no public list of them)."""
    make: Callable[[asyncio.BaseEventLoop], None] = asyncio.BaseEventLoop.__init__

    def remember(self: asyncio.BaseEventLoop) -> None:
        make(self)
        _loops.add(self)

    # For the rest of the run; nothing puts it back.
    setattr(asyncio.BaseEventLoop, "__init__", remember)  # noqa: B010 - mypy knows no such assignment


class Before:
    """What there was when a test began."""

    def __init__(self, temporary: Path) -> None:
        self.temporary = temporary
        self.files = open_files()
        self.threads = set(threading.enumerate())
        self.qt_objects = {id(thing) for thing in _qt_leftovers()}
        self.loops = weakref.WeakSet(_loops)

    def leaks(self) -> list[str]:
        """Return one sentence for each thing left behind since."""
        _delete_later_now()
        found = self._look()
        if found:
            # Things in reference cycles die at a collection; only what survives is a leak.
            gc.collect()
            _delete_later_now()
            found = _wait_until_gone(self._look)
        return found

    def _look(self) -> list[str]:
        return [
            *(f"a running thread: {thread.name}" for thread in self._new_threads()),
            *self._new_qt_objects(),
            *self._new_loops(),
            *(f"an open file: {path}" for path in sorted(open_files() - self.files)),
            *(f"a temporary file: {path.name}" for path in sorted(self.temporary.glob("*"))),
        ]

    def _new_threads(self) -> Iterable[threading.Thread]:
        for thread in set(threading.enumerate()) - self.threads:
            # A dummy stands for a foreign thread that once ran Python; it never ends.
            if not isinstance(thread, threading._DummyThread):
                yield thread

    def _new_qt_objects(self) -> Iterable[str]:
        for thing in _qt_leftovers():
            if id(thing) not in self.qt_objects:
                yield f"a live {type(thing).__name__} {thing.objectName()!r}"

    def _new_loops(self) -> Iterable[str]:
        for loop in set(_loops) - set(self.loops):
            for task in asyncio.all_tasks(loop):
                yield f"an unfinished task: {task.get_name()}"
            if not loop.is_closed():
                yield "an open event loop"


def open_files() -> set[tuple[int, str]]:
    """Return the descriptors this process has open that a test may have opened (Linux)."""
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            path = str(descriptor.readlink())
        except OSError:  # the descriptor of this very listing
            continue
        is_ours = path.startswith(("/", "socket:")) and not path.startswith(LIBRARY_FILES)
        if is_ours and not path.endswith("/fd"):
            found.add((int(descriptor.name), path))
    return found


def _qt_leftovers() -> list[Any]:
    """Return Qt threads that run, timers that are active, and top-level widgets."""
    core = sys.modules.get("PySide6.QtCore")
    application = core.QCoreApplication.instance() if core else None
    if core is None or application is None:
        return []
    is_valid = sys.modules["shiboken6"].isValid
    threads, timers = _with_subclasses(core.QThread), _with_subclasses(core.QTimer)
    kinds = threads | timers
    # By type alone: isinstance would wake weak proxies and lazy objects. Twice for each test,
    # so nothing more is asked of the thousands that are none.
    alive = [thing for thing in gc.get_objects() if type(thing) in kinds]
    found: list[Any] = [
        thing
        for thing in alive
        if is_valid(thing) and (thing.isRunning() if type(thing) in threads else thing.isActive())
    ]
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets and isinstance(application, widgets.QApplication):
        found += [top for top in application.topLevelWidgets() if _is_left(top, is_valid)]
    main = core.QThread.currentThread()
    return [thing for thing in found if thing is not main]


def _with_subclasses(kind: type) -> set[type]:
    return {kind}.union(*(_with_subclasses(each) for each in kind.__subclasses__()))


def _is_left(widget: Any, is_valid: Callable[[object], bool]) -> bool:
    if not is_valid(widget) or widget.metaObject().className() in QT_OWN_WIDGETS:
        return False
    return widget.parent() is None  # a dialog or menu with a parent goes with it


def _delete_later_now() -> None:
    """Carry out the deletions Qt has put off: no event loop runs between tests."""
    core = sys.modules.get("PySide6.QtCore")
    if core and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)


def _wait_until_gone(look: Callable[[], list[str]]) -> list[str]:
    """Look again for a moment: a thread that was told to stop may need one."""
    until = time.monotonic() + PATIENCE_S
    found = look()
    while found and all("thread" in words for words in found) and time.monotonic() < until:
        time.sleep(0.01)
        found = look()
    return found
