"""Badges the holder received: looked at, taken in, judged anew, shown in documents or not.

Opening one takes nothing in and asks nobody; its bytes are kept as they came, for ever. What
accounts list is in `portfolio.operations.brought_badges`; what goes online is in
`portfolio.operations.badge_asking`.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from portfolio.attest.badges import judging, reading, recognising
from portfolio.attest.badges.badge_file import Form
from portfolio.attest.badges.public_keys import did_of_line
from portfolio.errors import BadgeError, NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.attestation import Direction
from portfolio.model.badge import Badge, BadgeFormat, RecipientMatch
from portfolio.model.codes import TrustClass
from portfolio.model.keys import OWN
from portfolio.model.text import clean_line
from portfolio.model.verdict import Saying, Step, StepMark, Verdict, VerdictState
from portfolio.operations import brought_badges
from portfolio.operations.letters import plain_name
from portfolio.operations.onlooking import view_of
from portfolio.store.attested import BADGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from portfolio.attest.badges.badge_file import BadgeFile, Unread
    from portfolio.attest.onlooker import Onlooker
    from portfolio.clock import Clock
    from portfolio.model.verdict import Answer
    from portfolio.store.editor import Editor
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store

HOLDS: Final = frozenset({VerdictState.VALID, VerdictState.NOT_ANCHORED, VerdictState.EXPIRED})
SUFFIXES: Final = {
    "image/png": "png",
    "image/svg+xml": "svg",
    "application/json": "json",
    "application/vc+ld+json": "json",
    "application/vc+jwt": "jwt",
    "application/jose": "jwt",
}
_MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class BadgeView:
    """A badge and what can be believed of it now.

    Attributes:
        file: As it was opened; None for a service's own badge and for one that cannot be read.
        is_kept: It is in the record as a file of its own.
        was_known: It was there before it was taken in.
        is_brought: An account lists it, and the holder has decided nothing about it.
    """

    badge: Badge
    verdict: Verdict
    file: BadgeFile | None = None
    is_kept: bool = False
    was_known: bool = False
    is_brought: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file holds: one badge, or those of a zip.

    Attributes:
        views: Each badge.
        unread: Parts of a zip that are none, each with the reason.
    """

    views: tuple[BadgeView, ...]
    unread: tuple[Unread, ...] = ()


def look(store: Store, clock: Clock, raw: bytes, *, name: str = "") -> Looked:
    """Look at a file or a pasted text; nothing is taken in, nobody is asked.

    Raises:
        BadgeError: It holds no badge, or is made to do harm.
    """
    file = recognising.open_badge(raw)
    is_zip = file.form is Form.BACKPACK
    files = file.members if is_zip else (file,)
    with store.reading() as reader:
        base = view_of(reader)
    views = []
    for each in files:
        came_from = " / ".join(part for part in (name, each.name) if part)
        said = read_of(each, base, received_from=clean_line(came_from, limit=200))
        with store.reading() as reader:  # one each: judging a thousand takes long
            known = reader.badges.get(said.id)
            if known is not None and not _is_better(clock, base, said, each, known):
                views.append(view_of_kept(reader, clock, known, base))
            else:
                verdict = judged(reader, clock, said.id, each, base)
                views.append(BadgeView(said, verdict, each))
    return Looked(tuple(views), file.unread if is_zip else ())


def take_in(
    store: Store, clock: Clock, raw: bytes, *, name: str = "", account_id: str = ""
) -> Looked:
    """Take a badge, or all those of a zip, into the record; the same one is taken in once.

    One step of the journal for all that are new here, however many.

    Args:
        store: Of the holder.
        clock: Tells now.
        raw: The file, or the UTF-8 of a pasted text.
        name: Of the file, or the address it was fetched from.
        account_id: The account it came from, "" for none.

    Raises:
        BadgeError: It holds no badge, or is made to do harm.
    """
    looked = look(store, clock, raw, name=name)
    first: dict[str, BadgeView] = {}
    for view in looked.views:
        first.setdefault(view.badge.id, replace(view, was_known=view.is_kept))
    fresh = [view for view in first.values() if not view.is_kept]
    first |= {view.badge.id: view for view in _keep_all(store, clock, fresh, account_id)}
    return Looked(tuple(first.values()), looked.unread)


def keep(store: Store, clock: Clock, view: BadgeView, account_id: str = "") -> BadgeView:
    """Keep a badge that was looked at, as one step of the journal."""
    (kept,) = _keep_all(store, clock, [view], account_id)
    return kept


