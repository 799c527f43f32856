"""``demo``: the main job from end to end, without an account and without touching the record."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.check import pdf_file
from portfolio.cli.export import ENDINGS
from portfolio.cli.progress import ProgressLine
from portfolio.cli.session import DOES_NOT_HOLD, Session, session_of
from portfolio.cli.words import counted
from portfolio.errors import UsageError
from portfolio.model.codes import Confidentiality, IdentityStatus, QuestionKind
from portfolio.model.identity import IdentitySuggestion, Reason
from portfolio.operations import (
    check_page,
    editions,
    folders,
    holder,
    identities,
    preview,
    questions,
    sample,
    sample_repositories,
)
from portfolio.operations.export import ExportResult, export
from portfolio.workspace import Workspace

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.store.store import Store

BUILT = ("Quillmark", "Tern")
FORMS = ("pdf", "html", "text", "json-resume")
_LETTER = "a letter, signed by somebody made up"
_WHAT = {
    ".svg": "a badge from somebody made up",
    ".json": "what somebody made up says for that badge",
    ".zip": "the letter and the badge to hand over as files",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``portfolio check`` says of a file, in one sentence."""

    path: Path
    holds: bool
    words: str


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """What ``demo`` prints as JSON.

    Attributes:
        signed: Files that made-up people signed, and the backpack with them.
        check_page: The page on which others check the PDF in a browser.
        checks: What ``portfolio check`` says of each thing that can be checked.
        problems: What the check of the PDF found wrong; empty when everything holds.
        profile_dir: The profile it was made from, kept beside the documents.
    """

    files: tuple[ExportResult, ...]
    signed: tuple[Path, ...]
    check_page: Path
    checks: tuple[Checked, ...]
    page_count: int
    attachments: tuple[str, ...]
    projects: tuple[str, ...]
    problems: tuple[str, ...]
    profile_dir: Path
    seconds: float


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="Folder for what is made.")] = Path("out"),
    folder: Annotated[
        list[Path] | None,
        typer.Option(
            "--folder",
            metavar="FOLDER",
            help="Read these folders instead of this one and the made-up two.",
        ),
    ] = None,
    opens: Annotated[
        bool, typer.Option("--open", help="Open the window on the result if there is a screen.")
    ] = False,
) -> None:
    """Make a CV from this folder's repositories and two made-up ones, and check it.

    Your own record is not touched. With --folder nothing is made up: the folders' likeliest
    author is taken to be you.
    """
    session = session_of(context)
    missing = [str(each) for each in folder or () if not each.is_dir()]
    if missing:
        raise UsageError(f"There is no folder {', '.join(missing)}.")
    began = time.monotonic()
    profile_dir = _fresh_profile(out)
    workspace = Workspace.open(profile_dir, offline=session.is_offline)
    try:
        _fill(session, workspace, folder)
        answer = _make(workspace, out.absolute(), profile_dir, began, is_made_up=not folder)
    finally:
        workspace.close()
    session.answer(answer, _in_words(answer))
    if answer.problems:
        session.ends_with(DOES_NOT_HOLD)
    if opens:
        _open_window(session, profile_dir)


def _fresh_profile(out: Path) -> Path:
    profile = out.absolute() / "demo-profile"
    if profile.exists():
        shutil.rmtree(profile)
    profile.mkdir(parents=True)
    return profile


