"""A made-up mentor's badge about the made-up work, and an endorsement of it by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.attest import app_keys
from portfolio.attest.badges import designs, endorsing, issuing, recognising
from portfolio.operations import badges, sample_repositories
from portfolio.operations.letters import plain_name
from portfolio.operations.sample_letters import MENTOR, works_of_story

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from portfolio.clock import Clock
    from portfolio.store.store import Store

_NAME: Final = "Everything by keyboard"
_CRITERIA: Final = (
    "Led work after which every function of a program can be reached without a mouse, and asked"
    " people who need that what was missing."
)
_ENDORSER: Final = "Elske Marambe"
_WORDS: Final = "I use it without a mouse every day. This is what made that possible."


def mentor_badge(store: Store, clock: Clock, key: Ed25519PrivateKey) -> tuple[str, bytes]:
    """Return the name and the bytes of a badge by the sample's mentor; "" and none without works.

    Args:
        store: Of the sample's holder.
        clock: Tells now.
        key: The mentor's.

    Raises:
        BadgeError: The sample's works make no badge.
    """
    works = tuple(work for work in works_of_story(store) if work.url.startswith("https://"))
    if not works:
        return "", b""
    with store.reading() as reader:
        mail = reader.holder().email
    name, _ = sample_repositories.contents()["people"][MENTOR]
    award = issuing.Award(_NAME, _CRITERIA, _CRITERIA, works, language="en")
    made = issuing.issue(
        award,
        issuing.Giver(name, key),
        issuing.Receiver(mail=mail),
        design=designs.designs()[0].svg,
        at=clock.now(),
    )
    return f"{plain_name(f'{_NAME} {name}')}.svg", made.baked


def endorsement(clock: Clock, badge: bytes) -> tuple[str, bytes]:
    """Return the name and the bytes of what somebody made up says for a badge.

    Raises:
        BadgeError: It is no badge that can be endorsed.
    """
    about = endorsing.subjects_of(recognising.open_badge(badge))["badge"]
    giver = issuing.Giver(_ENDORSER, app_keys.private_key(app_keys.make()))
    data = endorsing.endorse(about, _WORDS, giver, at=clock.now())
    return f"{plain_name(f'Endorsement of {_NAME}')}.json", data


def accept(store: Store, clock: Clock, raw: bytes, name: str) -> None:
    """Take a badge in and show it in documents, as its holder would.

    Raises:
        BadgeError: It could not be taken in.
    """
    (view,) = badges.take_in(store, clock, raw, name=name).views
    badges.show(store, clock, view.badge.id, shown=True)
