"""A made-up mentor's letter about the made-up work, signed with a key made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.attest import app_keys, letter_writing, sshsig
from portfolio.attest import letter as form
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Decision,
    Party,
)
from portfolio.operations import letter_decisions, letters, sample_repositories
from portfolio.operations.letter_requests import work_of
from portfolio.operations.letter_writing import expiry

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from portfolio.clock import Clock
    from portfolio.model.attestation import Work
    from portfolio.store.store import Store

MENTOR = "casimir"
_STATEMENT = (
    "I have merged {name}'s work since 2019 and reviewed most of it.\n\n"
    "When the keyboard work began, the first thing on the list was not code. It was two people who"
    " never touch a mouse, and every place where they got stuck. That list became the plan, and"
    " every item on it is now closed."
)


def mentor_letter(store: Store, clock: Clock, key: Ed25519PrivateKey) -> tuple[str, bytes]:
    """Return the name and the bytes of a letter by the sample's mentor; "" and none without works.

    Args:
        store: Of the sample's holder.
        clock: Tells now.
        key: The mentor's.

    Raises:
        LetterError: The sample's works make no letter.
    """
    works = works_of_story(store)
    if not works:
        return "", b""
    with store.reading() as reader:
        holder = reader.holder()
    name, address = sample_repositories.contents()["people"][MENTOR]
    now = clock.now().replace(microsecond=0)
    said = Attestation(
        id="",
        kind=AttestationKind.TESTIMONIAL,
        format=AttestationFormat.SIGNED_FILE,
        issuer=Party(name, "maintainer of Quillmark", (f"mailto:{address}",),
                     app_keys.record(key).fingerprint),
        subject=Party(holder.name, "", tuple(link for link in holder.links if "//" in link)[:4]),
        statement=_STATEMENT.format(name=holder.name.partition(" ")[0]),
        raw=b"",
        about=tuple(works[:8]),
        basis=(Basis.REVIEWED, Basis.TOGETHER),
        relation_from="2019",
        language="en",
        issued_at=now,
        expires_at=expiry(now),
        contact_ok=True,
    )  # fmt: skip
    body = letter_writing.compose(said)
    raw = letter_writing.join(body, sshsig.sign(body, form.namespace(said.kind), key))
    return f"{letters.file_stem(said)}.{form.suffix(said.kind)}", raw


def works_of_story(store: Store) -> list[Work]:
    """Return the works of the sample's first story."""
    with store.reading() as reader:
        stories = reader.stories.all()
        keys = [item.deed_key for story in stories[:1] for item in story.items]
        return [work_of(deed) for deed in reader.deeds.by_keys(keys).values()]


def accept(store: Store, clock: Clock, raw: bytes, name: str) -> None:
    """Take the letter in and accept it, as its holder would.

    Raises:
        LetterError: It could not be taken in.
    """
    view = letters.take_in(store, clock, raw, name=name)
    letter_decisions.decide(store, view.attestation.id, Decision.ACCEPTED)
