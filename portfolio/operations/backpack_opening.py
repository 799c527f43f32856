"""Takes a backpack in again: each file is the one that was packed, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portfolio.attest.backpacks import open_files
from portfolio.attest.badges import zips
from portfolio.attest.badges.badge_file import Unread
from portfolio.errors import BadgeError, LetterError, OutsideFileError, UsageError
from portfolio.model.attestation import AttestationFormat
from portfolio.model.backpack import INDEX, from_json
from portfolio.operations import badges, letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portfolio.attest.backpacks import Part
    from portfolio.clock import Clock
    from portfolio.operations.badges import BadgeView
    from portfolio.operations.letters import LetterView
    from portfolio.store.reader import Reader
    from portfolio.store.store import Store


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file or folder brought.

    Attributes:
        unread: Parts that could not be taken, each with the reason.
    """

    badges: tuple[BadgeView, ...] = ()
    letters: tuple[LetterView, ...] = ()
    unread: tuple[Unread, ...] = ()


def take_in(store: Store, clock: Clock, raw: bytes, *, name: str = "") -> Taken:
    """Take in a badge, or a zip of badges or of a whole backpack; nobody is asked.

    Raises:
        BadgeError: There is no badge in it, or it is made to do harm.
    """
    if zips.is_zip(raw):
        files = list(zips.read(raw))
        if any(each.name == INDEX and from_json(each.data) for each in files):
            return take_in_files(store, clock, files, name=name)
    looked = badges.take_in(store, clock, raw, name=name)
    return Taken(looked.views, (), looked.unread)


def take_in_all(
    store: Store, clock: Clock, files: Iterable[tuple[str, Callable[[], bytes]]]
) -> Taken:
    """Take several files in, each as in `take_in`; one that cannot be read stops no other.

    Args:
        store: Of the holder.
        clock: Tells now.
        files: Name and what reads it.
    """
    all_ = Taken()
    for name, read in files:
        try:
            taken = take_in(store, clock, read(), name=name)
        except OutsideFileError as exc:
            taken = Taken((), (), (Unread(name, str(exc)),))
        all_ = Taken(
            all_.badges + taken.badges, all_.letters + taken.letters, all_.unread + taken.unread
        )
    return all_


def take_in_files(
    store: Store, clock: Clock, files: Iterable[zips.Entry], *, name: str = ""
) -> Taken:
    """Take in the files of a backpack; letters come into the inbox, like any other.

    A public comment is not taken in from a copy: its own page proves it, nothing else does.

    Raises:
        BadgeError: There is nothing in it, or its list is damaged.
    """
    opened = open_files(files)
    views: dict[str, BadgeView] = {}
    written: dict[str, LetterView] = {}
    unread = list(opened.unread)
    unread += [Unread(each, "The list names it, and it is not there.") for each in opened.missing]
    for part in opened.parts:
        if part.is_copy:
            continue
        if part.path in opened.changed:
            unread.append(Unread(part.path, "It is not the file that was packed."))
            continue
        try:
            if part.badge is not None:
                came_from = " / ".join(each for each in (name, part.path) if each)
                for view in badges.take_in(store, clock, part.data, name=came_from).views:
                    views[view.badge.id] = view
            else:
                letter = _letter(store, clock, part)
                written[letter.attestation.id] = letter
        except (BadgeError, LetterError, UsageError) as error:
            unread.append(Unread(part.path, str(error)))
    if not views and not written and not unread:
        raise BadgeError("There is no badge or letter in it.")
    return Taken(tuple(views.values()), tuple(written.values()), tuple(unread))


def _letter(store: Store, clock: Clock, part: Part) -> LetterView:
    if part.letter is not None:
        return letters.take_in(store, clock, part.data, name=part.path)
    if part.is_comment:
        link = part.entry.url if part.entry is not None else ""
        raise LetterError("A public comment is taken in from its own page.", link)
    with store.reading() as reader:
        known = [
            each.id
            for each in reader.attestations.all()
            if each.format is AttestationFormat.MAIL_TEXT
        ]
        same = [each for each in known if _raw(reader, each) == part.data]
    if same:
        return letters.view(store, clock, same[0])
    name, _, text = part.quoted.partition("\n\n")
    return letters.quote(store, clock, name, text)


def _raw(reader: Reader, letter_id: str) -> bytes:
    kept = reader.attestations.get(letter_id)
    return kept.raw if kept is not None else b""
