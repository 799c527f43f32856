"""Asking somebody who saw the work for words about it, and answering such a request."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from portfolio.attest import letter as form
from portfolio.attest import letter_requests as requests
from portfolio.attest import request_mail
from portfolio.curate.corroboration import Askable, askable
from portfolio.errors import NamelessError, NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.attestation import AttestationKind, Mentoring, Party, Work
from portfolio.model.letter_request import MAX_WORKS, LetterRequest
from portfolio.operations.letters import plain_name
from portfolio.operations.onlooking import own_accounts, own_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio.model.attestation import Attestation
    from portfolio.model.deed import Deed
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store
    from portfolio.workspace import Workspace

LASTS: Final = timedelta(days=90)
QUESTION: Final = "What did you see me do here?"


@dataclass(frozen=True, slots=True)
class Asking:
    """What may be asked about a story: its works, and whom.

    Attributes:
        works: The works a stranger can open, the starred ones first.
        people: Who saw them, most of them first.
    """

    story_id: str
    title: str
    works: tuple[Work, ...]
    people: tuple[Askable, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A request with what goes to whoever is asked.

    Attributes:
        files: Name and bytes of each file: the request, and a form to fill in with any editor.
        mail: Text of the mail.
        link: The same as a ``mailto:`` link; a file cannot ride on one.
    """

    request: LetterRequest
    files: tuple[tuple[str, bytes], ...]
    mail: str
    link: str


def about_story(store: Store, story_id: str) -> Asking:
    """Return what may be asked about a story. Not on the UI thread.

    Raises:
        NotFoundError: There is no such story.
    """
    with store.reading() as reader:
        story = reader.stories.get(story_id)
        if story is None:
            raise NotFoundError("There is no such story.")
        items = sorted(story.items, key=lambda item: (not item.featured, item.rank))
        deeds = reader.deeds.by_keys([item.deed_key for item in items])
        shown = [deeds[item.deed_key] for item in items if item.deed_key in deeds]
        open_ = [deed for deed in shown if _may_be_named(deed)]
        contributions = {deed.key: reader.deeds.contributions(deed.key) for deed in open_}
        return Asking(
            story.id,
            story.title,
            tuple(work_of(deed) for deed in open_),
            tuple(askable(contributions, _own(reader))),
        )


def work_of(deed: Deed) -> Work:
    """Return a deed as a letter lists it: title, page, and the commit that fixes what is meant."""
    kind, _, rest = deed.key.partition(":")
    commit = rest.partition(":")[0] if kind == "git" else ""
    return Work(deed.url, deed.title, f"git:{commit}" if commit else "")


def make(  # noqa: PLR0913  (each is one thing a request says)
    workspace: Workspace,
    asked: Party,
    works: Sequence[Work],
    *,
    question: str = QUESTION,
    kind: AttestationKind = AttestationKind.TESTIMONIAL,
    language: str = "en",
    story_id: str = "",
    mentoring: Mentoring | None = None,
    folder: Path | None = None,
) -> Made:
    """Make a request and keep it among those asked for.

    Args:
        workspace: Whose store and clock are used.
        asked: Whom.
        works: About what; the first eight count.
        question: What is asked.
        kind: Of the letter that is asked for.
        language: Of the request.
        story_id: The story it is about, or "".
        mentoring: What the letter is asked to say: the other side of what the holder was.
        folder: Where its files are saved; it is kept only if they can be.

    Raises:
        UsageError: Something it needs is missing, the holder has said no name yet, or as for
            `save_files`.
        ExportError: As for `save_files`.
    """
    store, now = workspace.store, workspace.clock.now().replace(microsecond=0)
    request = LetterRequest(
        id="",
        kind=kind,
        asked=asked,
        holder=_holder(store),
        works=tuple(works)[:MAX_WORKS],
        question=question or QUESTION,
        language=language,
        made_at=now,
        expires_at=now + LASTS,
        story_id=story_id,
        mentoring=mentoring,
    )
    request = replace(requests.parse(requests.compose(request)), story_id=story_id)
    made = made_of(request)
    if folder is not None:
        save_files(made, folder)
    with store.editing(steps.REQUEST_MADE, name=asked.name) as editor:
        editor.save_request(request)
    return made


