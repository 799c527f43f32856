"""``badge``: take badges in, see what can be believed of them, print them, and give some."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from portfolio.cli import carrying, checks, network, outside_files
from portfolio.cli.groups import group
from portfolio.cli.recovery import say_unsaved
from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.errors import NotFoundError, UsageError
from portfolio.model import verdict_lines
from portfolio.model.attestation import Direction, Work
from portfolio.model.badge import Badge, RecipientMatch
from portfolio.operations.carrying import without_badge

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.operations.backpack_opening import Taken
    from portfolio.operations.badge_giving import Given
    from portfolio.operations.badges import BadgeView, Looked

app = group("Take badges in, see what can be believed of them, and give badges to others.")

Which = Annotated[
    str, typer.Argument(metavar="BADGE", help="A badge's id, or its beginning, as listed.")
]
Out = Annotated[Path, typer.Option("--out", help="Where the file is saved.")]
_MOST_BYTES = 50 * 1024 * 1024
_SHORT = 12


@app.command("import")
def import_(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|LINK|-",
            help="PNG, SVG, JSON, JWT or zip files, links to badges, backpacks as zip or folder,"
            " or - for a pasted text.",
        ),
    ],
) -> None:
    """Take badges in; a link is fetched now, once. Files are kept exactly as they came.

    Letters of a backpack come into the inbox, like any other.
    """
    session = session_of(context)
    found: list[BadgeView] = []
    letter_count = 0
    for source in sources:
        is_link = source.startswith(("https://", "http://"))
        if is_link:
            looked = _fetched(session, source)
            found, unread = [*found, *looked.views], looked.unread
        else:
            taken = _read(session, Path(source))
            found, unread = [*found, *taken.badges], taken.unread
            letter_count += len(taken.letters)
        for each in unread:
            session.warn(f"{each.name}: {each.why}")
    session.list([_plain(view) for view in found] if session.is_json else found, _line)
    known = sum(view.was_known for view in found)
    if known:
        were = "1 badge was" if known == 1 else f"{known} badges were"
        session.say(f"{were} in your record already.")
    if letter_count:
        words = "1 letter is" if letter_count == 1 else f"{letter_count} letters are"
        session.say(f"{words} in the inbox: portfolio testimonial list")


def _read(session: Session, path: Path) -> Taken:
    from portfolio.operations import backpack_opening, handed_files

    workspace = session.workspace()
    store, clock = workspace.store, workspace.clock
    if path.is_dir():
        files = handed_files.folder(path)
        return backpack_opening.take_in_files(store, clock, files, name=path.name)
    raw = outside_files.read(path, most=_MOST_BYTES)
    name = "" if str(path) == "-" else path.name
    return backpack_opening.take_in(store, clock, raw, name=name)


def _fetched(session: Session, link: str) -> Looked:
    from portfolio.operations import badge_asking
    from portfolio.operations.asking import asker
    from portfolio.workspace import Workspace

    async def work(workspace: Workspace, _: object) -> Looked:
        ask = asker(workspace.transport, workspace.clock)
        return await badge_asking.take_in_from(workspace.store, workspace.clock, ask, link)

    return network.run(session, work)


@app.command("list")
def list_(
    context: typer.Context,
    given: Annotated[bool, typer.Option("--given", help="Those you gave to others.")] = False,
) -> None:
    """List badges with what can be believed of each now; those of accounts stand among them."""
    from portfolio.operations import badge_views

    session = session_of(context)
    workspace = session.workspace(read_only=True)
    direction = Direction.GIVEN if given else Direction.RECEIVED
    found = badge_views.all_views(workspace.store, workspace.clock, direction=direction)
    session.list(
        [_plain(view) for view in found] if session.is_json else found,
        _line,
        nothing="No badges yet.",
    )


@app.command()
def show(
    context: typer.Context,
    badge: Which,
    online: Annotated[
        bool, typer.Option("--online", help="Ask online what would settle more.")
    ] = False,
) -> None:
    """Show one badge, and step by step what can be believed of it."""
    session = session_of(context)
    view = _asked(session, badge) if online else find(session, badge)
    session.answer(_plain(view), "\n".join(_whole(view)))
    if view.verdict.state.does_not_hold:
        session.ends_with(DOES_NOT_HOLD)


def _asked(session: Session, badge: str) -> BadgeView:
    from portfolio.operations import badge_asking
    from portfolio.operations.asking import asker
    from portfolio.workspace import Workspace

    badge_id = find(session, badge).badge.id

    async def work(workspace: Workspace, _: object) -> BadgeView:
        ask = asker(workspace.transport, workspace.clock)
        return await badge_asking.check_online(workspace.store, workspace.clock, ask, badge_id)

    return network.run(session, work)


@app.command("print")
def print_(
    context: typer.Context,
    badge: Which,
    shown: Annotated[bool, typer.Option("--shown/--left-out", help="Whether documents show it.")],
) -> None:
    """Choose whether documents show a badge."""
    from portfolio.operations import badges

    session = session_of(context)
    workspace = session.workspace()
    found = find(session, badge).badge
    changed = badges.show(workspace.store, workspace.clock, found.id, shown=shown)
    session.answer(_facts(changed), _about(changed))
    with workspace.store.reading() as reader:
        said = carrying.not_in(without_badge(reader, changed.id), "badges") if shown else ""
    if said:
        session.say(said)


@app.command()
def remove(context: typer.Context, badge: Which) -> None:
    """Take a badge out of the record; undo brings it back."""
    from portfolio.operations import badges

    session = session_of(context)
    workspace = session.workspace()
    removed = badges.remove(workspace.store, find(session, badge).badge.id)
    session.answer(_facts(removed), f"Removed {removed.name}.")


@app.command()
def save(context: typer.Context, badge: Which, out: Out) -> None:
    """Save a badge's file exactly as it came."""
    from portfolio.operations import badges
    from portfolio.operations.export import save as save_file

    session = session_of(context)
    found = find(session, badge).badge
    workspace = session.workspace(read_only=True)
    name, data = badges.file_of(workspace.store, workspace.clock, found.id)
    path = out / name if out.is_dir() else out
    save_file(path, data)
    session.answer({"id": found.id, "path": path, "size_bytes": len(data)}, str(path))