def _fill(session: Session, workspace: Workspace, given: Sequence[Path] | None) -> None:
    """Read the repositories, say whose they are, and curate a little."""
    store, line = workspace.store, ProgressLine(session)
    with tempfile.TemporaryDirectory(prefix="portfolio-demo-") as scratch:
        built = [] if given else sample_repositories.build(Path(scratch), BUILT)
        where = list(given) if given else [Path.cwd()]
        found = folders.scan(
            where, report=line.report, cancelled=_never, max_depth=6 if given else 0
        )
        own = [each for each in found if each.is_repository and not each.problem]
        if not own:
            session.say("There is no repository in this folder; the made-up ones are used.")
        found += folders.scan(built, report=line.report, cancelled=_never, max_depth=0)
        folders.read(store, workspace.clock, found, report=line.report, cancelled=_never)
        keys = _mine(session, store, is_made_up=bool(built))
        identities.confirm(store, workspace.clock, keys)
        folders.read(store, workspace.clock, found, report=line.move, cancelled=_never)
        line.clear()
    _say_of_sources(session, store, is_made_up=bool(built))
    if built:
        sample.curate(store)
    else:
        holder.set_fields(store, name=holder.suggest_name(store))


def _mine(session: Session, store: Store, *, is_made_up: bool) -> list[str]:
    """Choose identities, and say what was assumed."""
    rows = identities.suggestions(store)
    own = sample.mine_among(store) if is_made_up else []
    others = [row for row in rows if row.key not in own and row.address not in _made_up()]
    ticked = [row for row in others if row.ticked]
    if ticked:
        session.say(f"Likely yours by this computer's git settings: {_names(ticked)}.")
    elif best := _likeliest(others):
        ticked = [best]
        session.say(
            "Nobody in this folder is known to this computer's git settings, so the one with the"
            f" most entries is taken: {_names(ticked)}."
        )
    if is_made_up:
        name = sample_repositories.contents()["holder"]["name"]
        session.say(
            f"{name} and the repositories {' and '.join(BUILT)} are made up, to show what a record"
            " of several years looks like. Work found in this folder is shown under that name."
        )
    return [*own, *(row.key for row in ticked)]


def _made_up() -> frozenset[str]:
    return frozenset(each[1] for each in sample_repositories.contents()["people"].values())


def _likeliest(rows: Sequence[IdentitySuggestion]) -> IdentitySuggestion | None:
    people = [
        row
        for row in rows
        if row.reason not in {Reason.BOT, Reason.PLACEHOLDER}
        and row.status is IdentityStatus.SUGGESTED
    ]
    return max(people, key=lambda row: row.total, default=None)


def _names(rows: Sequence[IdentitySuggestion]) -> str:
    return ", ".join(f"{row.name} <{row.address}>" for row in rows)


def _say_of_sources(session: Session, store: Store, *, is_made_up: bool) -> None:
    """Show this folder's repository even when it is not public; leave other private ones out."""
    with store.reading() as reader:
        asked = [q for q in reader.questions.all() if q.kind is QuestionKind.NOT_PUBLIC]
    for question in asked:
        if is_made_up:
            questions.answer(store, question.key, Confidentiality.INCLUDE)
            what = "The demo shows it; in your own record it is left out until you say otherwise."
        else:
            what = "It is left out."
        session.say(f"{question.source_label} is not known to be public. {what}")


def _make(
    workspace: Workspace, out: Path, profile_dir: Path, began: float, *, is_made_up: bool
) -> DemoAnswer:
    store, clock = workspace.store, workspace.clock
    edition = editions.ensure_default(store)
    signed = _signed(workspace, out) if is_made_up else []
    stem = preview.file_stem(store, clock, edition.id)
    files = [
        export(store, clock, edition.id, form, out / f"{stem}{ENDINGS[form]}") for form in FORMS
    ]
    facts = pdf_file.read(files[0].path)
    with store.reading() as reader:
        name = reader.holder().name
        shown = [p.name for p in reader.projects.all() if p.deed_count and not p.is_confidential]
    if signed:
        signed.append(_backpack(workspace, out, edition.id))
    checks = [_checked(workspace, path) for path in (files[0].path, *signed)]
    wrong = [f"{each.path.name}: {each.words}" for each in checks if not each.holds]
    return DemoAnswer(
        files=tuple(files),
        signed=tuple(signed),
        check_page=check_page.save_page(out / check_page.FILE_NAME).path,
        checks=tuple(checks),
        page_count=facts.page_count,
        attachments=facts.attachments,
        projects=tuple(shown),
        problems=(*_problems(facts, [name, *shown]), *wrong),
        profile_dir=profile_dir,
        seconds=round(time.monotonic() - began, 1),
    )


