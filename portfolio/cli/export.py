"""``export``: a document saved to a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import about_others, words
from portfolio.cli.groups import group
from portfolio.cli.session import IN_PART, STDOUT, Session, session_of
from portfolio.export.chosen import LeftOutItem, LeftOutKind
from portfolio.operations import check_page, editions, listing, preview, sharing
from portfolio.operations.export import ExportResult, export
from portfolio.operations.export import save as save_file

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.model.share import Terms
    from portfolio.store.store import Store

app = group("Save a document.")

EditionName = Annotated[
    str, typer.Option("--edition", help="Which edition; the first one when not given.")
]
Out = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="PATH",
        help="File to write, or a folder (one that is there, or a name that ends in /); here when"
        " not given. A folder that is not there is made, and said. - is stdout.",
    ),
]
ENDINGS = {
    "pdf": ".pdf",
    "html": ".html",
    "markdown": ".md",
    "text": ".txt",
    "json-resume": ".json",
    "csv": ".csv",
    "share": ".share",
}
HELP = {
    "pdf": "The CV as PDF, with its data attached.",
    "html": "The CV as one HTML file that needs nothing else.",
    "markdown": "The CV as Markdown.",
    "text": "The CV as plain text, for forms and portals.",
    "json-resume": "The CV as JSON Resume.",
    "csv": "The deeds an edition may show, as a table.",
}


def _command(form: str) -> Callable[..., None]:
    def command(context: typer.Context, edition: EditionName = "", out: Out = "") -> None:
        save(session_of(context), form, edition, out)

    return command


for _form, _help in HELP.items():
    app.command(_form, help=_help)(_command(_form))


app.command("about")(about_others.about)


@app.command("check-page")
def save_check_page(context: typer.Context, out: Out = "") -> None:
    """Save the page on which anybody checks a CV, a letter or a badge in a browser."""
    session = session_of(context)
    if out == STDOUT:
        check_page.save_page(Path(check_page.FILE_NAME), put=session.pour)
        return
    path = Path(out).expanduser()
    if _is_folder(out):
        path /= check_page.FILE_NAME
    saved = check_page.save_page(path)
    session.answer(saved, f"Saved {saved.path}. It opens in a browser and asks nobody.")


@app.command()
def share(
    context: typer.Context,
    audience: Annotated[str, typer.Option("--for", help="Whom the file is for.")],
    purpose: Annotated[str, typer.Option("--purpose", help="What they want it for.")],
    until: Annotated[
        str, typer.Option("--until", help="The last day of its use: 2027-11-20. A year, if unsaid.")
    ] = "",
    edition: EditionName = "",
    out: Out = "",
) -> None:
    """What an edition says, with letters and badges, for somebody's program: for one purpose."""
    session = session_of(context)
    clock = session.workspace().clock
    agreed = sharing.terms(clock, audience, purpose, words.day(until) if until else None)
    save(session, sharing.FORM, edition, out, agreed)


def save(
    session: Session, form: str, edition: str, out: str, agreed: Terms | None = None
) -> ExportResult:
    """Save one document and say what became of it.

    Args:
        session: The run.
        form: A key of `ENDINGS`.
        edition: Name or id, "" for the first one.
        out: File or folder as it was typed; "" for this folder, "-" for stdout.
        agreed: What a share file is made for.
    """
    store, clock = session.store, session.workspace().clock
    found = editions.find(store, edition) if edition else editions.ensure_default(store)
    to_stdout = out == STDOUT
    put = session.pour if to_stdout else save_file
    path = Path("" if to_stdout else out).expanduser()
    if to_stdout or _is_folder(out):
        path /= f"{preview.file_stem(store, clock, found.id)}{ENDINGS[form]}"
    is_new_folder = not path.parent.exists()
    if form == listing.FORM:
        result = listing.export_csv(store, found.id, path, put=put)
    elif agreed is not None:
        result = sharing.export(store, clock, found.id, agreed, path, put=put)
    else:
        result = export(store, clock, found.id, form, path, put=put)
    if to_stdout:
        for item in left_out_words(result):
            session.say(f"Left out: {item}")
    else:
        session.answer(result, in_words(result))
    if is_new_folder:
        session.say(f"Made the folder {path.parent}.")
    warnings = [*result.warnings, *_empty(store)]
    for warning in warnings:
        session.warn(warning)
    if warnings:
        session.ends_with(IN_PART)
    return result