def _keep_all(
    store: Store, clock: Clock, views: Sequence[BadgeView], account_id: str
) -> list[BadgeView]:
    """Keep badges that were looked at: all in one transaction, which is one step of the journal."""
    if not views:
        return []
    label, args = steps.BADGES_RECEIVED, {"count": str(len(views))}
    if len(views) == 1:
        label, args = steps.BADGE_RECEIVED, {"name": views[0].badge.name}
    at = clock.now().replace(microsecond=0)
    with store.editing(label, **args) as editor:
        kept = [_kept(editor, view, at, account_id) for view in views]
    with store.recording() as recorder:
        for view in kept:
            recorder.save_check(BADGE, view.badge.id, view.verdict)
    return kept


def _kept(editor: Editor, view: BadgeView, at: datetime, account_id: str) -> BadgeView:
    source = account_id or view.badge.source_account
    badge = replace(view.badge, received_at=at, source_account=source)
    known = editor.badges.get(badge.id)
    if known is not None:
        badge = replace(badge, shown=known.shown, note=known.note)
    editor.save_badge(badge)
    return replace(view, badge=badge, is_kept=True)


def read_of(
    file: BadgeFile,
    base: Onlooker,
    *,
    answers: Mapping[str, Answer] | None = None,
    received_from: str = "",
) -> Badge:
    """Return what a file says, seen by the holder."""
    dids = [did_of_line(each.public) for each in base.keys if each.owner == OWN]
    said = reading.badge_of(
        file,
        own_addresses=base.addresses,
        own_accounts=base.accounts,
        own_dids=[each for each in dids if each],
        answers=answers,
    )
    name = said.name or _names_in(file) or file.name
    return replace(said, name=name, received_from=received_from)


def _names_in(file: BadgeFile) -> str:
    """Return how a bundle without a name is called: by what is in it."""
    named = [reading.badge_of(each).name for each in file.members]
    found = list(dict.fromkeys(name for name in named if name))
    rest = "…" if len(found) > _MOST_NAMES else ""
    return clean_line(", ".join(found[:_MOST_NAMES]) + rest, limit=160)


def _is_better(clock: Clock, base: Onlooker, said: Badge, file: BadgeFile, known: Badge) -> bool:
    """Say whether a file is to take the place of the one that is kept under the same id.

    Ids and dates are what files say of themselves: one that does not hold never takes the place
    of one that does.
    """
    if said.raw == known.raw or known.format is BadgeFormat.PLATFORM:
        return said.raw != known.raw
    try:
        kept = recognising.open_badge(known.raw)
    except BadgeError:
        return True
    if kept.form is Form.ADDRESS:
        return file.form is not Form.ADDRESS
    new = judging.judge(file, base, at=clock.now()).state
    old = judging.judge(kept, base, at=clock.now()).state
    if old.does_not_hold:
        return not new.does_not_hold
    return new in HOLDS and reading.replaces(said, known)


# ------------------------------------------------------------------------------- what is there


def view(store: Store, clock: Clock, badge_id: str) -> BadgeView:
    """Return one badge and what can be believed of it now.

    Raises:
        NotFoundError: There is none of this id.
    """
    with store.reading() as reader:
        return _found(reader, clock, badge_id)


def _found(reader: Reader, clock: Clock, badge_id: str) -> BadgeView:
    kept = reader.badges.get(badge_id)
    if kept is not None:
        return view_of_kept(reader, clock, kept, view_of(reader))
    brought = brought_badges.get(reader, badge_id)
    if brought is None:
        raise NotFoundError("There is no such badge.", "It may have been removed.")
    return view_of_brought(reader, clock, brought, view_of(reader))


def endorsements_of(reader: Reader) -> tuple[BadgeFile, ...]:
    """Return the endorsements in the record; each may speak of a badge in it."""
    found = []
    for each in reader.badges.all():
        kept = reader.badges.get(each.id) if each.format is BadgeFormat.CREDENTIAL else None
        if kept is not None:
            with contextlib.suppress(BadgeError):
                found.append(recognising.open_badge(kept.raw))
    return tuple(found)


def view_of_kept(
    reader: Reader,
    clock: Clock,
    kept: Badge,
    base: Onlooker,
    endorsements: Sequence[BadgeFile] | None = None,
) -> BadgeView:
    """Return a badge of the record with what can be believed of it now.

    Args:
        reader: One snapshot.
        clock: Tells now.
        kept: With its file.
        base: What the holder knows.
        endorsements: From `endorsements_of`, when several badges are looked at.
    """
    if kept.format is BadgeFormat.PLATFORM:
        seen_at = brought_badges.seen_at(reader, kept) or clock.now()
        return BadgeView(kept, _listed(kept, seen_at, clock), is_kept=True)
    try:
        file = recognising.open_badge(kept.raw)
    except BadgeError:
        return BadgeView(kept, _unreadable(clock), is_kept=True)
    match = read_of(file, base).recipient_match
    if match is not RecipientMatch.NONE:
        kept = replace(kept, recipient_match=match)  # an address may be confirmed by now
    spoken = endorsements_of(reader) if endorsements is None else endorsements
    verdict = judged(reader, clock, kept.id, file, base, endorsements=spoken)
    return BadgeView(kept, verdict, file, is_kept=True)


