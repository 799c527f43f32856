"""Entries: projects with their roles, statements and totals; employers; work not public."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portfolio.export.chosen import LeftOutKind
from portfolio.export.gate import counting, periods, releases, roles
from portfolio.export.gate.addresses import gives_away, public_address, public_remote, shown
from portfolio.export.gate.countable import Countable
from portfolio.export.gate.visibility import Standing
from portfolio.model.codes import Action, Capacity, Confidentiality, SectionKind
from portfolio.model.document import Bullet, Entry, RoleLine, Span, Totals
from portfolio.model.project_order import newest_first

if TYPE_CHECKING:
    from portfolio.export.gate.desk import Desk
    from portfolio.export.gate.pen import Pen
    from portfolio.export.gate.stories import Told
    from portfolio.export.gate.visibility import Visibility
    from portfolio.model.project import Project, Role, ScaleFact
    from portfolio.model.tally import MonthTally


@dataclass
class Shelf:
    """What may be said of each project of this document, found once.

    Attributes:
        keys: Projects to show by name, in the order of the page.
        counted: Counts that stay without a name.
    """

    keys: list[str]
    tallies: dict[str, list[MonthTally]] = field(default_factory=dict)
    counted: list[MonthTally] = field(default_factory=list)


def shelve(desk: Desk) -> Shelf:
    """Choose the projects: those of the edition in its order, else all with something to show."""
    edition, visibility = desk.edition, desk.visibility
    countable = Countable(edition, desk.chosen, visibility)
    tallies: dict[str, list[MonthTally]] = {}
    for tally in countable.tallies(Standing.SHOWN):
        tallies.setdefault(tally.project_key, []).append(tally)
    wanted = list(dict.fromkeys(edition.project_keys)) or _newest_first(desk, tallies)
    keys = []
    for key in wanted:
        if visibility.named_project(key) is not None:
            keys.append(key)
        else:
            _note_project(desk.pen, visibility, key)
    counted = [
        tally
        for tally in countable.tallies(Standing.COUNTED)
        if not edition.project_keys or tally.project_key in wanted
    ]
    countable.note_kept_back(desk.pen.ledger, edition.project_keys)
    return Shelf(keys, tallies, counted)


def _note_project(pen: Pen, visibility: Visibility, key: str) -> None:
    """Tell the holder that a project they chose is not there; its deeds are counted elsewhere."""
    project = visibility.projects.get(key)
    if project is None:
        return
    hidden = project.is_hidden
    kind = LeftOutKind.HIDDEN_PROJECT if hidden else LeftOutKind.CONFIDENTIAL_PROJECT
    pen.ledger.note(kind, project.name, key, count=0)


def _newest_first(desk: Desk, tallies: dict[str, list[MonthTally]]) -> list[str]:
    """Return every project with deeds, a role or a story, by its newest month, not its size."""
    chosen, story_ids = desk.chosen, desk.edition.story_ids
    worked = {}
    for key, own in tallies.items():
        last = max(counting.months_of(own), default=None)
        worked[key] = last.iso if last else ""
    told = [
        story
        for story in chosen.stories
        if story.id in story_ids and story.project_key in desk.visibility.projects
    ]
    names = {project.key: project.name for project in chosen.projects}
    return newest_first(worked, chosen.roles, told, names)


def entry(desk: Desk, shelf: Shelf, key: str, told: list[Told]) -> Entry:
    """Return the entry of one project that may be named, with the stories told under it."""
    pen = desk.pen
    project = desk.visibility.projects[key]
    tallies = shelf.tallies.get(key, [])
    lines = _role_lines(desk, key, tallies)
    release = _releases(desk, key, tallies)
    bullets = [story.bullet for story in told]
    bullets += [release] if release else []
    bullets += [fact for scale in project.scale_facts if (fact := _scale(desk, scale))]
    without = frozenset((Action.RELEASED,)) if release else frozenset()
    totals: tuple[Totals, ...] = ()
    if desk.edition.show_totals:
        totals = counting.of_project(pen, desk.visibility, key, tallies, without=without)
    if not any(line.dates for line in lines) and not any(line.period for line in totals):
        lines = (*lines, *_bare_period(pen, tallies))
    start, end = _period(lines, tallies if totals else [])
    return Entry(
        title=pen.line(project.name or project.recorded_name),
        what_it_is=pen.line(project.what_it_is),
        href=_address(pen, desk.visibility, project),
        roles=lines,
        bullets=tuple(bullets),
        totals=totals,
        skills=_skills(desk, told),
        from_on=start,
        to_on=end,
    )


def _skills(desk: Desk, told: list[Told]) -> tuple[str, ...]:
    """Return the skills of stories, when the document has a place that shows them."""
    choices = desk.edition.sections
    if not any(choice.shown and choice.kind is SectionKind.SKILLS for choice in choices):
        return ()
    return tuple(dict.fromkeys(skill for story in told for skill in story.skills))


def story_entry(desk: Desk, told: Told) -> Entry:
    """Return the entry of a story that stands under no project of this document."""
    story = told.story
    start, end = periods.parse(story.from_on), periods.parse(story.to_on)
    return Entry(
        title=desk.pen.line(story.title) or desk.pen.words.phrase("untitled"),
        bullets=(told.bullet,),
        skills=_skills(desk, [told]),
        from_on=start.iso if start else "",
        to_on=end.iso if end else "",
    )


def not_public_entry(desk: Desk, counted: list[MonthTally]) -> Entry | None:
    """Return the entry for work that is counted and not named; None when there is none."""
    if not counted:
        return None
    pen, visibility = desk.pen, desk.visibility
    ids = dict.fromkeys(id_ for tally in counted for id_ in tally.source_ids)
    sources = [
        visibility.sources[id_]
        for id_ in ids
        if id_ in visibility.sources and visibility.of_source(id_) is Standing.COUNTED
    ]
    months = counting.months_of(counted)
    return Entry(
        title=pen.words.phrase("not_public_title"),
        totals=counting.not_public(pen, counted, sources),
        from_on=months[0].iso if months else "",
        to_on=months[-1].iso if months else "",
    )


def employers(desk: Desk, keys: list[str]) -> tuple[Entry, ...]:
    """Return one entry for each organisation the holder worked for in these projects."""
    pen = desk.pen
    by_organisation: dict[str, list[Role]] = {}
    for role in roles.newest_first(desk.chosen.roles):
        name = pen.line(role.organisation)
        is_work = role.capacity is Capacity.EMPLOYER and not role.is_suggested
        if name and is_work and role.project_key in keys:
            by_organisation.setdefault(name, []).append(role)
    found = []
    for name, held in by_organisation.items():
        lines = tuple(roles.employment_line(pen, role, _name(desk, role)) for role in held)
        start, end = _period(lines, [])
        found.append(Entry(title=name, roles=lines, from_on=start, to_on=end))
    return tuple(found)


def _name(desk: Desk, role: Role) -> str:
    project = desk.visibility.named_project(role.project_key)
    return desk.pen.line(project.name or project.recorded_name) if project else ""


def _role_lines(desk: Desk, key: str, tallies: list[MonthTally]) -> tuple[RoleLine, ...]:
    chosen = desk.chosen
    own = [role for role in chosen.roles if role.project_key == key and not role.is_suggested]
    if own:
        return roles.own_lines(desk.pen, own)
    if not desk.edition.shows_suggested_roles:
        return ()
    suggested = [role for role in chosen.suggested_roles if role.project_key == key]
    return roles.suggested_lines(desk.pen, suggested, tallies)


def _releases(desk: Desk, key: str, tallies: list[MonthTally]) -> Bullet | None:
    """Return the statement on releases, if every release counted is at hand."""
    made = [
        deed
        for deed in desk.chosen.deeds.values()
        if deed.project_key == key
        and deed.action is Action.RELEASED
        and desk.visibility.deed(deed.key) is not None
    ]
    counted = sum(tally.count for tally in tallies if tally.action is Action.RELEASED)
    if not made or len(made) != counted:
        return None
    return releases.made(desk, made)


def _scale(desk: Desk, fact: ScaleFact) -> Bullet | None:
    """Return how big a project is; nothing when the source of it cannot be opened."""
    pen = desk.pen
    address = pen.address(public_address(fact.source_url))
    said = pen.line(f"{fact.value} {fact.unit}")
    if not address or not said:
        return None
    as_of = f" ({pen.words.month(fact.as_of)})" if fact.as_of else ""
    item = desk.book.page(said, address)
    link = Span(pen.line(shown(address), limit=60), address)
    return Bullet((Span(f"{said}{as_of} ("), link, Span(").")), desk.book.marks([item]))


def _address(pen: Pen, visibility: Visibility, project: Project) -> str:
    """Return an address of the project that gives no source away that is not public."""
    private = [
        remote
        for source in visibility.sources.values()
        if source.confidentiality is not Confidentiality.PUBLIC
        for remote in source.remotes
    ]
    for url in project.urls:
        address = public_address(url)
        if address and not gives_away(address, private) and pen.address(address):
            return address
    for source in visibility.shown_sources(project.key):
        if source.confidentiality is Confidentiality.PUBLIC:
            remote = public_remote(source.remotes, is_public=source.is_public)
            if remote and pen.address(remote):
                return f"https://{remote}"
    return ""


def _period(lines: tuple[RoleLine, ...], tallies: list[MonthTally]) -> tuple[str, str]:
    """Return the ISO ends of what an entry covers; an empty end is "still going on"."""
    months = counting.months_of(tallies)
    starts = [month.iso for month in months[:1]]
    starts += [line.from_on for line in lines if line.from_on]
    is_open = any(line.dates and line.from_on and not line.to_on for line in lines)
    ends = [month.iso for month in months[-1:]] + [line.to_on for line in lines if line.to_on]
    return min(starts, default=""), "" if is_open else max(ends, default="")


def _bare_period(pen: Pen, tallies: list[MonthTally]) -> tuple[RoleLine, ...]:
    months = counting.months_of(tallies)
    if not months:
        return ()
    first, last = months[0], months[-1]
    dates = periods.in_words(pen.words, first, last, is_current=False)
    return (RoleLine("", dates, from_on=first.iso, to_on=last.iso),)
