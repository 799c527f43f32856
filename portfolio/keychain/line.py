"""One call of the keyring after another, on a thread that nothing has to wait for.

A keyring that waits for a person, or that hangs, never returns, and nothing can end the call.
Threads of a `ThreadPoolExecutor` would then keep the program from ending; so calls run on a daemon
thread named ``keyring`` that lives while there is work. A call its caller gave up on no longer
holds the line: the next one runs on a new thread.
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from portfolio.errors import KeychainError

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S: Final = 120.0
"""How long a call that was given up may go on: a person may be typing the keyring's password."""

_MOST_STUCK: Final = 4


class Call:
    """One call on its way. Its work runs on the keyring's thread.

    Attributes:
        future: The result.
        may_ask: The keyring may ask the person for its password.
        changes: It stores or deletes; then it is not cut off before `PATIENCE_S`.
        creates: It may make the person's keyring when there is none yet.
        about: What it changes; two calls never change the same thing at once.
        is_asking: A window of the keyring waits for the person.
        given_up: Nobody waits for the result any more.
    """

    def __init__(
        self,
        work: Callable[[Call], Any],
        *,
        may_ask: bool,
        changes: bool = False,
        creates: bool = False,
        about: object = None,
    ) -> None:
        self.work = work
        self.future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        self.may_ask, self.changes, self.creates = may_ask, changes, creates
        self.about = about
        self.is_asking = False
        self.given_up = threading.Event()
        self.began_at = 0.0
        self._cut: Callable[[], None] | None = None

    def can_be_cut(self, cut: Callable[[], None]) -> None:
        """Say how its connection to the keyring is broken; at once when nobody waits any more."""
        self._cut = cut
        if self.given_up.is_set() and not self.changes:
            self.cut_off()

    def cut_off(self) -> None:
        """Break its connection to the keyring, if it has one."""
        if self._cut is not None:
            with contextlib.suppress(OSError):  # it ended meanwhile
                self._cut()


class Line:
    """Runs calls one at a time. Any thread."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._guard = threading.Lock()
        self._waiting: collections.deque[Call] = collections.deque()
        self._running: Call | None = None
        self._stuck: set[Call] = set()
        self._monotonic = monotonic

    def submit(self, call: Call) -> None:
        """Put a call at the end of the line.

        Raises:
            KeychainError: Too many calls never came back, or one that changes the same thing.
        """
        with self._guard:
            self._cut_old()
            if call.changes and any(
                stuck.changes and stuck.about == call.about for stuck in self._stuck
            ):
                raise KeychainError(
                    "The system's keyring is still busy with the last request.",
                    "Answer its window if there is one, and try again in a moment.",
                    state="locked",
                )
            if len(self._stuck) >= _MOST_STUCK:
                raise KeychainError(
                    "The system's keyring has not answered for a while.",
                    "Start it anew or sign in to your desktop again, then try once more.",
                )
            self._waiting.append(call)
            if self._running is None:
                self._next()

    def give_up(self, call: Call) -> None:
        """Wait for a call no longer; others go on."""
        with self._guard:
            call.given_up.set()
            if call in self._waiting:
                self._waiting.remove(call)
                call.future.cancel()
            elif call is self._running:
                self._stuck.add(call)
                if not call.changes and not call.is_asking:
                    call.cut_off()
                self._running = None
                self._next()

    @property
    def is_asking(self) -> bool:
        """A window of the keyring waits for the person, from a call that was given up."""
        with self._guard:
            return any(call.is_asking for call in self._stuck)

    def _cut_old(self) -> None:
        for call in self._stuck:
            if self._monotonic() - call.began_at > PATIENCE_S:
                call.cut_off()

    def _next(self) -> None:
        if self._waiting:
            self._running = self._waiting.popleft()
            self._running.began_at = self._monotonic()
            threading.Thread(
                target=self._work, args=(self._running,), name="keyring", daemon=True
            ).start()

    def _work(self, call: Call) -> None:
        if call.future.set_running_or_notify_cancel():
            try:
                result = call.work(call)
            except BaseException as error:  # noqa: BLE001  (handed to whoever waits)
                call.future.set_exception(error)
                del error
            else:
                call.future.set_result(result)
        with self._guard:
            self._stuck.discard(call)
            if call is self._running:
                self._running = None
                self._next()
