"""The four classes of trust as chips: one painter for widgets and delegates.

Outlines differ so that the classes can be told apart in black and white: evidence one line with
small corners, attested fully round, certified a double line, self-reported dashed.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from portfolio.model.codes import TrustClass
from portfolio.ui.models.words import class_words, fill, trust_word
from portfolio.ui.theme import icons
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import RADIUS_CONTROL, RADIUS_EVIDENCE, Tokens
from portfolio.ui.widgets.painting import Line, paint_focus, paint_text

ICONS = {
    TrustClass.EVIDENCE: "link-2",
    TrustClass.ATTESTED: "quote",
    TrustClass.CERTIFIED: "stamp",
    TrustClass.SELF_REPORTED: "pencil",
}
UNKNOWN_SIGNER = "circle-question-mark"
_PADDING = 8
_GAP = 5


def chip_words(trust: TrustClass, words: str = "") -> str:
    """Return what a reader of the screen hears: the class always, a name after it."""
    if not words:
        return trust_word(trust)
    pattern = QCoreApplication.translate("TrustChip", "%1: %2", "class of trust: name")
    return fill(pattern, trust_word(trust), words)


def chip_size(trust: TrustClass, words: str = "") -> QSize:
    """Return the size of a chip that shows its class, or ``words`` in its place."""
    sizes = metrics(QApplication.font())
    measure = QFontMetrics(font(QApplication.font(), TextSize.SMALL))
    text = measure.horizontalAdvance(words or trust_word(trust))
    return QSize(text + 2 * _PADDING + sizes.small_icon + _GAP + 1, sizes.chip)


def paint_chip(  # noqa: PLR0913, PLR0917  (each is one thing it shows)
    painter: QPainter,
    rect: QRect,
    trust: TrustClass,
    tokens: Tokens,
    words: str = "",
    icon: str = "",
) -> None:
    """Paint a chip filling ``rect`` (made with `chip_size`, or narrower: the words elide)."""
    ink, soft = _colours(trust, tokens)
    _paint_outline(painter, rect, trust, ink, soft)
    edge = metrics(QApplication.font()).small_icon
    line = Line(rect, painter.layoutDirection())
    line.skip(_PADDING)
    line.end(_PADDING)
    spot = line.start(edge, _GAP)
    spot = QRect(spot.x(), rect.y() + (rect.height() - edge) // 2, edge, edge)
    icons.paint(painter, spot, icon or ICONS[trust], ink)
    small = font(QApplication.font(), TextSize.SMALL)
    paint_text(painter, line.rest, words or trust_word(trust), font=small, colour=ink)


def _colours(trust: TrustClass, tokens: Tokens) -> tuple[str, str]:
    return {
        TrustClass.EVIDENCE: (tokens.evidence, tokens.evidence_soft),
        TrustClass.ATTESTED: (tokens.attested, tokens.attested_soft),
        TrustClass.CERTIFIED: (tokens.certified, tokens.certified_soft),
        TrustClass.SELF_REPORTED: (tokens.muted, ""),
    }[trust]


def _paint_outline(painter: QPainter, rect: QRect, trust: TrustClass, ink: str, soft: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(soft) if soft else Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(ink), 1)
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    radius = float(RADIUS_EVIDENCE)
    if trust is TrustClass.ATTESTED:
        radius = box.height() / 2
    elif trust is TrustClass.CERTIFIED:
        radius = RADIUS_CONTROL
    elif trust is TrustClass.SELF_REPORTED:
        pen.setDashPattern([2.5, 2.0])
    painter.setPen(pen)
    painter.drawRoundedRect(box, radius, radius)
    if trust is TrustClass.CERTIFIED:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), radius - 2, radius - 2)
    painter.restore()


class TrustChip(QAbstractButton):
    """A chip as a widget; it takes the focus and can be pressed only when `opens` is set.

    Args:
        trust: The class.
        words: A name in place of the class's word, where the row says the class already.
        opens: It leads somewhere (evidence opens its page): ``clicked`` is then emitted.
        signer_is_unknown: Somebody nobody knows signed it; it says so in place of the class.
    """

    def __init__(
        self,
        trust: TrustClass,
        words: str = "",
        *,
        opens: bool = False,
        signer_is_unknown: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._trust, self._words, self._icon = trust, words, ""
        self.setAccessibleName(chip_words(trust, words))
        if signer_is_unknown:
            self._words, self._icon = class_words(trust, signer_is_unknown=True), UNKNOWN_SIGNER
            self.setAccessibleName(self._words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if opens else Qt.FocusPolicy.NoFocus)
        if opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def trust(self) -> TrustClass:
        """The class it shows."""
        return self._trust

    def sizeHint(self) -> QSize:
        """Return the whole chip."""
        return chip_size(self._trust, self._words)

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and a few letters."""
        return QSize(min(72, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        paint_chip(painter, self.rect(), self._trust, tokens, self._words, self._icon)
        if self.hasFocus():
            paint_focus(painter, self.rect(), tokens, radius=RADIUS_EVIDENCE)
        painter.end()