def _holder(store: Store) -> Party:
    with store.reading() as reader:
        holder = Party(reader.holder().name, "", own_accounts(reader)[:8])
        key = next((each for each in reader.keys.all() if each.owner == "self"), None)
    if not holder.name:
        raise NamelessError("Say your name first: it stands in the request.")
    return replace(holder, key=key.fingerprint if key else "")


def made_of(request: LetterRequest) -> Made:
    """Return what goes to whoever is asked."""
    stem = plain_name(f"{request.holder.name} asks {request.asked.name}") or "request"
    asked = plain_name(request.asked.name)
    form_stem = f"{request_mail.FORM_STEM}-by-{asked}" if asked else request_mail.FORM_STEM
    files = (
        (f"{stem}.{requests.SUFFIX}", request.raw),
        (f"{form_stem}.{form.suffix(request.kind)}", requests.form_of(request)),
    )
    mail = request_mail.mail_text(request, form_stem=form_stem)
    return Made(request, files, mail, request_mail.mail_link(request))


def save_files(made: Made, folder: Path) -> list[Path]:
    """Save the files of a request in a folder, and return where.

    Raises:
        UsageError: A file of that name with something else in it is there: what somebody was
            asked before is not written over.
        ExportError: They cannot be written there.
    """
    from portfolio.operations.export import save  # documents take long to import

    paths = [folder / name for name, _ in made.files]
    for path, (_, data) in zip(paths, made.files, strict=True):
        with contextlib.suppress(OSError):
            if path.read_bytes() != data:
                raise UsageError(f"{path.name} is there already.", "Choose another folder.")
    for path, (_, data) in zip(paths, made.files, strict=True):
        save(path, data)
    return paths


def all_requests(store: Store) -> list[LetterRequest]:
    """Return the requests the holder made, the latest first."""
    with store.reading() as reader:
        return reader.requests.all()


def get(store: Store, request_id: str) -> LetterRequest:
    """Return a request with its file.

    Raises:
        NotFoundError: There is none of this id.
    """
    with store.reading() as reader:
        found = reader.requests.get(request_id)
    if found is None:
        raise NotFoundError("There is no such request.")
    return found


def note_reminder(workspace: Workspace, request_id: str) -> LetterRequest:
    """Note that the one polite reminder was made; it is never made by itself.

    Raises:
        NotFoundError: There is none of this id.
        UsageError: It was made already.
    """
    found = get(workspace.store, request_id)
    if found.reminded_at is not None:
        raise UsageError("You reminded them once. A second time would be too often.")
    changed = replace(found, reminded_at=workspace.clock.now().replace(microsecond=0))
    with workspace.store.editing(steps.REQUEST_REMINDED, name=found.asked.name) as editor:
        editor.save_request(changed)
    return changed


def remove(store: Store, request_id: str) -> LetterRequest:
    """Take a request out of the record; undo brings it back.

    Raises:
        NotFoundError: There is none of this id.
    """
    found = get(store, request_id)
    with store.editing(steps.REQUEST_REMOVED, name=found.asked.name) as editor:
        editor.remove_request(request_id)
    return found


def opened(raw: bytes) -> tuple[LetterRequest, Attestation]:
    """Return a request somebody sent, and the letter it asks for without its words.

    Raises:
        LetterError: It is no request.
    """
    request = requests.parse(raw)
    return request, requests.draft(request)


def _may_be_named(deed: Deed) -> bool:
    """Say whether somebody can be asked about a work; one that was typed in gets words so."""
    is_open = deed.url.startswith("https://")
    return is_open and not deed.is_hidden and not deed.is_confidential


def _own(reader: Reader) -> list[str]:
    handles = [each.rstrip("/").rpartition("/")[2] for each in own_accounts(reader)]
    return [*own_addresses(reader), *handles, *(each.handle for each in reader.accounts.all())]
