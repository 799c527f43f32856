"""Badges the holder gives to others, and endorsements: signed with the app's key, kept as given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from portfolio.attest import letter_reading, sshsig
from portfolio.attest.badges import (
    designs,
    endorsing,
    issuing,
    letter_endorsing,
    png,
    recognising,
    svg,
)
from portfolio.attest.badges.svg_drawing import may_be_drawn
from portfolio.errors import BadgeError, NamelessError, NotFoundError, UsageError
from portfolio.model import steps
from portfolio.model.attestation import Direction
from portfolio.model.badge import RecipientMatch
from portfolio.model.keys import KeyKind
from portfolio.operations import keys
from portfolio.operations.badges import file_stem, read_of, suffix_of
from portfolio.operations.letters import file_stem as file_stem_of_letter
from portfolio.operations.letters import plain_name
from portfolio.operations.onlooking import own_accounts, view_for, view_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from portfolio.attest.badges.issuing import Award, Giver, Receiver
    from portfolio.model.badge import Badge
    from portfolio.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Given:
    """What was signed.

    Attributes:
        name: A name for its file.
        data: The file.
        badge: As it is kept; None for an endorsement, which is only handed over.
        path: Where it was saved, when that was asked for.
    """

    name: str
    data: bytes
    badge: Badge | None = None
    path: Path | None = None


def issue(
    workspace: Workspace,
    award: Award,
    receiver: Receiver,
    *,
    design: bytes,
    to: Path | None = None,
) -> Given:
    """Give a badge to somebody; it is kept among those given, and can be undone.

    Args:
        workspace: The giver's.
        award: What is given, with criteria and evidence.
        receiver: To whom.
        design: The picture it is baked into: see `drawing`, or an own one.
        to: The file or the folder it is saved in; it is kept only if it can be.

    Raises:
        ExportError: It could not be saved; it is not among those given.
        BadgeError: Something compulsory is missing, or the picture is none.
        UsageError: The giver has no name yet.
        KeychainError: The keyring has no key to sign with.
    """
    issued = issuing.issue(award, giver(workspace), receiver, design=design, at=_now(workspace))
    file = recognising.open_badge(issued.baked)
    with workspace.store.reading() as reader:
        said = read_of(file, view_of(reader))
    badge = replace(said, direction=Direction.GIVEN, received_at=_now(workspace))
    name, path = f"{file_stem(badge)}.{suffix_of(badge)}", None
    if to is not None:
        from portfolio.operations.export import save  # documents take long to import

        path = to / name if to.is_dir() else to
        save(path, issued.baked)
    with workspace.store.editing(steps.BADGE_GIVEN, name=badge.name) as editor:
        editor.save_badge(badge)
    return Given(name, issued.baked, badge, path)


def endorse(workspace: Workspace, raw: bytes, comment: str, *, about: str = "badge") -> Given:
    """Speak for somebody's badge, its achievement or its issuer.

    Args:
        workspace: The endorser's.
        raw: The badge's file.
        comment: The endorser's words.
        about: ``badge``, ``achievement`` or ``issuer``.

    Raises:
        BadgeError: It is no badge, or has no id of what is endorsed.
        UsageError: The endorser has no name yet.
        KeychainError: The keyring has no key to sign with.
    """
    file = recognising.open_badge(raw)
    subjects = endorsing.subjects_of(file)
    if about not in subjects:
        raise BadgeError(
            "This badge gives no name by which that can be endorsed.",
            f"It can be endorsed as: {', '.join(subjects) or 'nothing'}.",
        )
    data = endorsing.endorse(subjects[about], comment, giver(workspace), at=_now(workspace))
    with workspace.store.reading() as reader:
        named = read_of(file, view_of(reader)).name
    return Given(f"{plain_name(f'Endorsement of {named}') or 'endorsement'}.json", data)


def endorsement_of(workspace: Workspace, letter_id: str) -> Given:
    """Say what a letter the holder gave says once more, as a credential for other programs.

    Raises:
        NotFoundError: The holder gave no such letter, or its key is not in the keyring.
        BadgeError: It cannot be said as an endorsement: it was taken back, has ended, names no
            account, was signed with an SSH key, or is of a kind that speaks for nobody.
        KeychainError: The keyring cannot be asked.
    """
    with workspace.store.reading() as reader:
        said = reader.attestations.get(letter_id)
        if said is None or said.direction is not Direction.GIVEN:
            raise NotFoundError("You gave no such letter.")
        signature = letter_reading.parse(said.raw).signature
        signed_by = reader.keys.get(sshsig.read(signature).fingerprint)
        is_taken_back = bool(view_for(reader, said, signature, {}).withdrawn)
        accounts = own_accounts(reader)
    if is_taken_back:
        raise BadgeError("You took this letter back.")
    if signed_by is None or signed_by.kind is not KeyKind.APP:
        raise BadgeError(
            "This letter was signed with an SSH key.",
            "For other programs it can be said with a key of this program only.",
        )
    key = keys.private_key(workspace, signed_by.fingerprint)
    writer = issuing.Giver(said.issuer.name, key, accounts[0] if accounts else "")
    data = letter_endorsing.credential_of(said.raw, writer, at=_now(workspace))
    return Given(f"{file_stem_of_letter(said)}.json", data)


def giver(workspace: Workspace) -> Giver:
    """Return the holder as who gives a badge; a key is made on first need.

    Raises:
        UsageError: The holder has no name yet.
        KeychainError: The keyring does not have or take the key.
    """
    with workspace.store.reading() as reader:
        name = reader.holder().name
        accounts = own_accounts(reader)
    if not name:
        raise NamelessError("A badge names who gives it.", "Say your name first.")
    key = keys.private_key(workspace, keys.make(workspace).fingerprint)
    return issuing.Giver(name, key, accounts[0] if accounts else "")


def drawing(design_id: str) -> bytes:
    """Return one of the pictures that come with the program.

    Raises:
        UsageError: There is none of this name.
    """
    known = {each.id: each for each in designs.designs()}
    if design_id not in known:
        raise UsageError(f"There is no design {design_id}.", f"There are: {', '.join(known)}.")
    return known[design_id].svg


def picture_type(data: bytes) -> str:
    """Return the kind of a picture that a badge can be baked into and that may be drawn.

    Raises:
        BadgeError: It is none: neither PNG nor SVG, damaged, or more than a picture.
    """
    if png.is_png(data):
        png.size(data)
        return recognising.PNG
    if svg.looks_like_svg(data):
        if not may_be_drawn(data):
            raise BadgeError("This picture holds more than shapes.", "Choose another one.")
        return recognising.SVG
    raise BadgeError("The picture is neither PNG nor SVG.", "Choose another one.")


def endorsable(workspace: Workspace, raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a badge's name and what of it can be endorsed; nobody endorses a badge of their own.

    Raises:
        BadgeError: It is no badge, or nothing of it can be named.
    """
    file = recognising.open_badge(raw)
    with workspace.store.reading() as reader:
        said = read_of(file, view_of(reader))
    is_own = said.recipient_match is RecipientMatch.CONFIRMED
    about = tuple(each for each in endorsing.subjects_of(file) if not (is_own and each == "badge"))
    if not about:
        raise BadgeError("This badge gives no name by which it can be endorsed.")
    return said.name, about


def _now(workspace: Workspace) -> datetime:
    return workspace.clock.now().replace(microsecond=0)
