"""Counts of deeds, fine enough that what is confidential can be taken out again.

`YearRollUp` is for the screens, where the holder may see everything. A document needs counts
that still know which sources carry the deeds, because the gate leaves some sources out.
"""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.model.codes import Action


@dataclass(frozen=True, slots=True)
class MonthTally:
    """How many listed deeds of one kind fall into one month, carried by exactly these sources.

    A deed counts in one tally only, so tallies of the same kind may be added.

    Attributes:
        action: The effective action (an unanswered bulk import is ``INTEGRATED``).
        source_ids: Every source that carries these deeds, sorted.
        year / month: In UTC; both 0 when the source's date cannot be right, the month alone when
            only the year is known of what was typed in.
        count: At least 1.
        is_hidden: The holder hid these deeds.
        is_confidential: The holder marked these deeds themselves confidential; what the
            sources' confidentiality means for them is decided by the gate.
    """

    project_key: str
    action: Action
    source_ids: tuple[str, ...]
    year: int
    month: int
    count: int
    is_hidden: bool = False
    is_confidential: bool = False
