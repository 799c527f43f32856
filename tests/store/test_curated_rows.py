"""Everything the holder can write comes back as it was written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from portfolio.model import codes
from portfolio.model.deed import DeedEdit
from portfolio.model.edition import Edition, ProducedFile, SectionChoice
from portfolio.model.identity import Identity
from portfolio.model.person import Holder
from portfolio.model.project import ProjectEdit, Role, ScaleFact
from portfolio.model.story import Story, StorySource
from portfolio.store import curated_rows
from portfolio.store.store import Store
from portfolio.store.text import clean

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
instants = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
days = st.dates(date(1, 1, 1))
texts = st.lists(text, max_size=3).map(tuple)
facts = st.lists(st.builds(ScaleFact, text, text, text, st.none() | days), max_size=2).map(tuple)


def of(cls: type[Any], /, **fields: Any) -> st.SearchStrategy[Any]:
    """Build a model object with every text arbitrary."""
    plain = {
        name: text
        for name, annotation in cls.__annotations__.items()
        if annotation == "str" and name not in fields
    }
    flags = {
        name: st.booleans() for name, annotation in cls.__annotations__.items()
        if annotation == "bool"
    }  # fmt: skip
    return st.builds(cls, **{**plain, **flags, **fields})


@given(of(Holder, links=texts))
def test_holder(each: Holder) -> None:
    assert curated_rows.holder(curated_rows.holder_row(each)) == each


@given(
    of(
        Identity,
        kind=st.sampled_from(codes.IdentityKind),
        status=st.sampled_from(codes.IdentityStatus),
        proof=st.sampled_from(codes.Proof),
        proved_at=st.none() | instants,
    )
)
def test_identity(each: Identity) -> None:
    assert curated_rows.identity(curated_rows.identity_row(each)) == each


@given(of(DeedEdit))
def test_deed_edit(each: DeedEdit) -> None:
    row = curated_rows.deed_edit_row(each)
    assert (
        (each == DeedEdit(each.deed_key)) if row is None else (curated_rows.deed_edit(row) == each)
    )


@given(of(ProjectEdit, urls=texts, scale_facts=facts))
def test_project_edit(each: ProjectEdit) -> None:
    row = curated_rows.project_edit_row(each)
    assert (
        (each == ProjectEdit(each.key)) if row is None else (curated_rows.project_edit(row) == each)
    )


@given(of(Role, capacity=st.sampled_from(codes.Capacity)))
def test_role(each: Role) -> None:
    assert curated_rows.role(curated_rows.role_row(each)) == each


@given(
    of(
        Story,
        sources=st.lists(st.builds(StorySource, text, text), max_size=2).map(tuple),
        skills=texts,
        rank=st.integers(-5, 5),
        status=st.sampled_from(codes.StoryStatus),
        created_at=st.none() | instants,
        updated_at=st.none() | instants,
    )
)
def test_story(each: Story) -> None:
    assert curated_rows.story(curated_rows.story_row(each), ()) == each


@given(
    of(
        Edition,
        page_size=st.sampled_from(codes.PageSize),
        page_limit=st.integers(0, 9),
        sections=st.lists(
            st.builds(SectionChoice, st.sampled_from(codes.SectionKind), st.booleans())
        ).map(tuple),
        project_keys=texts,
        story_ids=texts,
        redacted_deed_keys=texts,
        letter_ids=st.none() | texts,
        badge_ids=st.none() | texts,
        produced_files=st.lists(
            st.builds(ProducedFile, text, text, text, instants), max_size=2
        ).map(tuple),
    )
)
def test_edition(each: Edition) -> None:
    assert curated_rows.edition(curated_rows.edition_row(each)) == each


@given(st.text(max_size=30))
@example("a\0b")
@example("ä\0\ud800")
def test_clean_text_can_be_stored_and_stays_clean(raw: str) -> None:
    kept = clean(raw)
    assert "\0" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert clean(kept) == kept


def test_codes_of_a_later_version_are_read_cautiously(store: Store) -> None:
    role = curated_rows.role_row(Role("r", "p", "x", "", "", "", True, codes.Capacity.CLIENT))
    assert curated_rows.role({**role, "capacity": "sponsor"}).capacity is codes.Capacity.UNSAID
    edition = curated_rows.edition_row(Edition("e", "E"))
    kept = curated_rows.edition({**edition, "sections": '[["summary",true],["podcasts",true]]'})
    assert kept.sections == (SectionChoice(codes.SectionKind.SUMMARY),)
    with store.editing("edition.added") as editor:
        editor.save_edition(Edition("e1", "For Ada"))
        editor.save_edition(Edition("e2", "for ada"))
    with store.reading() as reader:
        found = [reader.editions.by_name(name) for name in ("for ada", "FOR ADA", "nobody")]
        assert [each and each.id for each in found] == ["e2", "e1", None]
        assert reader.editions.get("e1") == Edition("e1", "For Ada")
