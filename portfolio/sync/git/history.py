"""Go through commits once: count everybody, make contributions of the holder's.

This is the loop that runs for every commit of a repository; it stays within about a second for
hundreds of thousands. Everybody else's commits cost a few look-ups by bytes and are never decoded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.sync.git import dates, trailers
from portfolio.sync.git.mine import Commit, Maker
from portfolio.sync.git.records import FIELD_COUNT, HASH_SIZES, GarbledError, fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from portfolio.model.contribution import NewContribution
    from portfolio.sync.git.spellings import Tallies, Tally


class History:
    """Reads the stream of one ``git log`` (see `portfolio.sync.git.records`).

    Args:
        tallies: Counted into.
        maker: Makes the contributions.
        now: For telling dates that cannot be right.
        sign: 1, or -1 to take away commits that are no longer reachable.

    Attributes:
        commit_count: Commits read so far.
        roots: Commits without a parent.
        hashes: Every hash read, when asked to ``keep`` them.
    """

    def __init__(
        self, tallies: Tallies, maker: Maker, now: datetime, *, sign: int = 1, keep: bool = False
    ) -> None:
        self.commit_count = 0
        self.roots: list[str] = []
        self.hashes: set[str] = set()
        self._keep = keep
        self._tallies = tallies
        self._maker = maker
        self._sign = sign
        self._latest_s = dates.latest_s(now)
        self._lines: dict[bytes, list[tuple[str, Tally]]] = {}

    def read(self, blocks: Iterable[bytes]) -> Iterator[list[NewContribution]]:
        """Yield the holder's contributions for every block of commits, also when there are none.

        Raises:
            GarbledError: The stream is not made of whole records.
        """
        for block in fields(blocks):
            yield self._block(block)

    # One loop for every commit of a repository: a call less is worth a branch more.
    def _block(self, parts: list[bytes]) -> list[NewContribution]:  # noqa: C901
        authors, committers = self._tallies.part("author"), self._tallies.part("committer")
        new, sign, low, high = self._tallies.new, self._sign, dates.EARLIEST_S, self._latest_s
        may_name_people = trailers.may_name_people
        made: list[NewContribution] = []
        each = iter(parts)
        for name, parents, by, authored, put_by, committed, message in zip(
            each, each, each, each, each, each, each, strict=True
        ):
            author = authors.get(by) or new("author", by)
            committer = committers.get(put_by) or new("committer", put_by)
            author.count += sign
            committer.count += sign
            try:  # five characters of offset are all but certain
                at, put_at = int(authored[:-6]), int(committed[:-6])
            except ValueError:
                at, put_at = _second(authored), _second(committed)
            if low <= at < author.first_s:
                author.first_s = at
            if author.last_s < at <= high:
                author.last_s = at
            if low <= put_at < committer.first_s:
                committer.first_s = put_at
            if committer.last_s < put_at <= high:
                committer.last_s = put_at
            is_mine = author.is_mine or committer.is_mine
            people: Sequence[tuple[str, Tally]] = ()
            if may_name_people(message):
                people = self._people(message, put_at)
                for _, who in people:
                    is_mine = is_mine or who.is_mine
            if not parents or len(name) not in HASH_SIZES:
                self._note(name, parents)
            if is_mine:
                made += self._maker.contributions(
                    Commit(
                        name.decode(),
                        b" " in parents,
                        author,
                        authored,
                        committer,
                        committed,
                        people,
                        message,
                    )
                )
        self.commit_count += len(parts) // FIELD_COUNT
        if self._keep:
            self.hashes.update(field.decode() for field in parts[::FIELD_COUNT])
        return made

    def _note(self, name: bytes, parents: bytes) -> None:
        if len(name) not in HASH_SIZES:
            raise GarbledError
        if not parents:
            self.roots.append(name.decode())

    def _people(self, message: bytes, at: int) -> list[tuple[str, Tally]]:
        """Return who the trailers name, and count them at the commit's second."""
        found: list[tuple[str, Tally]] = []
        low, high = dates.EARLIEST_S, self._latest_s
        for line in trailers.trailer_lines(message):
            named = self._lines.get(line) or self._named(line)
            for _, tally in named:
                tally.count += self._sign
                if low <= at < tally.first_s:
                    tally.first_s = at
                if tally.last_s < at <= high:
                    tally.last_s = at
            found += named
        return found

    def _named(self, line: bytes) -> list[tuple[str, Tally]]:
        """Return who one trailer line names; remembered, since the same lines come thousandfold."""
        parts, people = trailers.parts_and_people(line)
        named = []
        for part in parts:
            tallies = self._tallies.part(part)
            for name, address in people:
                person = name + b"\n" + address
                named.append((part, tallies.get(person) or self._tallies.new(part, person)))
        if named:
            self._lines[line] = named
        return named


def _second(raw: bytes) -> int:
    """Return the second of an unusual raw date; -1 when there is none."""
    second = dates.seconds(raw)
    return -1 if second is None else second
