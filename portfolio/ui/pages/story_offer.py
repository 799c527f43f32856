"""The note that a story somebody wants to see is not in the document that is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from portfolio.ui.models.stories import untitled
from portfolio.ui.models.words import fill
from portfolio.ui.widgets.notices import Banner, BannerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from portfolio.model.edition import Edition
    from portfolio.model.story import Story


@dataclass(frozen=True, slots=True)
class SeeStory:
    """Target for `DocumentsPage.show_target`: show a story in the document, or offer to."""

    story_id: str


class StoryOffer(Banner):
    """Offers to put the story in; nothing is put in without the press.

    Signals:
        accepted: The edition with the story in it.
    """

    accepted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(BannerKind.PLAIN, "", parent=parent)
        self._wanted = ""
        self._edition: Edition | None = None
        self.requested.connect(self._put_in)
        self.hide()

    def want(self, story_id: str) -> None:
        """Remember which story is to be seen; "" for none."""
        self._wanted = story_id

    def look(self, edition: Edition | None, stories: Sequence[Story]) -> None:
        """Show the offer where the edition does not hold the story."""
        self._edition = edition
        story = next((each for each in stories if each.id == self._wanted), None)
        if story is None or edition is None or story.id in edition.story_ids:
            self.hide()
            return
        words = fill(self.tr("“%1” is not in this document yet."), story.title or untitled())
        self.say(BannerKind.PLAIN, words, self.tr("Put it in"))

    @Slot()
    def _put_in(self) -> None:
        if self._edition is not None:
            ids = (*self._edition.story_ids, self._wanted)
            self._wanted = ""
            self.hide()
            self.accepted.emit(replace(self._edition, story_ids=ids))
