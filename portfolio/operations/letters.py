"""Letters the holder received: looked at, taken in, judged anew each time.

Opening one takes nothing in and asks nobody. A letter is judged anew each time it is looked at;
its text cannot be edited, only a shortened print of it chosen, which says that it is shortened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio.attest import comments, letter_armour, letter_reading
from portfolio.attest.comment_verdict import judge_comment
from portfolio.attest.letter_verdict import judge
from portfolio.errors import LetterError, UsageError
from portfolio.model import steps
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Decision,
    Direction,
    Party,
    TrustLevel,
)
from portfolio.model.codes import TrustClass
from portfolio.model.ids import new_id
from portfolio.model.text import clean, clean_line
from portfolio.model.verdict import Saying, Step, StepMark, Verdict, VerdictState
from portfolio.operations import keys
from portfolio.operations.asking import Ask, judged_online
from portfolio.operations.letter_decisions import is_refused, letter_of
from portfolio.operations.onlooking import view_for, view_of
from portfolio.store.attested import LETTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.attest.letter import Letter
    from portfolio.attest.onlooker import Onlooker
    from portfolio.clock import Clock
    from portfolio.model.verdict import Answer
    from portfolio.store.editor import Editor
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter and what can be believed of it now.

    Attributes:
        letter: As it was read; None for a comment or a quoted text.
        is_kept: It is in the record.
        was_known: It was there before it was taken in.
    """

    attestation: Attestation
    verdict: Verdict
    letter: Letter | None = None
    is_kept: bool = False
    was_known: bool = False


def look(
    store: Store, clock: Clock, raw: bytes, *, detached: bytes = b"", name: str = ""
) -> LetterView:
    """Look at a letter somebody handed over; nothing is taken in, nobody is asked.

    Args:
        store: Of the holder.
        clock: Tells now.
        raw: The file, or a text that holds the letter, such as a mail.
        detached: Of ``FILE.sig``, when it came beside.
        name: The file's, remembered when it is taken in.

    Raises:
        LetterError: It is no letter.
    """
    letter = letter_reading.parse(letter_armour.letter_in(raw), detached)
    said = replace(letter.attestation, received_from=clean_line(name, limit=200))
    with store.reading() as reader:
        known = reader.attestations.get(said.id)
        verdict = _judged(reader, clock, said, letter)
    if known is not None and known.raw == said.raw:
        return LetterView(known, verdict, letter, is_kept=True)
    return LetterView(said, verdict, letter)


def take_in(
    store: Store, clock: Clock, raw: bytes, *, detached: bytes = b"", name: str = ""
) -> LetterView:
    """Take a letter into the inbox; the same one is taken in once.

    A signature that comes after its letter is put to it; what was decided about it stays.

    Raises:
        LetterError: It is no letter, or another letter has its id.
    """
    view = look(store, clock, raw, detached=detached, name=name)
    if view.is_kept:
        return replace(view, was_known=True)
    with store.reading() as reader:
        known = reader.attestations.get(view.attestation.id)
    if known is not None:
        return _with_what_is_there(store, clock, known, view)
    return _keep(store, clock, view)


def _with_what_is_there(
    store: Store, clock: Clock, known: Attestation, new: LetterView
) -> LetterView:
    """Return the letter of this id that is there, with the new one's signature if it had none."""
    there = letter_reading.parse(known.raw)
    assert new.letter is not None  # noqa: S101  (narrowing only; it was read as a letter)
    if there.body != new.letter.body:
        raise LetterError(
            "Another letter with this id is in the record already, and it says something else.",
            f"The one that is there was written by {known.issuer.name}.",
        )
    if not new.letter.signature:
        return replace(view(store, clock, known.id), was_known=True)
    if there.signature or known.direction is not Direction.RECEIVED:
        raise LetterError(
            "This letter is in the record already, word for word, with another signature.",
            "The one that came first stays.",
        )
    with store.editing(steps.LETTER_RECEIVED, name=known.issuer.name) as editor:
        editor.save_attestation(replace(known, raw=new.attestation.raw))
    _note_check(store, known.id, new.verdict)
    return view(store, clock, known.id)