def _signed(workspace: Workspace, out: Path) -> list[Path]:
    """Have the made-up mentor sign a letter and give a badge; take both in as a holder would."""
    from portfolio.attest import app_keys
    from portfolio.operations import sample_badges, sample_letters
    from portfolio.operations.export import save

    store, clock = workspace.store, workspace.clock
    key = app_keys.private_key(app_keys.make())
    letter, written = sample_letters.mentor_letter(store, clock, key)
    if not written:
        return []
    made = {letter: written}
    sample_letters.accept(store, clock, written, letter)
    badge, given = sample_badges.mentor_badge(store, clock, key)
    if given:
        name, spoken = sample_badges.endorsement(clock, given)
        made |= {badge: given, name: spoken}
        sample_badges.accept(store, clock, given, badge)
        sample_badges.accept(store, clock, spoken, name)
    for name, data in made.items():
        save(out / name, data)
    return [out / name for name in made]


def _backpack(workspace: Workspace, out: Path, edition_id: str) -> Path:
    """Save what documents show as the files they are."""
    from portfolio.operations import backpacks

    path = out / "backpack.zip"
    backpacks.save(path, backpacks.make(workspace.store, workspace.clock, edition_id))
    return path


def _checked(workspace: Workspace, path: Path) -> Checked:
    from portfolio.model import verdict_words
    from portfolio.operations import checking

    report = checking.check(path.read_bytes(), at=workspace.clock.now(), name=path.name)
    return Checked(path, report.holds, verdict_words.title(report.headline))


def _problems(facts: pdf_file.PdfFacts, wanted: Sequence[str]) -> list[str]:
    text = " ".join(facts.text.split())
    problems = [f"“{each}” is not in the PDF's text." for each in wanted if each not in text]
    if not facts.page_count:
        problems.append("The PDF has no pages.")
    if not facts.attachments:
        problems.append("The PDF carries no data files.")
    return problems


def _in_words(answer: DemoAnswer) -> str:
    pages = counted(answer.page_count, "page", "pages")
    lines = [f"Made in {answer.seconds} seconds:"]
    lines += [f"  {each.path}  ({each.format}, {each.size_bytes:,} bytes)" for each in answer.files]
    lines.append(
        f"The PDF opens, has {pages}, its text can be copied, and it carries"
        f" {len(answer.attachments)} data files: {', '.join(answer.attachments)}."
    )
    lines.append(f"It shows the projects {', '.join(answer.projects)}.")
    lines += [f"  {each}  ({_WHAT.get(each.suffix, _LETTER)})" for each in answer.signed]
    lines.append("What “portfolio check” says, on this computer alone:")
    lines += [f"  {each.path.name}: {each.words}" for each in answer.checks]
    lines += [f"Wrong: {each}" for each in answer.problems]
    lines.append(f"In a browser, without this program: open {answer.check_page}")
    lines.append("  and drop the PDF or the letter on it.")
    program = sys.argv[0] if Path(sys.argv[0]).stem == "portfolio" else "portfolio"
    lines.append(f"Look around in it: {program} --profile-dir {answer.profile_dir}")
    return "\n".join(lines)


def _open_window(session: Session, profile_dir: Path) -> None:
    """Open the window in a process of its own; without a screen say so, which is no fault."""
    if not _has_screen():
        session.say("There is no screen here, so the window is not opened.")
        return
    sys.stdout.flush()
    command = (sys.executable, "-m", "portfolio", "--profile-dir", str(profile_dir))
    done = subprocess.run(command, check=False)  # noqa: S603  (this very program)
    if done.returncode:
        session.warn("The window could not be opened. The documents are made all the same.")


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _never() -> bool:
    return False
