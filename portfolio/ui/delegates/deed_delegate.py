"""How a row of the list of deeds is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from portfolio.model.codes import Action, TrustClass
from portfolio.model.deed import Deed
from portfolio.ui.models.deed_row import DATE, PROJECT, TITLE, WHAT, sources_word
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import action_icon, action_word
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import PAGE_MARGIN, SPACE_4, SPACE_8, SPACE_12, SPACE_16
from portfolio.ui.widgets.chip import chip_size, paint_chip
from portfolio.ui.widgets.painting import Line, paint_focus, paint_row_ground, paint_text

if TYPE_CHECKING:
    from portfolio.ui.theme.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex

_SAMPLED = 40
"""Rows whose dates decide how wide the last column is."""
_LONGEST = 600
"""Letters of a title that are measured; no window shows more in one line."""
_SELECTED = QStyle.StateFlag.State_Selected
_BY_KEYBOARD = QStyle.StateFlag.State_KeyboardFocusChange
_MEASURED = tuple(action for action in Action if action is not Action.OTHER)
"""Actions whose words decide how wide the first column is; the catch-all may be cut."""


class _Faces:
    """Fonts, sizes and words that every cell needs, made once instead of for every cell."""

    def __init__(self, base: QFont) -> None:
        self.base = base
        self.sizes = metrics(base)
        self.body = font(base, TextSize.BODY)
        self.small = font(base, TextSize.SMALL)
        self.body_measure = QFontMetrics(self.body)
        self.small_measure = QFontMetrics(self.small)
        self.words = {action: action_word(action) for action in Action}


class DeedDelegate(QStyledItemDelegate):
    """Paints the four columns of a deed.

    A repaint asks for some hundred cells, so a cell asks the model once (for the deed) and fonts
    are kept as long as the application's stays the same.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._kept_faces: _Faces | None = None
        self.hovered_row = -1

    def _faces(self) -> _Faces:
        base = QApplication.font()
        if self._kept_faces is None or self._kept_faces.base != base:
            self._kept_faces = _Faces(base)
        return self._kept_faces

    def column_width(self, column: int, *, narrow: bool) -> int:
        """Return how wide a column has to be; a narrow list gives the project less."""
        faces = self._faces()
        body = faces.body_measure
        if column == WHAT:
            words = max(body.horizontalAdvance(faces.words[action]) for action in _MEASURED)
            return PAGE_MARGIN + faces.sizes.icon + SPACE_12 + words + SPACE_16
        if column == PROJECT:
            return SPACE_8 + body.averageCharWidth() * (13 if narrow else 17)
        model = self._table.model()
        samples = [str(model.index(row, DATE).data() or "") for row in range(_SAMPLED)]
        head = body.horizontalAdvance(str(model.headerData(DATE, Qt.Orientation.Horizontal)))
        widest = max(map(body.horizontalAdvance, samples))
        return SPACE_12 + max(widest, head + faces.sizes.small_icon + SPACE_8) + SPACE_16

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return one line."""
        return QSize(64, self._faces().sizes.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell of a deed; heads are painted by the table."""
        deed = index.data(Role.THING)
        if not isinstance(deed, Deed):
            return
        tokens = tokens_of(self._table)
        painter.setLayoutDirection(option.direction)
        rect, column, state = option.rect, index.column(), option.state
        is_selected = bool(state & _SELECTED)
        is_hovered = index.row() == self.hovered_row
        if is_selected or is_hovered:
            self._paint_ground(painter, rect, tokens, is_selected=is_selected)
        line = Line(rect, option.direction)
        if column == WHAT:
            self._paint_what(painter, line, deed, tokens)
        elif column == TITLE:
            self._paint_title(painter, line, deed, tokens)
        elif column == PROJECT:
            line.skip(SPACE_8)
            line.end(SPACE_8)
            self._paint_muted(painter, line, deed.project_name, tokens)
        else:
            line.end(SPACE_16)
            self._paint_muted(painter, line, str(index.data() or ""), tokens, at_end=True)
        if state & _BY_KEYBOARD:
            self._paint_ring(painter, rect, index, tokens)

    def _paint_ground(
        self, painter: QPainter, rect: QRect, tokens: Tokens, *, is_selected: bool
    ) -> None:
        """Paint the cell's part of the row's ground, so that its edges are those of the row."""
        whole = QRect(0, rect.y(), self._table.viewport().width(), rect.height())
        painter.save()
        painter.setClipRect(rect)
        is_hovered = not is_selected
        paint_row_ground(painter, whole, tokens, is_selected=is_selected, is_hovered=is_hovered)
        painter.restore()

    def _paint_what(self, painter: QPainter, line: Line, deed: Deed, tokens: Tokens) -> None:
        faces = self._faces()
        ink = tokens.muted if deed.is_hidden else tokens.text
        line.skip(PAGE_MARGIN)
        spot = line.start(faces.sizes.icon, SPACE_12)
        icons.paint(painter, spot, action_icon(deed.action), ink)
        paint_text(painter, line.rest, faces.words[deed.action], font=faces.body, colour=ink)

    def _paint_title(self, painter: QPainter, line: Line, deed: Deed, tokens: Tokens) -> None:
        faces = self._faces()
        line.skip(SPACE_8)
        line.end(SPACE_8)
        suffixes = self._suffixes(deed)
        taken = sum(self._suffix_width(icon, words) for icon, words in suffixes)
        trust = TrustClass.SELF_REPORTED if deed.is_self_reported else None
        chip = chip_size(trust) if trust is not None else None
        if chip is not None:
            taken += SPACE_8 + chip.width()
        wanted = faces.body_measure.horizontalAdvance(deed.title[:_LONGEST]) + 1
        wide = min(wanted, max(60, line.rest.width() - taken))
        ink = tokens.muted if deed.is_hidden else tokens.text
        spot = line.start(wide, SPACE_8)
        paint_text(painter, spot, deed.title[:_LONGEST], font=faces.body, colour=ink)
        for icon, words in suffixes:
            self._paint_suffix(painter, line, icon, words, tokens)
        if chip is not None and trust is not None:
            spot = line.start(chip.width(), SPACE_8)
            top = spot.y() + (spot.height() - chip.height()) // 2
            paint_chip(painter, QRect(spot.x(), top, spot.width(), chip.height()), trust, tokens)

    def _suffix_width(self, icon: str, words: str) -> int:
        faces = self._faces()
        icon_px = faces.sizes.small_icon + SPACE_4 if icon else 0
        return SPACE_8 + icon_px + faces.small_measure.horizontalAdvance(words) + 1

    def _paint_suffix(
        self, painter: QPainter, line: Line, icon: str, words: str, tokens: Tokens
    ) -> None:
        faces = self._faces()
        if icon:
            icons.paint(painter, line.start(faces.sizes.small_icon, SPACE_4), icon, tokens.muted)
        wide = faces.small_measure.horizontalAdvance(words) + 1
        spot = line.start(wide, SPACE_8)
        paint_text(painter, spot, words, font=faces.small, colour=tokens.muted)

    def _paint_muted(
        self, painter: QPainter, line: Line, words: str, tokens: Tokens, *, at_end: bool = False
    ) -> None:
        face = self._faces().body
        paint_text(painter, line.rest, words, font=face, colour=tokens.muted, at_end=at_end)

    def _paint_ring(self, painter: QPainter, rect: QRect, index: Index, tokens: Tokens) -> None:
        if not self._table.hasFocus() or index.row() != self._table.currentIndex().row():
            return
        whole = QRect(0, rect.y(), self._table.viewport().width(), rect.height())
        painter.save()
        painter.setClipRect(rect)
        paint_focus(painter, whole, tokens, radius=0)
        painter.restore()

    def _suffixes(self, deed: Deed) -> list[tuple[str, str]]:
        """Return (icon, words) of what stands after a title: only the exceptions."""
        found: list[tuple[str, str]] = []
        if deed.source_count > 1:
            found.append(("", sources_word(deed.source_count)))
        if deed.gone_since is not None:
            found.append(("circle-dashed", self.tr("no longer there")))
        if deed.is_confidential:
            found.append(("lock", self.tr("confidential")))
        if deed.is_hidden:
            found.append(("eye-off", self.tr("hidden")))
        return found