async def take_in_comment(
    store: Store,
    clock: Clock,
    ask: Ask,
    link: str,
    *,
    kind: AttestationKind = AttestationKind.TESTIMONIAL,
) -> LetterView:
    """Fetch a public comment on the person's action, and take it into the inbox.

    Raises:
        LetterError: The link leads to no comment that can be read.
    """
    place = comments.place_of(link)
    answer = await ask(place.ask)
    with store.reading() as reader:
        holder = reader.holder()
        known = [each for each in reader.attestations.all() if each.status_url == place.link]
    if known:
        return view(store, clock, known[0].id)
    said = comments.taken_in(
        place,
        answer,
        letter_id=f"urn:uuid:{new_id()}",
        kind=kind,
        subject=Party(holder.name),
    )
    with store.reading() as reader:
        verdict = _judged(reader, clock, said, None)
    return _keep(store, clock, LetterView(said, verdict))


def quote(store: Store, clock: Clock, name: str, text: str, *, role: str = "") -> LetterView:
    """Take in words somebody sent by mail: quoted by the holder, checkable nowhere.

    Raises:
        UsageError: A name or the words are missing.
    """
    name, words = clean_line(name, limit=120), clean(text, limit=12_000)
    if not name or not words:
        raise UsageError("It needs the words, and the name of who wrote them.")
    with store.reading() as reader:
        holder = reader.holder()
    said = Attestation(
        id=f"urn:uuid:{new_id()}",
        kind=AttestationKind.TESTIMONIAL,
        format=AttestationFormat.MAIL_TEXT,
        issuer=Party(name, clean_line(role, limit=120)),
        subject=Party(holder.name),
        statement=words,
        raw=f"{name}\n\n{words}\n".encode(),
    )
    return _keep(store, clock, LetterView(said, _quoted(clock)))


def _keep(store: Store, clock: Clock, view: LetterView) -> LetterView:
    now = clock.now().replace(microsecond=0)
    with store.reading() as reader:
        refused = is_refused(reader, view.attestation.raw)
    said = replace(
        view.attestation,
        received_at=now,
        direction=Direction.RECEIVED,
        decision=Decision.DECLINED if refused else Decision.PENDING,
        decided_at=now if refused else None,
    )
    with store.editing(steps.LETTER_RECEIVED, name=said.issuer.name) as editor:
        editor.save_attestation(said)
        _answer_request(editor, said)
    _note_check(store, said.id, view.verdict)
    return replace(view, attestation=said, is_kept=True)


def _answer_request(editor: Editor, said: Attestation) -> None:
    asked = editor.requests.get(said.refers_to) if said.refers_to else None
    if asked is not None and not asked.answered_by:
        editor.save_request(replace(asked, answered_by=said.id))


def all_views(
    store: Store, clock: Clock, *, direction: Direction = Direction.RECEIVED
) -> list[LetterView]:
    """Return every letter with what can be believed of it now, the latest first.

    Verifies each (0.1 ms) and reads what the record says of its works: not on the UI thread.
    """
    with store.reading() as reader:
        return views_in(reader, clock, direction=direction)


def views_in(
    reader: Reader, clock: Clock, *, direction: Direction = Direction.RECEIVED
) -> list[LetterView]:
    """Return the same as `all_views`, of one snapshot."""
    base = view_of(reader)
    found = []
    for listed in reader.attestations.all(direction=direction):
        kept = reader.attestations.get(listed.id)
        if kept is not None:
            found.append(_view(reader, clock, kept, base))
    return found


def view(store: Store, clock: Clock, letter_id: str) -> LetterView:
    """Return one letter and what can be believed of it now.

    Raises:
        NotFoundError: There is none of this id.
    """
    with store.reading() as reader:
        return _view(reader, clock, letter_of(reader, letter_id), None)


