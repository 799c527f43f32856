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

from portfolio.model.codes import TrustClass
from portfolio.model.verdict import VerdictState
from portfolio.ui.models import dates
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import fill, trust_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from portfolio.model.badge import Badge
    from portfolio.operations.badges import BadgeView

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_CHIPS: Final = frozenset({TrustClass.EVIDENCE, TrustClass.ATTESTED, TrustClass.CERTIFIED})
translate = QCoreApplication.translate


def whose(badge: Badge) -> str:
    """Return who gave it: an issuer's name, or "From a person: NAME"."""
    if not badge.from_person:
        return badge.issuer.name
    return fill(translate("Badge", "From a person: %1", "name"), badge.issuer.name)


def whose_and_year(badge: Badge) -> str:
    """Return the line under a badge's name: "Open Atlas, 2022"."""
    if badge.from_person or badge.issued_at is None:
        return whose(badge)
    return ", ".join(part for part in (whose(badge), str(badge.issued_at.year)) if part)


def whose_and_day(badge: Badge) -> str:
    """Return the line under a badge's name in its detail: with the whole date."""
    day = dates.long_day(badge.issued_at.date()) if badge.issued_at is not None else ""
    return ", ".join(part for part in (whose(badge), day) if part)


def chip_of(view: BadgeView) -> TrustClass | None:
    """Return the class a badge has; None where words about its state say more."""
    if view.verdict.state.does_not_hold or view.verdict.state is VerdictState.EXPIRED:
        return None
    return view.verdict.trust if view.verdict.trust in _CHIPS else None


def state_words(view: BadgeView) -> tuple[str, str, str]:
    """Return icon, colour and words of a badge that shows no class."""
    state = view.verdict.state
    if state is VerdictState.CANNOT_CHECK:
        return "circle-dashed", "muted", _unchecked(view)
    words = {
        VerdictState.REVOKED: translate("Badge", "Revoked by the issuer"),
        VerdictState.SUSPENDED: translate("Badge", "Suspended by the issuer"),
        VerdictState.INVALID: translate("Badge", "Does not hold"),
        VerdictState.UNREADABLE: translate("Badge", "Cannot be read"),
        VerdictState.EXPIRED: translate("Badge", "Expired"),
        VerdictState.NOT_YET_VALID: translate("Badge", "Not valid yet"),
        VerdictState.NOT_ANCHORED: translate("Badge", "Signer not known"),
    }
    said = words.get(state, translate("Badge", "Not signed"))
    if state.does_not_hold:
        return "triangle-alert", "error", said
    if state is VerdictState.NOT_ANCHORED:
        return "circle-dashed", "muted", said
    return "info", "muted", said


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


class BadgesModel(QAbstractListModel):
    """Badges, and after them the place files are dropped on (its key is "")."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: list[BadgeView] = []
        self._takes_files = True

    def show(self, views: Sequence[BadgeView], *, takes_files: bool = True) -> None:
        """Show badges in this order, and behind them the place that takes files, or not."""
        self.beginResetModel()
        self._views = list(views)
        self._takes_files = takes_files
        self.endResetModel()

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
        icon, _, words = state_words(view)
        answers: dict[int, object] = {
            Role.KEY: view.badge.id,
            Role.TITLE: view.badge.name,
            Qt.ItemDataRole.DisplayRole: view.badge.name,
            Role.SUBTITLE: whose_and_year(view.badge),
            Role.KIND_ICON: icon,
            Role.KIND_WORD: words,
            Role.THING: view,
            Qt.ItemDataRole.AccessibleTextRole: said_aloud(view),
        }
        return answers.get(role)

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