@app.command()
def issue(
    context: typer.Context,
    out: Out,
    name: Annotated[str, typer.Option("--name", help="What the badge is called.")],
    criteria: Annotated[str, typer.Option("--criteria", help="What it is given for.")],
    evidence: Annotated[
        list[str],
        typer.Option("--evidence", help="A work as LINK or TITLE=LINK; repeatable."),
    ],
    account: Annotated[str, typer.Option("--to-account", help="An account of theirs.")] = "",
    mail: Annotated[
        str, typer.Option("--to-mail", help="Their address; only its scrambled form is written.")
    ] = "",
    description: Annotated[
        str, typer.Option("--description", help="What it stands for; else the criteria say it.")
    ] = "",
    words: Annotated[str, typer.Option("--words", help="What they did, in your words.")] = "",
    tag: Annotated[list[str] | None, typer.Option("--tag", help="Repeatable.")] = None,
    design: Annotated[
        str, typer.Option("--design", help="octagon, round, shield, square or hexagon.")
    ] = "octagon",
    image: Annotated[
        Path | None, typer.Option("--image", help="A picture of yours, SVG or PNG.")
    ] = None,
) -> None:
    """Give a badge to somebody: a picture with the badge in it, signed with your key."""
    from portfolio.attest.badges.issuing import Award, Receiver
    from portfolio.attest.badges.png import is_png
    from portfolio.operations import badge_giving

    session = session_of(context)
    works = tuple(map(_work, evidence))
    award = Award(name, description or criteria, criteria, works, words, tuple(tag or ()))
    picture = outside_files.read(image, most=_MOST_BYTES) if image else badge_giving.drawing(design)
    _check_ending(out, ".png" if is_png(picture) else ".svg")
    receiver = Receiver(account=account, mail=checks.email(mail))
    given = badge_giving.issue(session.workspace(), award, receiver, design=picture, to=out)
    _say_given(session, given, given.path)


