"""The wall of badges: name, whose, and what a check of each came to; the last place takes files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from portfolio.model.attestation import Direction
from portfolio.model.badge import RecipientMatch
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import VerdictState
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill, joined, trust_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from portfolio.model.badge import Badge
    from portfolio.operations.badges import BadgeView

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_CHIPS: Final = frozenset({TrustClass.EVIDENCE, TrustClass.ATTESTED, TrustClass.CERTIFIED})
translate = QCoreApplication.translate


def whose(badge: Badge) -> str:
    """Return who gave it: an issuer's name, "From a person: NAME", or "Given by you"."""
    if badge.direction is Direction.GIVEN:
        return translate("Badge", "Given by you")
    if not badge.from_person:
        return badge.issuer.name
    return fill(translate("Badge", "From a person: %1", "name"), badge.issuer.name)


def whose_and_year(badge: Badge) -> str:
    """Return the line under a badge's name: "Open Atlas, 2022"."""
    is_received = badge.direction is Direction.RECEIVED
    if badge.issued_at is None or (badge.from_person and is_received):
        return whose(badge)
    return joined(whose(badge), str(badge.issued_at.year))


def whose_and_day(badge: Badge) -> str:
    """Return the line under a badge's name in its detail: with the whole date."""
    day = dates.long_day(badge.issued_at.date()) if badge.issued_at is not None else ""
    return joined(whose(badge), day)


def chip_of(view: BadgeView) -> TrustClass | None:
    """Return the class a badge has; None where words about its state say more."""
    if view.verdict.state.does_not_hold or view.verdict.state is VerdictState.EXPIRED:
        return None
    if _for_another(view.badge):
        return None
    return view.verdict.trust if view.verdict.trust in _CHIPS else None


def state_words(view: BadgeView) -> tuple[str, str, str]:
    """Return icon, colour and words of a badge that shows no class."""
    state = view.verdict.state
    if not state.does_not_hold and (whom := _for_another(view.badge)):
        return "user", "muted", whom
    if state is VerdictState.CANNOT_CHECK:
        return "circle-dashed", "muted", _unchecked(view)
    if state is VerdictState.VALID:  # without a class: the holder's own key, or several in one
        own = view.verdict.summary.code == "badge.signer-you"
        words = translate("Badge", "Signed by you") if own else translate("Badge", "Holds")
        return "check", "ok", words
    said = _of_state(state)
    if state.does_not_hold:
        return "triangle-alert", "error", said
    if state is VerdictState.NOT_ANCHORED:
        return "circle-dashed", "muted", said
    return "info", "muted", said


def _for_another(badge: Badge) -> str:
    """Return words for a badge that came and does not name the holder, "" for every other."""
    if badge.direction is Direction.GIVEN:
        return ""
    if badge.recipient_match is RecipientMatch.OTHER:
        return translate("Badge", "For somebody else")
    if badge.recipient_match is RecipientMatch.HIDDEN:
        return translate("Badge", "For another address")
    return ""


def _of_state(state: VerdictState) -> str:  # noqa: PLR0911  (one answer for each state)
    match state:  # asked for every place at every frame: only one is translated
        case VerdictState.REVOKED:
            return translate("Badge", "Revoked by the issuer")
        case VerdictState.SUSPENDED:
            return translate("Badge", "Suspended by the issuer")
        case VerdictState.INVALID:
            return translate("Badge", "Does not hold")
        case VerdictState.UNREADABLE:
            return translate("Badge", "Cannot be read")
        case VerdictState.EXPIRED:
            return translate("Badge", "Expired")
        case VerdictState.NOT_YET_VALID:
            return translate("Badge", "Not valid yet")
        case VerdictState.NOT_ANCHORED:
            return translate("Badge", "Signer not known")
        case _:
            return translate("Badge", "Not signed")


def _unchecked(view: BadgeView) -> str:
    code = view.verdict.summary.code
    if "gone" in code:
        return translate("Badge", "Cannot be checked any more")
    if view.verdict.wants:
        return translate("Badge", "Not checked yet")
    return translate("Badge", "Cannot be checked")


def said_aloud(view: BadgeView) -> str:
    """Return what a reader of the screen hears of a badge."""
    chip = chip_of(view)
    state = trust_word(chip) if chip is not None else state_words(view)[2]
    return ". ".join((view.badge.name, whose_and_year(view.badge), state))


_ANSWERS: Final[dict[int, Callable[[BadgeView], object]]] = {
    Role.KEY: lambda view: view.badge.id,
    Role.TITLE: lambda view: view.badge.name,
    Qt.ItemDataRole.DisplayRole: lambda view: view.badge.name,
    Role.SUBTITLE: lambda view: whose_and_year(view.badge),
    Role.THING: lambda view: view,
    Qt.ItemDataRole.AccessibleTextRole: said_aloud,
}


class BadgesModel(QAbstractListModel):
    """Badges, and after them the place files are dropped on (its key is "")."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: list[BadgeView] = []
        self._takes_files = True

    def show(self, views: Sequence[BadgeView], *, takes_files: bool = True) -> bool:
        """Show badges in this order, and behind them the place that takes files, or not.

        Returns:
            Whether those that were there stay as they are, with perhaps others behind them.
        """
        before = len(self._views)
        is_more = 0 < before <= len(views) and takes_files == self._takes_files
        if is_more and all(old is new for old, new in zip(self._views, views, strict=False)):
            self._append(views[before:])
            return True
        self.beginResetModel()
        self._views = list(views)
        self._takes_files = takes_files
        self.endResetModel()
        return False

    def _append(self, views: Sequence[BadgeView]) -> None:
        """Add badges behind those that are there; who looks at one is not disturbed."""
        if views:
            before = len(self._views)
            self.beginInsertRows(QModelIndex(), before, before + len(views) - 1)
            self._views += views
            self.endInsertRows()

    def view(self, row: int) -> BadgeView | None:
        """Return the badge at a row; None for the last place."""
        return self._views[row] if 0 <= row < len(self._views) else None

    def row_of(self, badge_id: str) -> int:
        """Return the row of a badge; -1 when it is not there."""
        for row, view in enumerate(self._views):
            if view.badge.id == badge_id:
                return row
        return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of places."""
        if parent.isValid() or not self._views:
            return 0
        return len(self._views) + self._takes_files

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that every place can be reached; only badges stay selected."""
        del index
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a place says."""
        if not 0 <= index.row() < self.rowCount():
            return None
        view = self.view(index.row())
        if view is None:
            return self._drop_data(role)
        answer = _ANSWERS.get(role)
        return answer(view) if answer is not None else None

    @staticmethod
    def _drop_data(role: int) -> Any:
        title = translate("Badge", "Drop a badge file here")
        kinds = translate("Badge", "PNG, SVG or JSON")
        answers: dict[int, object] = {
            Role.KEY: "",
            Role.TITLE: title,
            Role.SUBTITLE: kinds,
            Qt.ItemDataRole.DisplayRole: title,
            Qt.ItemDataRole.AccessibleTextRole: f"{title}. {kinds}",
        }
        return answers.get(role)
