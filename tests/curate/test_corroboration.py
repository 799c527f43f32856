"""Whether a writer took part in the works: by account and recorded part, never by name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.curate.corroboration import askable, commits_of, part_in
from portfolio.model.attestation import Work
from portfolio.model.contribution import Contribution, Participant
from tests.export.records import contribution

FORGE = "https://forge.example"
CODUYA = f"{FORGE}/coduya"


def work(number: int, **changes: Any) -> Work:
    return Work(f"{FORGE}/quill/pull/{number}", f"Change {number}", **changes)


def said(number: int, *people: tuple[str, str], host: str = FORGE) -> Contribution:
    return contribution(
        f"acc:{number}:proposed",
        "s",
        url=f"{host}/quill/pull/{number}",
        people=tuple(Participant("", address, part) for address, part in people),
    )


WORKS = tuple(work(n) for n in range(1, 6))


def test_who_reviewed_most_of_the_works_is_said_so() -> None:
    record = [said(n, ("Coduya", "reviewer")) for n in (1, 2, 3, 4)]
    part = part_in(CODUYA, WORKS, [*record, said(5, ("bea", "reviewer"))])
    assert (part.account, part.part, part.total, part.known) == ("coduya", "reviewer", 5, 5)
    assert part.works == WORKS[:4]


def test_different_parts_are_taking_part() -> None:
    record = [said(1, ("coduya", "reviewer")), said(2, ("coduya", "merger"))]
    part = part_in(CODUYA, WORKS, record)
    assert (part.part, len(part.works), part.known) == ("other", 2, 2)


def test_reviewing_and_merging_the_same_works_is_reviewing_them() -> None:
    both = (("coduya", "reviewer"), ("coduya", "merger"))
    part = part_in(CODUYA, WORKS, [said(1, *both), said(2, *both)])
    assert (part.part, len(part.works)) == ("reviewer", 2)
    assert part.every_part == ("reviewer", "merger")
    alternating = part_in(CODUYA, WORKS, [said(1, both[0]), said(2, both[1])])
    assert (alternating.part, alternating.every_part) == ("other", ("reviewer", "merger"))


@pytest.mark.parametrize(
    ("account", "host", "address"),
    [
        (CODUYA, "https://other.example", "coduya"),  # the same handle elsewhere
        (CODUYA, FORGE, "coduya2"),
        (CODUYA, FORGE, ""),
        (CODUYA, FORGE, "coduya@forge.example"),
        ("mailto:casimir@x.example", FORGE, "casimir"),
    ],
)
def test_another_account_is_not_the_writer(account: str, host: str, address: str) -> None:
    works = (Work(f"{host}/quill/pull/1", "x"),)
    part = part_in(account, works, [said(1, (address, "reviewer"), host=host)])
    assert part.works == ()
    assert part.known == 1


def test_a_mailbox_counts_where_git_names_it() -> None:
    commit = "c" * 40
    record = [
        contribution(
            f"git:{commit}:authored",
            "s",
            people=(Participant("Casimir", "Casimir@x.example", "reviewer"),),
        )
    ]
    works = (Work("", "A commit", f"git:{commit}"),)
    assert commits_of(works) == [commit]
    part = part_in("mailto:casimir@x.example", works, record)
    assert (part.part, part.works) == ("reviewer", works)


def test_works_the_record_does_not_have_are_not_known() -> None:
    part = part_in(CODUYA, WORKS, [])
    assert (part.works, part.known, part.total) == ((), 0, 5)


def test_names_never_count() -> None:
    record = [contribution("acc:1:proposed", "s", url=WORKS[0].url,
                           people=(Participant("coduya", "", "reviewer"),))]  # fmt: skip
    assert part_in(CODUYA, WORKS, record).works == ()


def test_whom_to_ask_is_who_saw_most() -> None:
    found = askable(
        {
            "a": [said(1, ("coduya", "reviewer"), ("me", "merger"))],
            "b": [said(2, ("coduya", "reviewer"), ("bea", "merger"))],
            "c": [said(3, ("bea", "committer"), ("cid", "reporter"))],
        },
        own=["Me", "me@x.example"],
    )
    assert [(each.account, each.parts, each.deed_keys) for each in found] == [
        (CODUYA, (("reviewer", 2),), ("a", "b")),
        (f"{FORGE}/bea", (("merger", 1),), ("b",)),
        (f"{FORGE}/cid", (("reporter", 1),), ("c",)),
    ]


parts = st.sampled_from(["reviewer", "merger", "co-author", "committer", "giver"])
people = st.lists(st.tuples(st.sampled_from(["coduya", "bea", "", "x@y"]), parts), max_size=4)


@given(st.lists(people, max_size=6))
def test_never_more_works_than_there_are_and_only_listed_ones(everybody: list[Any]) -> None:
    record = [said(n, *each) for n, each in enumerate(everybody, start=1)]
    part = part_in(CODUYA, WORKS, record)
    assert set(part.works) <= set(WORKS)
    assert len(part.works) <= part.known <= part.total
    saw = {n for n, each in enumerate(everybody, start=1) if n <= 5
           for address, what in each if address == "coduya"
           and what in {"reviewer", "merger", "co-author"}}  # fmt: skip
    assert len(part.works) == len(saw)
