"""The page protocol: what the window expects of a page, and what a page gets from the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio.ui.theme.tokens import NARROW_BELOW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio.ui.actions import Command
    from portfolio.ui.session import Change, Session


NEW = "new"
"""Target for a page that can begin something new (``stories``, ``contributions``)."""

TABLE_ENDINGS = (".csv", ".tsv", ".json", ".jsonl")
"""How the names of files that are imported end."""


@dataclass(frozen=True, slots=True)
class ImportFile:
    """Target for ``contributions``: import from this file; None: ask for one."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class ReadFolders:
    """Target for ``which-are-you``: read these folders now. Empty: the folders known already.

    Attributes:
        max_depth: How many folders deep repositories are looked for.
    """

    folders: tuple[Path, ...] = ()
    max_depth: int = 6


class Navigator(Protocol):
    """The window, as far as a page needs it. UI thread only."""

    def go(self, page_id: str, target: object = None) -> None:
        """Show a page and hand it ``target`` (see `Page.show_target`)."""
        ...

    def say(self, words: str, *, icon: str = "info") -> None:
        """Show ``words`` in the status line for 8 seconds and have them read out."""
        ...

    def trigger(self, command_id: str) -> None:
        """Run a command of the registry, if it is available now."""
        ...

    def commands_changed(self) -> None:
        """Tell that `Page.actions` returns something else now."""
        ...


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as the side bar lists it.

    Attributes:
        page_id: Durable name, e.g. ``contributions``.
        icon: Icon of the side bar.
        group: ``record``, ``outward``, ``foot``, or "" for a page reached from elsewhere.
        under: The page whose side-bar row is marked while this one is shown ("" is itself).
        module: Module that holds the class, imported when first shown.
        class_name: The `Page` subclass; made with ``(session, navigator)``.
    """

    page_id: str
    icon: str
    group: str
    module: str
    class_name: str
    under: str = ""


class Page(QWidget):
    """One page of the window.

    Subclasses set `page_id`, take ``(session, navigator)``, build themselves in ``_build()``
    into `column` (margins 0), and load what they show in `refresh`. `refresh(None)` is called
    when the page is shown for the first time and whenever the store was opened anew; with a
    `Change` after every edit or reading, when the page is shown (a hidden page gets one call
    when it is shown next).
    """

    page_id = ""

    def __init__(
        self, session: Session, navigator: Navigator, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.navigator = navigator
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    @property
    def title(self) -> str:
        """The page's name for the window title and readers of the screen."""
        return self.page_id

    def actions(self) -> Sequence[Command]:  # type: ignore[override]  # Qt's own list is unused
        """Return the commands that exist while this page is shown."""
        return ()

    def refresh(self, change: Change | None) -> None:
        """Show what the store says now."""

    def show_target(self, target: object) -> None:
        """Go to ``target``: a deed key, a project key, a story id, as the page documents."""

    def focus_first(self) -> None:
        """Put the focus where work starts on this page."""
        child = self.nextInFocusChain()
        while child is not None and child is not self:
            if self.isAncestorOf(child) and child.isEnabled() and child.focusPolicy().value & 1:
                child.setFocus()
                return
            child = child.nextInFocusChain()

    def focus_filter(self) -> bool:
        """Put the focus into the page's search field (Ctrl+F); False when it has none."""
        return False

    def save_state(self) -> dict[str, Any]:
        """Return what to restore at the next start (JSON values): selection, filter, draft."""
        return {}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take up what `save_state` returned."""

    def is_narrow(self) -> bool:
        """Return whether the window is too narrow for a detail pane beside the list."""
        return self.window().width() < NARROW_BELOW
