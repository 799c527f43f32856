"""One badge while it is judged: the steps made so far, and the addresses still wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portfolio.model.verdict import Saying, Step, StepMark

if TYPE_CHECKING:
    from datetime import date, datetime

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.attest.onlooker import Onlooker
    from portfolio.model.codes import TrustClass
    from portfolio.model.verdict import Answer, VerdictState

MAX_WANTS = 200
MAX_SHOWN = 200
"""Characters of anything from outside inside a saying."""


@dataclass
class Case:
    """What is known of one badge so far.

    Attributes:
        last_good: When it was last found to hold, for an issuer that does not answer any more.
        endorsements: Endorsements that came as files of their own.
    """

    file: BadgeFile
    onlooker: Onlooker
    at: datetime
    last_good: date | None = None
    endorsements: tuple[BadgeFile, ...] = ()
    steps: list[Step] = field(default_factory=list)
    wants: list[str] = field(default_factory=list)

    def note(self, mark: StepMark, code: str, *, consulted: str = "", **facts: str) -> Saying:
        """Add a step and return what it says."""
        return self.add(mark, saying(code, **facts), consulted=consulted)

    def add(self, mark: StepMark, says: Saying, *, consulted: str = "") -> Saying:
        """Add a step that says this."""
        self.steps.append(Step(mark, says, consulted=(consulted,) if consulted else ()))
        return says

    def want(self, url: str) -> None:
        """Add an address that would settle more."""
        if url not in self.wants and len(self.wants) < MAX_WANTS:
            self.wants.append(url)

    def want_if_new(self, url: str) -> None:
        """Add an address unless it was asked already, or is none."""
        if url and url not in self.onlooker.answers:
            self.want(url)

    def answer(self, url: str) -> Answer | None:
        """Return what an address answered, wanting it when it was not asked."""
        found = self.onlooker.answers.get(url)
        if found is None:
            self.want(url)
        return found


def saying(code: str, **facts: str) -> Saying:
    """Return a saying; what is filled in is cut to a line's length."""
    return Saying(code, tuple((name, shown(value)) for name, value in facts.items()))


def shown(value: str) -> str:
    """Return something from outside, no longer than a line."""
    return value if len(value) <= MAX_SHOWN else f"{value[: MAX_SHOWN - 1]}…"


def host_of(url: str) -> str:
    """Return the host of an address, "" when it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def secure(url: object) -> str:
    """Return the address at which something is asked for: https only, "" for anything else.

    The oldest badges name addresses in http; the same ones are asked in https.
    """
    if not isinstance(url, str) or len(url) > 2000 or any(letter <= " " for letter in url):
        return ""
    if url.startswith("http://"):
        url = f"https://{url.removeprefix('http://')}"
    try:
        parts = urlsplit(url)
        whole = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    return url if whole and "@" not in parts.netloc else ""


def day(at: datetime | date) -> str:
    """Return a date for a fact that ends in ``_on``."""
    return at.isoformat()[:10]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What it comes to: the state, the class of trust, and the line that stands for all."""

    state: VerdictState
    trust: TrustClass
    summary: Saying
