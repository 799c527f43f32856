"""Records to make documents from: model objects as the store would hand them over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from portfolio.export.chosen import Chosen
from portfolio.model.codes import (
    Action,
    Capacity,
    Confidentiality,
    CoverageState,
    IdentityKind,
    IdentityStatus,
    Proof,
    SourceKind,
)
from portfolio.model.contribution import Contribution, Participant, Sizes
from portfolio.model.deed import Deed
from portfolio.model.edition import Edition
from portfolio.model.identity import Identity, identity_key
from portfolio.model.person import Holder
from portfolio.model.project import Project, Role
from portfolio.model.source import Coverage, Source
from portfolio.model.story import Story, StoryItem, StorySource
from portfolio.model.tally import MonthTally

MADE_ON = date(2026, 11, 14)
READ_AT = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
ME = identity_key(IdentityKind.GIT_EMAIL, "", "noor@vantongeren.example")
NOT_ME = identity_key(IdentityKind.GIT_EMAIL, "", "somebody@else.example")


def at(year: int, month: int, day: int = 5) -> datetime:
    return datetime(year, month, day, 12, 0, tzinfo=UTC)


def source(
    id_: str,
    project_key: str,
    *,
    remotes: tuple[str, ...] = (),
    is_public: bool | None = True,
    confidentiality: Confidentiality = Confidentiality.PUBLIC,
    coverage: tuple[Coverage, ...] = (Coverage("commits", CoverageState.COMPLETE),),
    kind: SourceKind = SourceKind.GIT_FOLDER,
    last_error: str = "",
) -> Source:
    return Source(
        id=id_,
        kind=kind,
        instance=f"/somewhere/{id_}/.git",
        label=id_,
        place=f"/somewhere/{id_}",
        project_key=project_key,
        remotes=remotes,
        is_public=is_public,
        confidentiality=confidentiality,
        coverage=coverage,
        last_ok_at=READ_AT,
        last_error=last_error,
    )


def commit_hash(number: int) -> str:
    return f"{number:040x}"


def contribution(
    deed_key: str,
    source_id: str,
    *,
    title: str = "A change",
    when: datetime | None = None,
    action: Action = Action.AUTHORED,
    url: str = "",
    native_id: str = "",
    project_key: str = "",
    identity: str = ME,
    state: str = "",
    people: tuple[Participant, ...] = (),
) -> Contribution:
    when = when or at(2024, 3)
    return Contribution(
        id=1,
        source_id=source_id,
        native_id=native_id or deed_key.split(":")[1],
        action=action,
        title=title,
        body="",
        occurred_at=when,
        tz_offset_min=0,
        url=url,
        identity_key=identity,
        deed_key=deed_key,
        project_key=project_key,
        state=state,
        pattern="",
        people=people,
        sizes=Sizes(),
        first_seen=READ_AT,
        last_seen=READ_AT,
    )


def deed(
    key: str,
    project_key: str,
    *,
    title: str = "A change",
    when: datetime | None = None,
    action: Action = Action.AUTHORED,
    url: str = "",
    is_hidden: bool = False,
    is_confidential: bool = False,
    is_self_reported: bool = False,
    gone_since: datetime | None = None,
) -> Deed:
    return Deed(
        id=1,
        key=key,
        action=action,
        title=title,
        recorded_title=title,
        occurred_at=when or at(2024, 3),
        project_key=project_key,
        project_name="",
        url=url,
        source_count=1,
        is_hidden=is_hidden,
        is_confidential=is_confidential,
        is_self_reported=is_self_reported,
        gone_since=gone_since,
        is_marked_confidential=is_confidential,
    )


def identity(key: str = ME, status: IdentityStatus = IdentityStatus.CONFIRMED) -> Identity:
    return Identity(
        id=f"id-{key}",
        person_id="self",
        kind=IdentityKind.GIT_EMAIL,
        instance="",
        value_raw=key.split(":", 2)[2],
        key=key,
        status=status,
        proof=Proof.LOCAL_CONFIG,
    )


class Record:
    """A record that grows: every deed added is counted in a tally as well."""

    def __init__(self, *, name: str = "Noor Vantongeren") -> None:
        self.holder = Holder(name=name)
        self.projects: list[Project] = []
        self.roles: list[Role] = []
        self.suggested: list[Role] = []
        self.stories: list[Story] = []
        self.deeds: dict[str, Deed] = {}
        self.contributions: dict[str, tuple[Contribution, ...]] = {}
        self.tallies: list[MonthTally] = []
        self.sources: list[Source] = []
        self.identities: list[Identity] = [identity()]
        self.answers: dict[str, str] = {}
        self._number = 0

    def add_project(self, key: str, name: str, **fields: object) -> Project:
        project = Project(key=key, name=name, recorded_name=name, **fields)  # type: ignore[arg-type]  # test data
        self.projects.append(project)
        return project

    def add_deed(
        self,
        project_key: str,
        title: str,
        *source_ids: str,
        when: datetime | None = None,
        action: Action = Action.AUTHORED,
        url: str = "",
        key: str = "",
        people: tuple[Participant, ...] = (),
        is_hidden: bool = False,
        is_confidential: bool = False,
        identity: str = ME,
        state: str = "",
    ) -> str:
        self._number += 1
        native_id = commit_hash(self._number * 0x1234567)
        key = key or f"git:{native_id}:{action}"
        when = when or at(2024, 3)
        self.deeds[key] = deed(
            key,
            project_key,
            title=title,
            when=when,
            action=action,
            url=url,
            is_hidden=is_hidden,
            is_confidential=is_confidential,
            is_self_reported=not source_ids,
        )
        self.contributions[key] = tuple(
            contribution(
                key,
                source_id,
                title=title,
                when=when,
                action=action,
                url=url,
                native_id=native_id,
                project_key=project_key,
                people=people,
                identity=identity,
                state=state,
            )
            for source_id in source_ids
        )
        month = (0, 0) if state == "clock-error" else (when.year, when.month)
        flags = {"is_hidden": is_hidden, "is_confidential": is_confidential}
        self.count(project_key, source_ids, month, 1, action, **flags)
        return key

    def count(
        self,
        project_key: str,
        source_ids: tuple[str, ...],
        month: tuple[int, int],
        number: int,
        action: Action = Action.AUTHORED,
        **flags: bool,
    ) -> None:
        for place, known in enumerate(self.tallies):
            if replace(known, count=0) == MonthTally(
                project_key, action, source_ids, *month, 0, **flags
            ):
                self.tallies[place] = replace(known, count=known.count + number)
                return
        self.tallies.append(MonthTally(project_key, action, source_ids, *month, number, **flags))

    def chosen(self, **changes: object) -> Chosen:
        fields: dict[str, object] = {
            "holder": self.holder,
            "projects": tuple(self.projects),
            "roles": tuple(self.roles),
            "suggested_roles": tuple(self.suggested),
            "stories": tuple(self.stories),
            "deeds": self.deeds,
            "contributions": self.contributions,
            "tallies": tuple(self.tallies),
            "sources": tuple(self.sources),
            "answers": self.answers,
            "identities": tuple(self.identities),
        }
        return Chosen(**{**fields, **changes})  # type: ignore[arg-type]  # test data


def suggested(project_key: str, code: str) -> Role:
    return Role(
        id=f"suggested-{project_key}-{code}",
        project_key=project_key,
        code=code,
        words="",
        from_on="2001-01",
        to_on="2002-01",
        is_current=False,
        capacity=Capacity.UNSAID,
        is_suggested=True,
    )


def facts_only() -> Record:
    """Nothing typed but the name: one public project with releases, one local copy."""
    record = Record()
    record.add_project("remote:github.com/quill/mark", "Quillmark")
    record.add_project("root:abc", "Larkspur")
    record.sources += [
        source("quillmark", "remote:github.com/quill/mark", remotes=("github.com/quill/mark",)),
        source(
            "larkspur",
            "root:abc",
            is_public=None,
            coverage=(
                Coverage("commits", CoverageState.IN_PART, missing=("shallow:2021-05-03",)),
                Coverage("tags", CoverageState.UNKNOWN),
            ),
        ),
    ]
    project = "remote:github.com/quill/mark"
    record.count(project, ("quillmark",), (2021, 3), 40)
    record.count(project, ("quillmark",), (2026, 10), 48)
    record.count(project, ("quillmark",), (2024, 1), 61, Action.REVIEWED)
    record.count(project, ("quillmark",), (2022, 1), 102, Action.INTEGRATED)
    record.count("root:abc", ("larkspur",), (2023, 2), 7)
    for place, version in enumerate(("3.0", "3.1", "3.6")):
        record.add_deed(
            project,
            f"Quillmark {version}",
            "quillmark",
            when=at(2019 + place, 5),
            action=Action.RELEASED,
            key=f"git-tag:v{version}:{commit_hash(900 + place)}",
            url=f"https://github.com/quill/mark/releases/tag/v{version}",
        )
    record.suggested += [
        suggested(project, "author"),
        suggested(project, "reviewer"),
        suggested(project, "release-manager"),
        suggested("root:abc", "author"),
    ]
    return record


def with_stories() -> tuple[Edition, Record]:
    """A record with roles, stories under projects and beside them, skills and contact data."""
    record = facts_only()
    project = "remote:github.com/quill/mark"
    record.holder = Holder(
        name="Noor Vantongeren",
        headline="Accessibility, reviewing and release work in open communities",
        place="Rotterdam, Netherlands",
        email="noor@vantongeren.example",
        phone="+31 10 555 01 99",
        links=("noor.example", "https://github.com/noor"),
        summary="I make editors usable without a mouse.",
    )
    record.roles += [
        Role("r1", project, "maintainer", "", "2023-09", "", True, Capacity.EMPLOYER, "Tidewater"),
        Role("r2", project, "author", "Contributor", "2021", "2023-08", False, Capacity.VOLUNTEER),
    ]
    outline = record.add_deed(
        project,
        "Outline by arrow keys",
        "quillmark",
        when=at(2025, 4, 12),
        url="https://github.com/quill/mark/commit/aa",
        people=(Participant("Joost van Rhee", "joostvr", "reviewer"),),
    )
    ring = record.add_deed(
        project,
        "One focus ring for every control that can be reached with the keyboard alone",
        "quillmark",
        when=at(2025, 5, 2),
        url="https://github.com/quill/mark/commit/bb",
        people=(Participant("Mirela Popa", "mirela@popa.example", "reviewer"),),
    )
    local = record.add_deed("root:abc", "Reminders", "larkspur", when=at(2023, 2))
    more = [
        record.add_deed(project, f"Focus {n}", "quillmark", when=at(2025, 6)) for n in range(41)
    ]
    record.stories += [
        Story(
            id="s1",
            title="Keyboard access for the whole editor",
            project_key=project,
            situation="People who write without a mouse could not reach the outline.",
            what_i_did="I mapped every place where the focus got lost and changed the controls.",
            what_changed="Support questions about it fell by 60 percent.",
            skills=("Accessibility", "Qt"),
            from_on="2025-04",
            to_on="2025-11",
            items=(
                StoryItem(outline, 0, True),
                StoryItem(ring, 1, True),
                *(StoryItem(key, 2 + n, False) for n, key in enumerate(more)),
            ),
        ),
        Story(
            id="s2",
            title="Reminders that ring",
            project_key="root:abc",
            what_i_did="Made reminders ring when the lid is closed",
            skills=("Power management",),
            items=(StoryItem(local, 0, True),),
        ),
        Story(
            id="s3",
            title="The five questions",
            what_i_did="I answered five questions in public each Monday.",
            sources=(
                StorySource("the minutes", "https://meet.example/minutes"),
                StorySource("my own notes"),
            ),
        ),
    ]
    edition = Edition(
        id="e1", name="General", story_ids=("s1", "s2", "s3"), show_email=True, show_phone=True
    )
    return edition, record
