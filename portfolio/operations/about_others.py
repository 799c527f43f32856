"""Documents about somebody else: none without a consent file that they signed themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from portfolio.attest import consents, key_listings, letter_reading, mentoring
from portfolio.attest import letter_checking as checking
from portfolio.attest.onlooker import account_key
from portfolio.errors import LetterError, NamelessError, UsageError
from portfolio.export.gate.about import build_about
from portfolio.model.attestation import AttestationKind
from portfolio.model.consent import Consent
from portfolio.model.ids import new_id
from portfolio.model.keys import LISTED, OWN
from portfolio.operations import keys, letter_writing, thanking
from portfolio.operations.export import Put, save
from portfolio.operations.onlooking import own_accounts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portfolio.export.chosen import GateResult
    from portfolio.export.pdf import PdfResult
    from portfolio.model.attestation import Attestation, Party
    from portfolio.model.consent import ConsentField
    from portfolio.store.reader import Reader
    from portfolio.workspace import Workspace

LONGEST: Final = timedelta(days=731)
"""A consent may be given for two years at once."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A draft and a consent as they were read, and the key that signed the consent."""

    draft: Attestation
    consent: Consent
    signer: str


def give(  # noqa: PLR0913  (each is one thing a consent says)
    workspace: Workspace,
    maker: str,
    purpose: str,
    fields: Sequence[ConsentField],
    until: date,
    *,
    accounts: Sequence[str] = (),
) -> bytes:
    """Let somebody make a document about the holder; return the file, signed.

    Args:
        workspace: Of the one it will be about.
        maker: A name and an account, or the fingerprint of a key, of who may make it.
        purpose: What for.
        fields: What it may show.
        until: The last day it holds.
        accounts: The holder's, beside those of the record: a draft names them by one.

    Raises:
        UsageError: It is for too long or over already, it does not say for whom or for what, or
            the holder has said no name yet, or something else it needs is missing.
        KeychainError: The keyring does not give the key.
    """
    today = workspace.clock.now().date()
    _must_end_in_time(until, today)
    allowed = _allowed(maker)
    person = letter_writing.issuer(workspace)
    if not person.name:
        raise NamelessError("Say your name first: it stands in the consent.")
    if not purpose.strip():
        raise UsageError("Say what the document is for.")
    key = keys.make(workspace)
    own = tuple(dict.fromkeys((*person.accounts, *accounts)))
    body = consents.compose(
        Consent(
            id=f"urn:uuid:{new_id()}",
            person=replace(person, accounts=own, key=key.fingerprint),
            maker=allowed,
            purpose=purpose,
            fields=tuple(fields),
            given_on=today,
            until=until,
        )
    )
    return body + letter_writing.signed(workspace, body, consents.NAMESPACE, key)


def _must_end_in_time(until: date, today: date) -> None:
    if until > today + LONGEST:
        raise UsageError("A consent is for two years at most. It can be given again.")
    if until < today:
        raise UsageError(f"{until.isoformat()} is over already: a consent ends later than today.")


def _allowed(maker: str) -> Party:
    allowed = thanking.party(maker)
    if not allowed.accounts and not allowed.key:
        raise UsageError(
            "Say by an account or a key who may make it: a name alone may be somebody else.",
            "Write it like “Marek https://forge.example/marek” or “Marek SHA256:…”.",
        )
    return allowed


def document(workspace: Workspace, draft_raw: bytes, consent_raw: bytes | None) -> GateResult:
    """Return the document of a draft record the holder signed about somebody else.

    Raises:
        LetterError: A file is not what it should be, or was changed since it was signed.
        UsageError: There is no consent, or it does not cover this, in one plain sentence.
    """
    draft = letter_reading.parse(draft_raw)
    said = draft.attestation
    if said.kind is not AttestationKind.CLAIM:
        raise UsageError("A document about somebody is made from a draft record, a .claim file.")
    name = said.subject.name
    if consent_raw is None:
        raise UsageError(
            f"A document about {name} needs their consent file.",
            "They make one with “portfolio testimonial consent”.",
        )
    if not draft.signature:
        raise LetterError("Nobody signed this draft record.")
    maker = checking.check(draft).fingerprint
    consent = consents.parse(consent_raw)
    looked = _Looked(said, consent, consents.signer(consent))
    today = workspace.clock.now().date()
    with workspace.store.reading() as reader:
        problem = _problem(reader, looked, maker, today)
    if problem:
        raise UsageError(problem)
    return build_about(said, consent, made_on=today)


def save_pdf(
    workspace: Workspace,
    draft_raw: bytes,
    consent_raw: bytes | None,
    path: Path,
    *,
    put: Put = save,
) -> PdfResult:
    """Save the document as PDF; an old file of that name is kept on any fault.

    Not on the UI thread. ``put`` as for any document.

    Raises:
        LetterError, UsageError: As for `document`.
        ExportError: It could not be made or saved.
    """
    from portfolio.export import pdf

    result = document(workspace, draft_raw, consent_raw)
    made = pdf.render(result.document, attachments=result.attachments)
    put(path, made.data)
    return made


def _problem(reader: Reader, looked: _Looked, maker: str, today: date) -> str:
    """Return why a consent does not let this holder make this document, "" when it does."""
    consent, name = looked.consent, looked.draft.subject.name
    own_key = reader.keys.get(maker)
    mine = frozenset(map(account_key, own_accounts(reader)))
    mine |= {each.fingerprint for each in reader.keys.all() if each.owner == OWN}
    about = mentoring.names(looked.draft.subject)
    checks = (
        (own_key is None or own_key.owner != OWN, "You did not sign this draft record."),
        (
            not mentoring.names(consent.person) & about,
            (
                f"This consent is not of {name} as the draft record names them, by"
                f" {_named(looked.draft.subject)}: it names {_named(consent.person)}."
            ),
        ),
        (
            not mentoring.names(consent.maker) & mine,
            (
                f"This consent is for {_named(consent.maker)} to use, and that is no account or"
                " key of yours that is known here."
            ),
        ),
        (consent.given_on > today + timedelta(days=1), "This consent is dated after today."),
        (consent.until < today, f"This consent ended on {consent.until.isoformat()}."),
        (
            not _is_theirs(reader, looked),
            (
                f"Whose key signed this consent is not known: {looked.signer}. If you know that it"
                f" is {name}’s, say so with “portfolio key trust” and the consent file."
            ),
        ),
    )
    return next((words for applies, words in checks if applies), "")


def _named(party: Party) -> str:
    """Return the accounts and the key a file names somebody by, in words."""
    return ", ".join(filter(None, (*party.accounts, party.key))) or "a name alone"


def _is_theirs(reader: Reader, looked: _Looked) -> bool:
    """Say whether the key that signed is known here as the person's."""
    subject = looked.draft.subject
    record = reader.keys.get(looked.signer)
    if record is None or record.owner == OWN:
        return False
    places = {place for each in subject.accounts for place in key_listings.addresses_for(each)}
    is_seen = any(each.url in places and each.result == LISTED for each in record.seen)
    return record.trust.is_known or is_seen
