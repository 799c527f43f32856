"""What a letter, badge or comment claims, in the words of a check; nothing of it is judged.

Everything comes from the file and is shown as text: cleaned, of one line, and cut to a length that
can be read. The whole is in the file.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from portfolio.attest import key_changes
from portfolio.attest.badges import reading, recipients
from portfolio.attest.badges.case import day, saying
from portfolio.attest.badges.documents import objects
from portfolio.attest.letter import BASIS_WORDS, MENTORING_WORDS
from portfolio.errors import BadgeError, LetterError
from portfolio.model.attestation import AttestationKind
from portfolio.model.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.attest.comments import Comment, Place
    from portfolio.attest.letter import Letter
    from portfolio.model.attestation import Attestation, Work
    from portfolio.model.verdict import Saying

MOST_WORKS: Final = 10
"""Listed works, or evidence of a badge, that are named one by one."""
_MOST_NAMED: Final = 3


def of_letter(letter: Letter) -> tuple[Saying, ...]:
    """Return what a letter says beside its words: about whom, how the writer knows, which works."""
    return tuple(_of_letter(letter))


def of_badge(file: BadgeFile) -> tuple[Saying, ...]:
    """Return what a badge or endorsement says: from whom, to whom, what for, with what evidence."""
    try:
        return tuple(_of_badge(file))
    except BadgeError:
        return ()  # too much in it to be read; the verdict says so


def of_comment(place: Place, comment: Comment) -> tuple[Saying, ...]:
    """Return where a kept comment stands, whose it is said to be, and when it was written."""
    by = saying("claim.comment", account=comment.account, url=place.link)
    written = comment.written_at
    return (by, saying("claim.written", written_on=day(written))) if written else (by,)


def _of_letter(letter: Letter) -> Iterator[Saying]:
    said = letter.attestation
    if said.subject.name:
        accounts = ", ".join(said.subject.accounts)
        yield saying("claim.about", name=said.subject.name, accounts=accounts)
    if who := ", ".join(part for part in (said.issuer.role, *said.issuer.accounts) if part):
        yield saying("claim.by", name=said.issuer.name, who=who)
    if said.basis:
        yield saying("claim.basis", basis=", ".join(BASIS_WORDS[each] for each in said.basis))
    if said.mentoring is not None:
        yield saying("claim.mentoring", words=MENTORING_WORDS[said.mentoring])
    yield from _period(said)
    yield from _dated("written", said.issued_at, said.expires_at)
    yield from _works("claim.work", said.about)
    yield from _rest(letter)


def _period(said: Attestation) -> Iterator[Saying]:
    since, until = said.relation_from, said.relation_to
    if since and until:
        yield saying("claim.period", since=since, until=until)
    elif since or until:
        code = "claim.period-since" if since else "claim.period-until"
        yield saying(code, at=since or until)


def _rest(letter: Letter) -> Iterator[Saying]:
    said = letter.attestation
    if said.refers_to:
        takes_back = said.kind is AttestationKind.WITHDRAWAL
        yield saying("claim.takes-back" if takes_back else "claim.answers", id=said.refers_to)
    if said.kind is AttestationKind.KEY_CHANGE:
        with suppress(LetterError):  # the verdict says that it names none
            yield saying("claim.new-key", key=key_changes.fingerprint_of(letter))
    if said.audience:
        yield saying("claim.audience", audience=said.audience)
    if said.contact_ok:
        yield saying("claim.contact")
    if said.status_url:
        yield saying("claim.status", url=said.status_url)


def _of_badge(file: BadgeFile) -> Iterator[Saying]:
    badge = reading.badge_of(file)
    if badge.issuer.name:
        address = next(iter(badge.issuer.accounts), "")
        yield saying("claim.badge-by", name=badge.issuer.name, address=address)
    yield from _given_to(file)
    if file.form.is_endorsement:
        yield from _endorsed(file)
    elif badge.description:
        yield saying("claim.badge-what", text=clean_line(badge.description))
    if badge.criteria:
        yield saying("claim.badge-for", text=clean_line(badge.criteria))
    elif badge.criteria_url:
        yield saying("claim.badge-page", url=badge.criteria_url)
    if badge.narrative:
        yield saying("claim.badge-narrative", text=clean_line(badge.narrative))
    yield from _works("claim.badge-evidence", badge.evidence)
    yield from _dated("given", badge.issued_at, badge.expires_at)


def _given_to(file: BadgeFile) -> Iterator[Saying]:
    named = recipients.named_in(file)
    plain = [each.identity for each in named if not each.scrambled]
    for identity in plain[:_MOST_NAMED]:
        yield saying("claim.badge-to", name=identity)
    if len(plain) < len(named):
        yield saying("claim.badge-to-hidden")


def _endorsed(file: BadgeFile) -> Iterator[Saying]:
    subjects = objects(file.credential.get("credentialSubject"))
    ids = [each.get("id") for each in (*subjects, *objects(file.credential.get("claim")))]
    for about in [each for each in ids if isinstance(each, str) and each][:_MOST_NAMED]:
        yield saying("claim.speaks-for", id=about)
    if words := clean_line(reading.badge_of(file).description):
        yield saying("claim.words", text=words)


def _works(code: str, works: Sequence[Work]) -> Iterator[Saying]:
    for number, work in enumerate(works[:MOST_WORKS], 1):
        if work.title == work.url:
            yield saying(f"{code}-page", number=str(number), url=work.url)
        else:
            yield saying(code, number=str(number), title=work.title, url=work.url)
    if len(works) > MOST_WORKS:
        yield saying(f"{code}s-more", count=str(len(works) - MOST_WORKS))


def _dated(what: str, at: datetime | None, until: datetime | None) -> Iterator[Saying]:
    facts = {f"{what}_on": day(at)} if at else {}
    if until is not None:
        facts["until_on"] = day(until)
    if facts:
        code = f"claim.{what}" if at else "claim.until"
        yield saying(f"{code}-until" if at and until is not None else code, **facts)
