"""A badge on the wall: its picture, name, whose it is, and its class or the words of its state."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from portfolio.ui.models.badges import chip_of, state_words
from portfolio.ui.models.roles import Role
from portfolio.ui.models.words import class_words
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import RADIUS_CARD, SPACE_4, SPACE_8, SPACE_12, SPACE_16, Tokens
from portfolio.ui.widgets.chip import UNKNOWN_SIGNER, chip_size, paint_chip
from portfolio.ui.widgets.painting import direction_of, paint_box

if TYPE_CHECKING:
    from portfolio.operations.badges import BadgeView
    from portfolio.ui.badge_pictures import BadgePictures
    from portfolio.ui.widgets.rows import Index

PICTURE: Final = 80
MOST_LINES: Final = 2


class BadgeDelegate(QStyledItemDelegate):
    """Paints places of the wall; all of one size.

    Args:
        pictures: Where pictures of badges come from.
    """

    def __init__(self, pictures: BadgePictures, parent: Any = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._place = QSize(200, self.tile_height())

    def set_place(self, size: QSize) -> None:
        """Set how large every place is."""
        self._place = size

    def tile_height(self) -> int:
        """Return the height of every place: 196 with the usual font."""
        sizes = metrics(QApplication.font())
        words = MOST_LINES * sizes.line + sizes.small_line
        return 2 * SPACE_12 + PICTURE + SPACE_8 + words + SPACE_4 + sizes.chip

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a place."""
        del option, index
        return self._place

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one place."""
        tokens = tokens_of(option)
        rect: QRect = option.rect.adjusted(SPACE_4, 0, -SPACE_4, 0)
        rect.setHeight(min(rect.height(), self.tile_height()))
        state = option.state
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = index.data(Role.THING)
        _paint_ground(painter, rect, tokens, state, is_badge=view is not None)
        if view is None:
            _paint_drop(painter, rect, index, tokens)
        else:
            self._paint_badge(painter, rect, view, index, tokens)
        painter.restore()

    def _paint_badge(
        self, painter: QPainter, rect: QRect, view: BadgeView, index: Index, tokens: Tokens
    ) -> None:
        sizes = metrics(QApplication.font())
        spot = QRect(rect.center().x() - PICTURE // 2, rect.y() + SPACE_12, PICTURE, PICTURE)
        paint_picture(painter, spot, view, self._pictures, tokens)
        inner = rect.adjusted(SPACE_8, 0, -SPACE_8, 0)
        top = spot.bottom() + 1 + SPACE_8
        strong = font(QApplication.font(), TextSize.STRONG)
        title = str(index.data(Role.TITLE))
        lines = _lines(title, QFontMetrics(strong), inner.width())
        for number, words in enumerate(lines):
            line = QRect(inner.x(), top + number * sizes.line, inner.width(), sizes.line)
            _centre(painter, line, words, strong, tokens.text)
        small = font(QApplication.font(), TextSize.SMALL)
        line = QRect(inner.x(), top + len(lines) * sizes.line, inner.width(), sizes.small_line)
        _centre(painter, line, str(index.data(Role.SUBTITLE)), small, tokens.muted)
        inner = rect.adjusted(SPACE_4, 0, -SPACE_4, 0)
        foot = QRect(inner.x(), rect.bottom() - SPACE_12 - sizes.chip, inner.width(), sizes.chip)
        trust = chip_of(view)
        if trust is not None:
            unknown = view.verdict.signer_is_unknown
            words = class_words(trust, signer_is_unknown=unknown)
            wide = min(chip_size(trust, words).width(), foot.width())
            icon = UNKNOWN_SIGNER if unknown else ""
            paint_chip(painter, _middle(foot, wide), trust, tokens, words, icon)
        else:
            _paint_state(painter, foot, view, tokens)


def paint_picture(
    painter: QPainter, spot: QRect, view: BadgeView, pictures: BadgePictures, tokens: Tokens
) -> None:
    """Paint a badge's picture into a square, or the neutral octagon with its first letter."""
    ratio = painter.device().devicePixelRatio()
    drawn = pictures.get(view.badge, spot.width(), ratio)
    if drawn is None:
        paint_octagon(painter, spot, view.badge.name, tokens)
        return
    size = drawn.deviceIndependentSize().toSize()
    left = spot.x() + (spot.width() - size.width()) // 2
    top = spot.y() + (spot.height() - size.height()) // 2
    painter.drawPixmap(left, top, drawn)


