"""Parts of a form: a label over its field, one line to type, what scrolls, names of languages."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from portfolio.ui.theme.metrics import TextSize
from portfolio.ui.theme.tokens import SPACE_4, SPACE_8
from portfolio.ui.widgets.labels import Text, mark_data

_NATIVE_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "nl": "Nederlands",
    "pt": "Português",
    "ru": "Русский",
}
"""Languages by their own names; Qt adds a country to some ("American English")."""


_MOST_LETTERS = 300


def labelled(
    label: str, field: QWidget, hint: str = "", *, beside: QWidget | None = None
) -> QVBoxLayout:
    """Return a label over its field, with a hint or a switch beside the label."""
    part = QVBoxLayout()
    part.setSpacing(SPACE_4)
    head = QHBoxLayout()
    head.setSpacing(SPACE_8)
    words = Text(label, TextSize.STRONG)
    words.setBuddy(field)
    head.addWidget(words)
    if hint:
        head.addWidget(Text(hint, TextSize.SMALL, "muted"))
    head.addStretch(1)
    if beside is not None:
        head.addWidget(beside)
    part.addLayout(head)
    part.addWidget(field)
    if not field.accessibleName():
        field.setAccessibleName(label)
    return part


def one_line(example: str = "") -> QLineEdit:
    """Return a field for one line of the holder's own."""
    field = QLineEdit()
    field.setMaxLength(_MOST_LETTERS)
    field.setPlaceholderText(example)
    mark_data(field)
    return field


def scrolled(body: QWidget) -> QScrollArea:
    """Return a form in an area that scrolls up and down, and takes no focus itself."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    return area


def leave_room_for_bar(inside: QWidget, column: QLayout, room: int = SPACE_8) -> None:
    """Leave room at the end side of what scrolls, where the bar is; margins do not mirror."""
    is_mirrored = inside.layoutDirection() is Qt.LayoutDirection.RightToLeft
    column.setContentsMargins(room if is_mirrored else 0, 0, 0 if is_mirrored else room, 0)


def hairline() -> QFrame:
    """Return a line of one pixel across a form."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setFixedHeight(1)
    line.setAutoFillBackground(True)
    line.setBackgroundRole(line.palette().ColorRole.Mid)
    return line


def language_name(code: str) -> str:
    """Return the name of a language in that language."""
    return _NATIVE_NAMES.get(code) or QLocale(code).nativeLanguageName() or code
