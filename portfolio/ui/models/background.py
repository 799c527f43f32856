"""What models need of the background: run a blocking read, hear of its end on the UI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.ui.tasks import Task


class Background(Protocol):
    """Runs blocking work away from the UI thread (`portfolio.ui.session.Session` does)."""

    def run(  # noqa: PLR0913  (each is one thing to be told)
        self,
        work: Callable[[Callable[[object], None], Callable[[], bool]], Any],
        *,
        on_progress: Callable[[Any], None] | None = None,
        on_done: Callable[[Any], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        executor: str = ...,
    ) -> Task:
        """Begin ``work(report, cancelled)``; the callbacks are called on the UI thread."""
        ...