def _is_folder(out: str) -> bool:
    """Say whether what was typed is a folder, or meant as one."""
    separators = {os.sep, os.altsep or os.sep}
    return not out or out[-1] in separators or Path(out).expanduser().is_dir()


def _empty(store: Store) -> list[str]:
    """Return the warning that there is nothing to show yet."""
    with store.reading() as reader:
        totals = reader.totals()
        is_empty = not (totals.deed_count or reader.stories.all() or reader.roles.all())
    if not is_empty:
        return []
    advice = "Begin with: portfolio scan FOLDER, then portfolio identity confirm --suggested"
    return [f"Your record is empty, so the document says nothing of your work. {advice}"]


def in_words(result: ExportResult) -> str:
    """Return what was saved, in one or two lines."""
    pages = f", {words.counted(result.page_count, 'page', 'pages')}" if result.page_count else ""
    lines = [f"Saved {result.path}{pages}, {result.size_bytes:,} bytes."]
    lines += [f"Left out: {item}" for item in left_out_words(result)]
    return "\n".join(lines)


def left_out_words(result: ExportResult) -> list[str]:
    """Say, for the holder only, what is not in the document."""
    kinds: dict[LeftOutKind, list[LeftOutItem]] = {}
    for item in result.left_out.items:
        kinds.setdefault(item.kind, []).append(item)
    return [_left_out_line(kind, items) for kind, items in kinds.items()]


_WHAT = {
    LeftOutKind.SOURCE_NOT_PUBLIC: (
        "item not public at its source",
        "items not public at their source",
    ),
    LeftOutKind.COUNTED_ONLY: ("item counted, but not named", "items counted, but not named"),
    LeftOutKind.CONFIDENTIAL_DEED: (
        "item you marked confidential",
        "items you marked confidential",
    ),
    LeftOutKind.CONFIDENTIAL_PROJECT: ("project not public", "projects not public"),
    LeftOutKind.HIDDEN_DEED: ("item hidden by you", "items hidden by you"),
    LeftOutKind.HIDDEN_PROJECT: ("project hidden by you", "projects hidden by you"),
    LeftOutKind.REDACTED_DEED: (
        "item taken out of this edition",
        "items taken out of this edition",
    ),
    LeftOutKind.STORY_NOT_PUBLIC: (
        "story about work that is not shown",
        "stories about work that is not shown",
    ),
    LeftOutKind.STORY_MISSING: ("story no longer there", "stories no longer there"),
    LeftOutKind.PERSON_NOT_MENTIONED: (
        "person who asked not to be named",
        "people who asked not to be named",
    ),
    LeftOutKind.UNCONFIRMED_IDENTITY: (
        "item under a name you did not confirm",
        "items under a name you did not confirm",
    ),
    LeftOutKind.SHORTENED: (
        "text that is too long: its end",
        "texts that are too long: their ends",
    ),
    LeftOutKind.UNFIT_LINK: (
        "address that cannot stand in a document",
        "addresses that cannot stand in a document",
    ),
    LeftOutKind.ATTESTED_NAMES_HIDDEN: (
        "testimonial or badge about work that is not shown",
        "testimonials or badges about work that is not shown",
    ),
    LeftOutKind.ATTESTED_DOES_NOT_HOLD: (
        "testimonial or badge that does not hold",
        "testimonials or badges that do not hold",
    ),
    LeftOutKind.ATTESTED_WITHDRAWN: (
        "testimonial that its writer withdrew",
        "testimonials that their writers withdrew",
    ),
}
_PROJECTS = frozenset((LeftOutKind.HIDDEN_PROJECT, LeftOutKind.CONFIDENTIAL_PROJECT))
_MOST_NAMED = 3


def _left_out_line(kind: LeftOutKind, items: list[LeftOutItem]) -> str:
    """Count what was kept back, and name some of it; only the holder sees it."""
    count = len(items) if kind in _PROJECTS else sum(item.count for item in items) or len(items)
    one, several = _WHAT[kind]
    names = [item.words for item in items if item.words]
    named = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
    said = f"{count:,} {one if count == 1 else several}"
    return f"{said} ({named})" if named else said