def paint_octagon(painter: QPainter, spot: QRect, name: str, tokens: Tokens) -> None:
    """Paint what stands for a badge without a picture."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QRectF(spot).center()
    reach = spot.width() / 2 - 1
    points = [
        QPointF(
            middle.x() + reach * math.cos(math.radians(22.5 + 45 * corner)),
            middle.y() + reach * math.sin(math.radians(22.5 + 45 * corner)),
        )
        for corner in range(8)
    ]
    painter.setBrush(QColor(tokens.selected))
    painter.setPen(QPen(QColor(tokens.control), 1))
    painter.drawPolygon(QPolygonF(points))
    letter = next((each for each in name if each.isalnum()), "?").upper()
    face = font(QApplication.font(), TextSize.TITLE)
    painter.setFont(face)
    painter.setPen(QColor(tokens.text))
    painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), letter)
    painter.restore()


def _paint_ground(
    painter: QPainter, rect: QRect, tokens: Tokens, state: Any, *, is_badge: bool
) -> None:
    is_selected = bool(state & QStyle.StateFlag.State_Selected)
    if is_badge and is_selected:
        paint_box(
            painter, rect, fill=tokens.surface, edge=tokens.accent, radius=RADIUS_CARD, width=2
        )
    elif is_badge and state & QStyle.StateFlag.State_MouseOver:
        paint_box(painter, rect, fill=tokens.hover, radius=RADIUS_CARD)
    if not is_badge:
        pen = QPen(
            QColor(tokens.accent if is_selected else tokens.control), 2 if is_selected else 1
        )
        pen.setDashPattern([3.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)
    elif state & QStyle.StateFlag.State_HasFocus and is_selected:
        inner = rect.adjusted(3, 3, -3, -3)
        paint_box(painter, inner, edge=tokens.accent, radius=RADIUS_CARD - 3)


def _paint_drop(painter: QPainter, rect: QRect, index: Index, tokens: Tokens) -> None:
    sizes = metrics(QApplication.font())
    edge = sizes.icon + 6
    tall = edge + SPACE_8 + sizes.line + sizes.small_line
    top = rect.y() + (rect.height() - tall) // 2
    spot = QRect(rect.center().x() - edge // 2, top, edge, edge)
    icons.paint(painter, spot, "download", tokens.muted)
    inner = rect.adjusted(SPACE_16, 0, -SPACE_16, 0)
    line = QRect(inner.x(), spot.bottom() + 1 + SPACE_8, inner.width(), sizes.line)
    body = font(QApplication.font(), TextSize.BODY)
    _centre(painter, line, str(index.data(Role.TITLE)), body, tokens.muted)
    line = line.translated(0, sizes.line)
    line.setHeight(sizes.small_line)
    small = font(QApplication.font(), TextSize.SMALL)
    _centre(painter, line, str(index.data(Role.SUBTITLE)), small, tokens.muted)


def _paint_state(painter: QPainter, foot: QRect, view: BadgeView, tokens: Tokens) -> None:
    icon, tone, words = state_words(view)
    colour = str(getattr(tokens, tone))
    small = font(QApplication.font(), TextSize.SMALL)
    edge = metrics(QApplication.font()).small_icon
    measure = QFontMetrics(small)
    wide = min(edge + SPACE_4 + measure.horizontalAdvance(words) + 2, foot.width())
    box = _middle(foot, wide)
    is_mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    left = box.right() - edge + 1 if is_mirrored else box.x()
    icons.paint(painter, QRect(left, box.center().y() - edge // 2, edge, edge), icon, colour)
    room = (
        box.adjusted(0, 0, -edge - SPACE_4, 0)
        if is_mirrored
        else box.adjusted(edge + SPACE_4, 0, 0, 0)
    )
    _centre(painter, room, words, small, tokens.error if tone == "error" else tokens.muted)


def _middle(rect: QRect, wide: int) -> QRect:
    return QRect(rect.x() + (rect.width() - wide) // 2, rect.y(), wide, rect.height())


def _lines(words: str, measure: QFontMetrics, width: int) -> list[str]:
    """Return words as lines that fit; the last one elided."""
    layout = QTextLayout(words, QApplication.font())
    layout.setFont(font(QApplication.font(), TextSize.STRONG))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid() and len(starts) < MOST_LINES:
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:], len(words)]
    parts = [words[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [measure.elidedText(part, Qt.TextElideMode.ElideRight, width) for part in parts] or [""]


def _centre(painter: QPainter, rect: QRect, words: str, face: Any, colour: str) -> None:
    """Paint one line of plain text in the middle, elided to fit."""
    shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    runs = painter.layoutDirection()
    painter.setFont(face)
    painter.setPen(QColor(colour))
    painter.setLayoutDirection(direction_of(words, runs))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, int(flags), shown)
    painter.setLayoutDirection(runs)