@app.command()
def endorse(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The badge somebody handed you.")],
    out: Out,
    words: Annotated[str, typer.Option("--words", help="What you say.")],
    about: Annotated[
        Literal["badge", "achievement", "issuer"],
        typer.Option("--about", help="What you speak for."),
    ] = "badge",
) -> None:
    """Speak for somebody's badge: an endorsement as a file of its own, signed with your key."""
    from portfolio.operations import badge_giving
    from portfolio.operations.export import save as save_file

    session = session_of(context)
    _check_ending(out, ".json")
    raw = outside_files.read(file, most=_MOST_BYTES)
    given = badge_giving.endorse(session.workspace(), raw, words, about=about)
    path = out / given.name if out.is_dir() else out
    save_file(path, given.data)
    _say_given(session, given, path)


def _check_ending(out: Path, right: str) -> None:
    """Refuse a file name that would say something else of what is saved, before it is given."""
    if not out.is_dir() and out.suffix and out.suffix.lower() != right:
        raise UsageError(f"This is saved as a {right} file: end its name so.")


def _say_given(session: Session, given: Given, path: Path | None) -> None:
    facts = _facts(given.badge) if given.badge is not None else {}
    session.answer({**facts, "path": path, "size_bytes": len(given.data)}, str(path))
    say_unsaved(session)


def _work(typed: str) -> Work:
    title, mark, url = typed.partition("=")
    if mark and url.startswith(("https://", "http://")):
        return Work(url, title)
    return Work(typed, "")


def find(session: Session, typed: str) -> BadgeView:
    """Return the one badge whose id begins as typed.

    Raises:
        NotFoundError: There is none.
        UsageError: There are several.
    """
    from portfolio.operations import badge_views

    workspace = session.workspace()
    every = [
        view
        for direction in Direction
        for view in badge_views.all_views(workspace.store, workspace.clock, direction=direction)
    ]
    found = [each for each in every if typed and each.badge.id.startswith(typed.lower())]
    if not found:
        raise NotFoundError("There is no such badge.", "“portfolio badge list” names them.")
    if len(found) > 1:
        raise UsageError(f"Several badges begin with {typed}.")
    return found[0]


def _plain(view: BadgeView) -> dict[str, object]:
    return {**_facts(view.badge), "is_kept": view.is_kept, "verdict": view.verdict}


def _facts(badge: Badge) -> dict[str, object]:
    names = (
        "id format media_type name issuer recipient_match credential_id description from_person"
        " criteria criteria_url narrative evidence issued_at expires_at tags received_from"
        " received_at source_account direction shown note"
    )
    return {name: getattr(badge, name) for name in names.split()}


def _whole(view: BadgeView) -> list[str]:
    badge = view.badge
    said = (
        ("What it is", badge.description),
        ("What it is given for", badge.criteria),
        ("What it is given for stands on a page", badge.criteria_url),
        ("What the giver writes", badge.narrative),
        *(("Evidence", f"{work.title}  {work.url}".strip()) for work in badge.evidence),
    )
    lines = [f"{label}: {text}" for label, text in said if text]
    return [_about(badge), *lines, "", *verdict_lines.lines(view.verdict)]


def _line(view: object) -> str:
    from portfolio.operations.badges import BadgeView

    assert isinstance(view, BadgeView)  # noqa: S101  (narrowing only)
    return f"{_about(view.badge)}  · {verdict_lines.lines(view.verdict)[0]}{_whom(view.badge)}"


def _whom(badge: Badge) -> str:
    if badge.direction is Direction.GIVEN:
        return ""
    words = {
        RecipientMatch.OTHER: "for somebody else",
        RecipientMatch.HIDDEN: "for another address",
    }
    said = words.get(badge.recipient_match, "")
    return f"  ({said})" if said else ""


def _about(badge: Badge) -> str:
    whose = f"from a person: {badge.issuer.name}" if badge.from_person else badge.issuer.name
    year = f", {badge.issued_at.year}" if badge.issued_at is not None else ""
    shown = "  (shown)" if badge.shown else ""
    return f"{badge.id[:_SHORT]}  {badge.name}  {whose}{year}{shown}"
