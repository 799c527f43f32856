"""What the Badges page does with badges, each thing off the UI thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from portfolio.errors import PortfolioError
from portfolio.ui.models.words import fill, listed
from portfolio.ui.pages import carried_note
from portfolio.ui.widgets.left_out import left_out_words
from portfolio.ui.widgets.notices import BannerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from portfolio.model.attestation import Direction
    from portfolio.operations.backpack_opening import Taken
    from portfolio.operations.backpacks import MadeBackpack
    from portfolio.operations.badge_views import BadgeViews
    from portfolio.operations.badges import BadgeView
    from portfolio.store.store import Store
    from portfolio.ui.dialogs.save_backpack import BackpackWish
    from portfolio.ui.session import Session
    from portfolio.ui.tasks import Task

_MOST_BYTES: Final = 50 * 1024 * 1024
_MOST_UNREAD: Final = 3
_EXECUTOR: Final = "badges"


@dataclass(frozen=True, slots=True)
class Judged:
    """Badges the holder received or gave, as far as they are judged."""

    direction: Direction
    views: tuple[BadgeView, ...]


class BadgeWork(QObject):
    """Takes in, asks online, shows, saves, removes.

    Signals:
        said: (kind of banner, words).
        came: Id of a badge that was taken in.
        asking_changed: A badge's addresses begin or end being asked.
        opened: (file, name, what of it can be endorsed) of a badge that is to be endorsed.
    """

    said = Signal(str, str)
    came = Signal(str)
    asking_changed = Signal()
    opened = Signal(bytes, str, list)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asking: set[str] = set()
        self._judged: BadgeViews | None = None  # touched by its executor only

    def is_asking(self, badge_id: str) -> bool:
        """Say whether a badge's addresses are being asked now."""
        return badge_id in self._asking

    def judge_all(
        self,
        on_part: Callable[[Judged], None] | None,
        on_done: Callable[[Judged], None],
        direction: Direction,
    ) -> Task:
        """Judge what changed anew; ``on_part`` is given those that are ready meanwhile."""
        workspace = self._session.workspace

        def work(report: Callable[[object], None], cancelled: Callable[[], bool]) -> Judged:
            from portfolio.operations.badge_views import BadgeViews

            self._judged = self._judged or BadgeViews()
            found: tuple[BadgeView, ...] = ()
            for part in self._judged.parts(workspace.store, workspace.clock, direction):
                found += tuple(part)
                report(Judged(direction, found))
                if cancelled():
                    break
            return Judged(direction, found)

        return self._session.run(work, on_progress=on_part, on_done=on_done, executor=_EXECUTOR)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take files in, one after the other; nobody is asked."""
        clock, chosen = self._session.clock, tuple(paths)

        def work(store: Store) -> Taken:
            from portfolio.operations import backpack_opening
            from portfolio.operations.handed_files import read

            files = ((path.name, partial(read, path, most=_MOST_BYTES)) for path in chosen)
            return backpack_opening.take_in_all(store, clock, files)

        self._session.edit(work, self._tell_came, self._tell_fault)

    @Slot(str)
    def take_text(self, text: str) -> None:
        """Take in a badge that was pasted as text."""
        clock = self._session.clock

        def work(store: Store) -> Taken:
            from portfolio.operations import backpack_opening

            return backpack_opening.take_in(store, clock, text.encode("utf-8", "replace"))

        self._session.edit(work, self._tell_came, self._tell_fault)

    @Slot(str)
    def fetch(self, link: str) -> None:
        """Fetch a badge from an address on the person's action."""
        workspace = self._session.workspace

        async def work(_report: Any, _blocking: Any) -> Taken:
            from portfolio.operations import asking, badge_asking
            from portfolio.operations.backpack_opening import Taken

            ask = asking.asker(workspace.transport, workspace.clock)
            looked = await badge_asking.take_in_from(workspace.store, workspace.clock, ask, link)
            return Taken(looked.views, (), looked.unread)

        def done(taken: Taken) -> None:
            self._session.tell_changed("badge")
            self._tell_came(taken)

        self.said.emit(BannerKind.PLAIN.value, self.tr("Fetching the badge…"))
        self._session.run_on_loop(work, on_done=done, on_failed=self._tell_fault)

    def ask_online(self, view: BadgeView) -> None:
        """Ask what would settle more, on the person's action."""
        workspace, badge_id = self._session.workspace, view.badge.id

        async def work(_report: Any, _blocking: Any) -> tuple[str, str]:
            from portfolio.operations import asking, badge_asking

            ask = asking.asker(workspace.transport, workspace.clock)
            found = await badge_asking.check_online(workspace.store, workspace.clock, ask, badge_id)
            return badge_id, found.badge.id

        self._asking.add(badge_id)
        self.asking_changed.emit()
        self._session.run_on_loop(work, on_done=self._asked, on_failed=self._not_asked)

    def _asked(self, ids: tuple[str, str]) -> None:
        before, after = ids
        self._asking.discard(before)
        self._session.tell_changed("badge")
        if after != before:  # the Open Badge that lay behind what a service lists
            self.came.emit(after)

    def _not_asked(self, error: Exception) -> None:
        self._asking.clear()
        self.asking_changed.emit()
        self._tell_fault(error)

    def show(self, view: BadgeView, *, is_shown: bool) -> None:
        """Show a badge in documents, or leave it out."""
        clock, badge_id = self._session.clock, view.badge.id

        def work(store: Store) -> str:
            from portfolio.operations import badges

            changed = badges.show(store, clock, badge_id, shown=is_shown)
            return carried_note.of_badge(store, changed)

        self._session.edit(work, self._tell_not_carried, self._tell_fault)

    def _tell_not_carried(self, words: str) -> None:
        if words:
            self.said.emit(BannerKind.PLAIN.value, words)

    def remove(self, view: BadgeView) -> None:
        """Take a badge out of the record; undo brings it back."""
        badge_id = view.badge.id

        def work(store: Store) -> Any:
            from portfolio.operations import badges

            return badges.remove(store, badge_id)

        self._session.edit(work, None, self._tell_fault)

    def save(self, view: BadgeView, path: Path) -> None:
        """Save a badge's file exactly as it came."""
        raw = view.badge.raw

        def work(_report: Any, _cancelled: Any) -> str:
            from portfolio.operations.export import save

            save(path, raw)
            return path.name

        self._session.run(work, on_done=self.tell_saved, on_failed=self._tell_fault)

    @Slot(str)
    def tell_saved(self, name: str) -> None:
        """Say that a file was saved."""
        self.said.emit(BannerKind.PLAIN.value, fill(self.tr("%1 is saved.", "a file"), name))

    def save_backpack(
        self,
        wish: BackpackWish,
        path: Path,
        *,
        on_saved: Callable[[], None],
        on_fault: Callable[[str], None],
    ) -> None:
        """Save what was wished of an edition's badges and letters, and say what was left out.

        ``on_fault`` gets why it could not be saved, in words.
        """
        workspace = self._session.workspace

        def work(_report: Any, _cancelled: Any) -> MadeBackpack:
            from portfolio.operations import backpacks, badge_giving

            made = backpacks.make(
                workspace.store,
                workspace.clock,
                wish.edition_id,
                badge_ids=wish.badge_ids,
                letter_ids=wish.letter_ids,
                audience=wish.audience,
                collector=badge_giving.giver(workspace) if wish.is_collected else None,
            )
            backpacks.save(path, made)
            return made

        def done(made: MadeBackpack) -> None:
            badges = self.tr("%n badge(s)", "", made.badge_count)
            letters = self.tr("%n letter(s)", "", made.letter_count)
            pattern = self.tr("%1 is saved: %2, %3.", "a file, badges, letters")
            words = fill(pattern, path.name, badges, letters)
            if made.not_collected:
                left_of = self.tr("Not in the signed document: %1.", "names of badges")
                words = f"{words} {fill(left_of, listed(made.not_collected))}"
            left = left_out_words(made.left_out)
            self.said.emit(BannerKind.PLAIN.value, f"{words} {left}.".removesuffix(" ."))
            on_saved()

        def failed(error: Exception) -> None:
            if isinstance(error, PortfolioError):
                on_fault(str(error))
            else:
                on_saved()
                self._session.tell_failed(error)

        self._session.run(work, on_done=done, on_failed=failed)

    def read_to_endorse(self, path: Path) -> None:
        """Open a badge somebody handed over, to speak for it."""
        from portfolio.operations.handed_files import read

        self._open_to_endorse(partial(read, path, most=_MOST_BYTES))

    def open_to_endorse(self, raw: bytes) -> None:
        """Open a badge of the record, to speak for it."""
        self._open_to_endorse(lambda: raw)

    def _open_to_endorse(self, raw_of: Callable[[], bytes]) -> None:
        workspace = self._session.workspace

        def work(_report: Any, _cancelled: Any) -> tuple[bytes, str, list[str]]:
            from portfolio.operations import badge_giving

            raw = raw_of()
            name, about = badge_giving.endorsable(workspace, raw)
            return raw, name, list(about)

        def done(found: tuple[bytes, str, list[str]]) -> None:
            self.opened.emit(*found)

        self._session.run(work, on_done=done, on_failed=self._tell_fault)

    @staticmethod
    def file_name(view: BadgeView) -> str:
        """Return a name for a badge's file."""
        from portfolio.operations.badges import file_stem, suffix_of

        return f"{file_stem(view.badge)}.{suffix_of(view.badge)}"

    def _tell_came(self, taken: Taken) -> None:
        unread = taken.unread
        words = [f"{each.name}: {each.why}" for each in unread[:_MOST_UNREAD]]
        if len(unread) > _MOST_UNREAD:
            rest = len(unread) - _MOST_UNREAD
            words.append(self.tr("%n more could not be read either.", "", rest))
        if taken.letters:
            said = self.tr("%n letter(s) came into the inbox.", "", len(taken.letters))
            words.insert(0, said)
        known = sum(each.was_known for each in taken.badges)
        if known:
            words.append(self.tr("%n badge(s) were in your record already.", "", known))
        kind = BannerKind.FAILED if unread else BannerKind.PLAIN
        self.said.emit(kind.value, " ".join(words))
        if taken.badges:
            self.came.emit(taken.badges[0].badge.id)

    def _tell_fault(self, error: Exception) -> None:
        if isinstance(error, PortfolioError):
            self.said.emit(BannerKind.FAILED.value, str(error))
        else:
            self._session.tell_failed(error)
