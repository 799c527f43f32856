"""What the parts of the gate work with while they make one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.export.chosen import Chosen
    from portfolio.export.gate.evidence import EvidenceBook
    from portfolio.export.gate.pen import Pen
    from portfolio.export.gate.visibility import Visibility
    from portfolio.model.edition import Edition


@dataclass(frozen=True, slots=True)
class Desk:
    """The choice, the record, and the tools to write with; one for each document."""

    edition: Edition
    chosen: Chosen
    pen: Pen
    visibility: Visibility
    book: EvidenceBook
