"""Let git go on while what it said is worked on.

A pipe holds one block; without this git would stand still whenever a batch is stored.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_MOST_BLOCKS: Final = 32  # of at most 1 MB each
_POLL_S: Final = 0.05

_Said = bytes | BaseException | None


def read_ahead(
    start: Callable[[Callable[[], bool]], Generator[bytes, None, None]],
    cancelled: Callable[[], bool],
) -> Generator[bytes, None, None]:
    """Yield what ``start`` yields, which runs ahead in a thread of its own.

    The thread has ended when this has, also when this is closed early.

    Args:
        start: Makes the blocks; given what to ask whether to stop, which it has to do often.
        cancelled: Asked on that thread.

    Raises:
        Exception: Whatever ``start`` raises, after the blocks before it.
    """
    waiting: queue.Queue[_Said] = queue.Queue(_MOST_BLOCKS)
    is_over = threading.Event()

    def hand(said: _Said) -> None:
        while not is_over.is_set():
            with contextlib.suppress(queue.Full):
                waiting.put(said, timeout=_POLL_S)
                return

    def run() -> None:
        try:
            with contextlib.closing(start(lambda: is_over.is_set() or cancelled())) as blocks:
                for block in blocks:
                    hand(block)
        except BaseException as fault:  # noqa: BLE001 - raised again on the other side
            hand(fault)
        else:
            hand(None)

    thread = threading.Thread(target=run, name="git-output")
    thread.start()
    try:
        while (said := waiting.get()) is not None:
            if isinstance(said, BaseException):
                raise said
            yield said
    finally:
        is_over.set()
        thread.join()
