"""What a check of a whole file came to: the answer in one sentence, then rows by class of trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from portfolio.model.attestation import AttestationKind
from portfolio.model.codes import TrustClass
from portfolio.model.verdict import Saying, Step, StepMark, Verdict

_DATES: Final = frozenset(
    ("letter.expired", "letter.expired-undated", "letter.from-future", "letter.before-work")
)


class FileKind(StrEnum):
    """What a file turned out to be."""

    DOCUMENT = "document"  # a CV as PDF
    LETTER = "letter"
    COMMENT = "comment"  # a kept public comment
    BADGE = "badge"
    BACKPACK = "backpack"
    CONSENT = "consent"
    SHARE = "share"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing a file claims, or one thing about the file itself.

    Attributes:
        trust: Its class; None is about the file itself.
        step: How it ended, in words.
        verdict: Step by step, for a letter or badge.
        reference: Its number in the document, e.g. ``T1``.
        title: What it is called in the file, plain text.
        text: The words of a letter, to be read as they are.
        claims: What it says beside its words, whether it is believed or not.
        letter: What a letter is that stands by itself; a document says it in the title.
    """

    trust: TrustClass | None
    step: Step
    verdict: Verdict | None = None
    reference: str = ""
    title: str = ""
    text: str = ""
    letter: AttestationKind | None = None
    claims: tuple[Saying, ...] = ()

    @property
    def signer_is_unknown(self) -> bool:
        """Whether it was signed by somebody nobody here knows."""
        return self.verdict is not None and self.verdict.signer_is_unknown

    @property
    def dates(self) -> tuple[Step, ...]:
        """What is odd about a letter's dates: said on the row, not only among the steps."""
        steps = self.verdict.steps if self.verdict is not None else ()
        return tuple(step for step in steps if step.says.code in _DATES)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of a file came to.

    Attributes:
        name: The file's, as it was handed over.
        headline: The answer in one sentence.
        rows: In fixed order: what does not hold first, then the file, evidence, attested,
            certified, self-reported.
        holder_controls: What only the holder controls; never folded away.
        is_online: Addresses were asked.
        wants: Addresses whose answers would settle more.
        asked: Addresses that were asked, whatever came of it.
        silent: Those of them that did not answer at all.
    """

    name: str
    kind: FileKind
    headline: Saying
    rows: tuple[Row, ...]
    at: datetime
    holder_controls: tuple[Saying, ...] = ()
    is_online: bool = False
    wants: tuple[str, ...] = ()
    page_count: int = 0
    asked: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there is something that can be checked, and all of that holds."""
        marks = [row.step.mark for row in self.rows]
        return StepMark.BROKEN not in marks and StepMark.HELD in marks
