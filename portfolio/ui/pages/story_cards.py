"""The latest stories on Home, a card each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QSizePolicy, QWidget

from portfolio.model.codes import StoryStatus, TrustClass
from portfolio.ui.models import dates
from portfolio.ui.models.words import fill, trust_word
from portfolio.ui.theme.metrics import TextSize, font, metrics
from portfolio.ui.theme.palette import tokens_of
from portfolio.ui.theme.tokens import CARD_PADDING, RADIUS_CARD, SPACE_4, SPACE_12
from portfolio.ui.widgets.chip import chip_size, paint_chip
from portfolio.ui.widgets.labels import mark_data
from portfolio.ui.widgets.link import wrapped
from portfolio.ui.widgets.painting import Line, paint_box, paint_focus, paint_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from portfolio.model.story import Story

CARDS_SHOWN = 3
_TITLE_LINES = 2
_ABOVE = (TrustClass.ATTESTED, TrustClass.CERTIFIED)


class StoryCards(QWidget):
    """Up to three stories side by side, those worked on last first.

    Signals:
        story_wanted: Story id.
    """

    story_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_12)

    def show_stories(
        self,
        stories: Sequence[Story],
        project_names: Mapping[str, str],
        openable: Collection[str],
        trusts: Mapping[str, Collection[TrustClass]],
    ) -> None:
        """Show the stories worked on last.

        Args:
            stories: All of them.
            project_names: By key.
            openable: Ids of the stories with a public page.
            trusts: What letters and badges make of stories, by id.
        """
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        latest = sorted(stories, key=_worked_on, reverse=True)[:CARDS_SHOWN]
        for story in latest:
            name = project_names.get(story.project_key, "")
            card = StoryCard(
                story, name, has_page=story.id in openable, trusts=trusts.get(story.id, ())
            )
            card.clicked.connect(self._tell)
            self._row.addWidget(card, 1)
        for _ in range(CARDS_SHOWN - len(latest)):
            self._row.addStretch(1)

    def cards(self) -> list[StoryCard]:
        """Return the cards."""
        found = [self._row.itemAt(place) for place in range(self._row.count())]
        widgets = [item.widget() for item in found if item is not None]
        return [widget for widget in widgets if isinstance(widget, StoryCard)]

    def _tell(self) -> None:
        sender = self.sender()
        if isinstance(sender, StoryCard):
            self.story_wanted.emit(sender.story_id)


class StoryCard(QAbstractButton):
    """A story as one button: title, project and year, whether it is finished, what backs it."""

    def __init__(
        self,
        story: Story,
        project_name: str,
        *,
        has_page: bool,
        trusts: Collection[TrustClass] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.story_id = story.id
        self._title = story.title or self.tr("Story without a title")
        self._line = self._second_line(story, project_name)
        first = TrustClass.EVIDENCE if has_page else TrustClass.SELF_REPORTED
        self._trusts = [first, *(each for each in _ABOVE if each in trusts)]
        mark_data(self)
        self.setAccessibleName(self._title)
        told = [self._line, *map(trust_word, self._trusts)]
        self.setAccessibleDescription(", ".join(told))
        self.setToolTip(self._title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _second_line(self, story: Story, project_name: str) -> str:
        status = self.tr("Ready") if story.status is StoryStatus.READY else self.tr("Draft")
        years = _years(story)
        if project_name and years:
            return fill(
                self.tr("%1, %2. %3", "project, years, status"), project_name, years, status
            )
        if project_name or years:
            return fill(
                self.tr("%1. %2", "project or years, status"), project_name or years, status
            )
        return status

    def sizeHint(self) -> QSize:
        """Return room for a title of two lines, a second line and the chips."""
        sizes = metrics(QApplication.font())
        height = 2 * CARD_PADDING + _TITLE_LINES * sizes.line + SPACE_4 + sizes.small_line
        return QSize(220, height + SPACE_12 + sizes.chip + SPACE_4)

    def minimumSizeHint(self) -> QSize:
        """Return a card of a few words."""
        return QSize(140, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover look."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave the hover look."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card."""
        painter = QPainter(self)
        tokens = tokens_of(self)
        is_hot = self.underMouse() or self.isDown()
        paint_box(
            painter,
            self.rect(),
            fill=tokens.hover if is_hot else tokens.surface,
            edge=tokens.border,
            radius=RADIUS_CARD,
        )
        if self.hasFocus():
            paint_focus(painter, self.rect(), tokens, radius=RADIUS_CARD)
        inside = self.rect().adjusted(CARD_PADDING, CARD_PADDING, -CARD_PADDING, -CARD_PADDING)
        sizes = metrics(QApplication.font())
        strong = font(QApplication.font(), TextSize.STRONG)
        small = font(QApplication.font(), TextSize.SMALL)
        top = inside.top()
        for words in self._title_lines(inside.width()):
            spot = QRect(inside.left(), top, inside.width(), sizes.line)
            paint_text(painter, spot, words, font=strong, colour=tokens.text)
            top += sizes.line
        spot = QRect(inside.left(), top + SPACE_4, inside.width(), sizes.small_line)
        paint_text(painter, spot, self._line, font=small, colour=tokens.muted)
        foot = QRect(inside.left(), inside.bottom() - sizes.chip, inside.width(), sizes.chip)
        line = Line(foot, self.layoutDirection())
        for trust in self._trusts:
            paint_chip(painter, line.start(chip_size(trust).width(), 8), trust, tokens)
        painter.end()

    def _title_lines(self, width: int) -> list[str]:
        strong = font(QApplication.font(), TextSize.STRONG)
        return wrapped(self._title, strong, width, _TITLE_LINES)


def _years(story: Story) -> str:
    first, last = story.from_on[:4], story.to_on[:4]
    if first and last and first != last:
        pattern = QCoreApplication.translate("periods", "%1 to %2", "years")
        return fill(pattern, dates.year_number(int(first)), dates.year_number(int(last)))
    year = last or first
    return dates.year_number(int(year)) if year.isdigit() else ""


def _worked_on(story: Story) -> tuple[str, str]:
    at = story.updated_at or story.created_at
    return (at.isoformat() if at is not None else "", story.id)
