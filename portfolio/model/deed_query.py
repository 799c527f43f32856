"""What a list of deeds is asked for: words, filters and an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portfolio.model.codes import Action


class DeedOrder(StrEnum):
    """Orders a list of deeds can have."""

    DATE_NEWEST = "date-newest"
    DATE_OLDEST = "date-oldest"
    TITLE = "title"
    PROJECT = "project"  # by project name, newest first within one
    ACTION = "action"  # in the order of `Action`, newest first within one


@dataclass(frozen=True, slots=True)
class DeedQuery:
    """Which deeds, and in what order.

    Attributes:
        words: As the person typed them; every word has to be found (as the beginning of a word)
            in title, text, people or project name.
        actions: Any of these; empty means all.
        project_key: Only this project, under the holder's merges; ``""`` means all.
        source_id: Only deeds this source carries; ``""`` means all.
        account_id: Only deeds this account carries; ``""`` means all.
        since / until: First and last day (UTC), both included.
    """

    words: str = ""
    actions: tuple[Action, ...] = ()
    project_key: str = ""
    source_id: str = ""
    account_id: str = ""
    since: date | None = None
    until: date | None = None
    include_hidden: bool = False
    order: DeedOrder = DeedOrder.DATE_NEWEST
