"""``export``: a document saved to a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from portfolio.cli.groups import group
from portfolio.cli.session import IN_PART, Session, session_of
from portfolio.export.chosen import LeftOutItem, LeftOutKind
from portfolio.operations import editions, listing, preview
from portfolio.operations.export import ExportResult, export

app = group("Save a document.")

EditionName = Annotated[
    str, typer.Option("--edition", help="Which edition; the first one when not given.")
]
Out = Annotated[
    Path | None, typer.Option("--out", help="File to write, or a folder; here when not given.")
]
ENDINGS = {
    "pdf": ".pdf",
    "html": ".html",
    "markdown": ".md",
    "text": ".txt",
    "json-resume": ".json",
    "csv": ".csv",
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
    def command(context: typer.Context, edition: EditionName = "", out: Out = None) -> None:
        save(session_of(context), form, edition, out)

    return command


for _form, _help in HELP.items():
    app.command(_form, help=_help)(_command(_form))


def save(session: Session, form: str, edition: str, out: Path | None) -> ExportResult:
    """Save one document and say what became of it."""
    store, clock = session.store, session.workspace().clock
    found = editions.find(store, edition) if edition else editions.ensure_default(store)
    if out is None or out.is_dir():
        name = f"{preview.file_stem(store, clock, found.id)}{ENDINGS[form]}"
        out = Path(name) if out is None else out / name
    if form == listing.FORM:
        result = listing.export_csv(store, found.id, out)
    else:
        result = export(store, clock, found.id, form, out)
    session.answer(result, in_words(result))
    for warning in result.warnings:
        session.warn(warning)
    if result.warnings:
        session.ends_with(IN_PART)
    return result


def in_words(result: ExportResult) -> str:
    """Return what was saved, in one or two lines."""
    pages = f", {result.page_count} pages" if result.page_count else ""
    lines = [f"Saved {result.path}{pages}, {result.size_bytes:,} bytes."]
    lines += [f"Left out: {item}" for item in left_out_words(result)]
    return "\n".join(lines)


def left_out_words(result: ExportResult) -> list[str]:
    """Say, for the holder only, what is not in the document."""
    kinds: dict[LeftOutKind, list[LeftOutItem]] = {}
    for item in result.left_out.items:
        kinds.setdefault(item.kind, []).append(item)
    return [_left_out_line(kind, items) for kind, items in kinds.items()]


_WHY = {
    LeftOutKind.SOURCE_NOT_PUBLIC: "from a source that is not public",
    LeftOutKind.COUNTED_ONLY: "counted, but not named",
    LeftOutKind.CONFIDENTIAL_DEED: "confidential",
    LeftOutKind.CONFIDENTIAL_PROJECT: "a project that is not public",
    LeftOutKind.HIDDEN_DEED: "hidden by you",
    LeftOutKind.HIDDEN_PROJECT: "a project hidden by you",
    LeftOutKind.REDACTED_DEED: "taken out of this edition",
    LeftOutKind.STORY_NOT_PUBLIC: "a story about work that is not shown",
    LeftOutKind.STORY_MISSING: "a story that is no longer there",
    LeftOutKind.PERSON_NOT_MENTIONED: "asked not to be named",
    LeftOutKind.UNCONFIRMED_IDENTITY: "under a name you did not confirm",
    LeftOutKind.UNFIT_LINK: "an address that cannot stand in a document",
}
_MOST_NAMED = 3


def _left_out_line(kind: LeftOutKind, items: list[LeftOutItem]) -> str:
    """Name what was kept back and why; only the holder sees it."""
    named = ", ".join(item.words for item in items[:_MOST_NAMED] if item.words)
    more = f" and {len(items) - _MOST_NAMED} more" if len(items) > _MOST_NAMED else ""
    return f"{named}{more}: {_WHY[kind]}" if named else _WHY[kind]