def view_of_brought(
    reader: Reader, clock: Clock, brought: brought_badges.Brought, base: Onlooker
) -> BadgeView:
    """Return a badge that an account lists with what can be believed of it now."""
    badge = brought.badge
    if brought.file is None:
        verdict = _listed(badge, brought.seen_at, clock)
        return BadgeView(badge, verdict, is_brought=True)
    said = read_of(brought.file, base, received_from=badge.received_from)
    said = replace(said, source_account=badge.source_account, received_at=badge.received_at)
    verdict = judged(reader, clock, said.id, brought.file, base)
    return BadgeView(said, verdict, brought.file, is_brought=True)


def judged(  # noqa: PLR0913, PLR0917  (each is one thing a judge needs)
    reader: Reader,
    clock: Clock,
    badge_id: str,
    file: BadgeFile,
    base: Onlooker,
    answers: Mapping[str, Answer] | None = None,
    endorsements: Sequence[BadgeFile] = (),
) -> Verdict:
    """Return what can be believed of a badge, with the answers kept of it, or others."""
    known = reader.checks.answers(BADGE, badge_id) if answers is None else answers
    good_at = reader.checks.last_good(BADGE, badge_id)
    last_good = good_at.date() if good_at is not None else None
    return judging.judge(
        file,
        replace(base, answers=known),
        at=clock.now(),
        last_good=last_good,
        endorsements=endorsements,
    )


def _listed(badge: Badge, seen_at: datetime, clock: Clock) -> Verdict:
    return judging.listed(badge.issuer.name, seen_at=seen_at, at=clock.now())


# ------------------------------------------------------------------------------------- doing


_OTHERS: Final = {
    RecipientMatch.OTHER: "This badge names somebody else, so documents cannot show it.",
    RecipientMatch.HIDDEN: (
        "The scrambled address in this badge is none of yours that is known here, so documents "
        "cannot show it."
    ),
}


def show(store: Store, clock: Clock, badge_id: str, *, shown: bool) -> Badge:
    """Show a badge in documents, or leave it out of them.

    Raises:
        NotFoundError: There is none of this id.
        UsageError: It does not hold, or is somebody else's.
    """
    found = view(store, clock, badge_id)
    if shown and found.badge.direction is Direction.GIVEN:
        raise UsageError("You gave this badge; documents show those you received.")
    if shown and found.verdict.state.does_not_hold:
        raise UsageError("This badge does not hold, so documents cannot show it.")
    if shown and (why := _OTHERS.get(found.badge.recipient_match)):
        raise UsageError(why, "If the address in it is yours, add it to your identities.")
    label = steps.BADGE_SHOWN if shown else steps.BADGE_LEFT_OUT
    with store.editing(label, name=found.badge.name) as editor:
        changed = replace(found.badge, shown=shown)
        editor.save_badge(changed)
    return changed


def remove(store: Store, badge_id: str) -> Badge:
    """Take a badge out of the record; undo brings it back.

    Raises:
        NotFoundError: There is none of this id, or only an account lists it.
    """
    with store.reading() as reader:
        kept = reader.badges.get(badge_id)
        if kept is None and brought_badges.get(reader, badge_id) is not None:
            raise NotFoundError(
                "An account lists this badge; the record holds no file of it.",
                "Hide it among your contributions, and it is not shown here.",
            )
    if kept is None:
        raise NotFoundError("There is no such badge.", "It may have been removed.")
    with store.editing(steps.BADGE_REMOVED, name=kept.name) as editor:
        editor.remove_badge(badge_id)
    return kept


def file_of(store: Store, clock: Clock, badge_id: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a badge's file, exactly as it came.

    Raises:
        NotFoundError: There is none of this id.
    """
    badge = view(store, clock, badge_id).badge
    return f"{file_stem(badge)}.{suffix_of(badge)}", badge.raw


def suffix_of(badge: Badge) -> str:
    """Return how a badge's file ends."""
    return SUFFIXES.get(badge.media_type, "txt")


def file_stem(badge: Badge) -> str:
    """Return an ASCII name for a badge's file, from what it is and whose."""
    return plain_name(f"{badge.name} {badge.issuer.name}") or "badge"


def _unreadable(clock: Clock) -> Verdict:
    says = Saying("badge.unreadable")
    step = Step(StepMark.BROKEN, says)
    return Verdict(VerdictState.UNREADABLE, TrustClass.SELF_REPORTED, says, (step,), clock.now())