def _view(reader: Reader, clock: Clock, kept: Attestation, base: Onlooker | None) -> LetterView:
    letter = None
    if kept.format is AttestationFormat.SIGNED_FILE:
        try:
            letter = letter_reading.parse(kept.raw)
        except LetterError:
            return LetterView(kept, _unreadable(clock), None, is_kept=True)
    return LetterView(kept, _judged(reader, clock, kept, letter, base), letter, is_kept=True)


def _judged(  # noqa: PLR0913, PLR0917  (each is one thing a judge needs)
    reader: Reader,
    clock: Clock,
    said: Attestation,
    letter: Letter | None,
    base: Onlooker | None = None,
    answers: Mapping[str, Answer] | None = None,
) -> Verdict:
    if said.format is AttestationFormat.MAIL_TEXT:
        return _quoted(clock)
    known = reader.checks.answers(LETTER, said.id) if answers is None else answers
    signature = letter.signature if letter is not None else b""
    onlooker = view_for(reader, said, signature, known, base)
    if letter is None:
        return judge_comment(said.raw, onlooker, at=clock.now())
    return judge(letter, onlooker, at=clock.now())


async def check_online(store: Store, clock: Clock, ask: Ask, letter_id: str) -> LetterView:
    """Ask online what would settle more about a letter, and keep what was said.

    Raises:
        NotFoundError: There is none of this id.
    """
    with store.reading() as reader:
        kept = letter_of(reader, letter_id)
        shown = _view(reader, clock, kept, None)

    def judged(answers: Mapping[str, Answer]) -> Verdict:
        with store.reading() as reader:
            if shown.letter is None and kept.format is AttestationFormat.SIGNED_FILE:
                return shown.verdict
            return _judged(reader, clock, kept, shown.letter, answers=answers)

    verdict, answers = await judged_online(judged, ask)
    with store.recording() as recorder:
        recorder.save_check(LETTER, letter_id, verdict, answers.values(), asked=True)
    if shown.letter is not None and not verdict.state.does_not_hold:
        keys.note_seen(store, kept.issuer.accounts, shown.letter.signature, answers)
    return replace(shown, verdict=verdict)


def file_of(store: Store, letter_id: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a letter's file, exactly as it came.

    Raises:
        NotFoundError: There is none of this id.
    """
    with store.reading() as reader:
        kept = letter_of(reader, letter_id)
    return f"{file_stem(kept)}.{kept.kind}", kept.raw


def file_stem(letter: Attestation) -> str:
    """Return an ASCII name for a letter's file, from who wrote it for whom."""
    return plain_name(f"{letter.issuer.name} for {letter.subject.name}") or "letter"


def plain_name(words: str) -> str:
    """Return words as an ASCII file name without an ending, "" when nothing is left of them."""
    ascii_ = words.encode("ascii", "ignore").decode()
    plain = "-".join("".join(char if char.isalnum() else " " for char in ascii_).split())
    return plain[:60].strip("-")


def get(store: Store, letter_id: str) -> Attestation:
    """Return a letter with its file.

    Raises:
        NotFoundError: There is none of this id.
    """
    with store.reading() as reader:
        return letter_of(reader, letter_id)


def _note_check(store: Store, letter_id: str, verdict: Verdict) -> None:
    with store.recording() as recorder:
        recorder.save_check(LETTER, letter_id, verdict)


def _quoted(clock: Clock) -> Verdict:
    return Verdict(
        VerdictState.UNSIGNED,
        TrustClass.SELF_REPORTED,
        Saying("level.0"),
        (Step(StepMark.NOTE, Saying("letter.unsigned")),),
        clock.now(),
        level=TrustLevel.QUOTED,
    )


def _unreadable(clock: Clock) -> Verdict:
    says = Saying("letter.changed")
    return Verdict(
        VerdictState.UNREADABLE,
        TrustClass.SELF_REPORTED,
        says,
        (Step(StepMark.BROKEN, says),),
        clock.now(),
        level=TrustLevel.QUOTED,
    )
