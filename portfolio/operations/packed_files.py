"""The files of a backpack: badges and letters as they came, and copies made of badges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from portfolio.attest.backpacks import payload_of
from portfolio.attest.badges import bundles, png, recognising, svg
from portfolio.attest.badges.badge_file import Carrier, Form
from portfolio.attest.badges.baked import Keyword
from portfolio.errors import BadgeError
from portfolio.export.backpack import Packed
from portfolio.model.attestation import AttestationFormat
from portfolio.model.backpack import Entry, EntryKind
from portfolio.model.badge import BadgeFormat
from portfolio.operations import badges
from portfolio.operations.letters import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.attest.badges.issuing import Giver
    from portfolio.export.chosen import ChosenBadge, ChosenLetter

_PICTURES: Final = frozenset({Carrier.PNG, Carrier.SVG})
_TEXT: Final = "text/plain"


def badge_files(chosen: Iterable[ChosenBadge]) -> Iterator[Packed]:
    """Yield each badge as it came, with a copy baked into its picture where it has one."""
    names = _Paths()
    for each in sorted(chosen, key=_badge_order):
        badge = each.badge
        day = badge.issued_at.date().isoformat() if badge.issued_at else ""
        entry = Entry(
            EntryKind.BADGE,
            form=str(badge.format),
            title=badge.name,
            whose=badge.issuer.name,
            from_person=badge.from_person,
            dated=day,
            url=badge.criteria_url,
        )
        if badge.format is BadgeFormat.PLATFORM:
            yield Packed(replace(entry, kind=EntryKind.LISTED))
            continue
        stem = plain_name(f"{badge.name} {badge.issuer.name}") or "badge"
        path = names.take(f"badges/{stem}", badges.suffix_of(badge))
        yield Packed(replace(entry, path=path, media_type=badge.media_type), badge.raw)
        picture = _baked(each)
        if picture:
            kind = EntryKind.PICTURE
            copy = names.take(f"pictures/{stem}", "png" if png.is_png(picture) else "svg")
            media_type = recognising.PNG if png.is_png(picture) else recognising.SVG
            told = Entry(kind, copy, media_type=media_type, title=badge.name, of=(path,))
            yield Packed(told, picture)


def _baked(each: ChosenBadge) -> bytes:
    """Return a badge's picture with the badge in it, b"" where it has none or came so."""
    picture = each.badge.image
    try:
        file = recognising.open_badge(each.badge.raw)
        if not picture or file.carrier in _PICTURES or file.form in {Form.ADDRESS, Form.BACKPACK}:
            return b""
        keyword = Keyword.CREDENTIAL if file.form.is_credential else Keyword.OPEN_BADGES
        if png.is_png(picture):
            return png.bake(picture, payload_of(file), keyword)
        return svg.bake(picture, payload_of(file), keyword) if svg.looks_like_svg(picture) else b""
    except BadgeError:
        return b""  # a picture that takes no badge


def letter_files(chosen: Iterable[ChosenLetter]) -> Iterator[Packed]:
    """Yield each letter as it came, its signature in it."""
    names = _Paths()
    for each in sorted(chosen, key=_letter_order):
        letter = each.letter
        stem = plain_name(f"{letter.kind} {letter.issuer.name}") or "letter"
        entry = Entry(
            EntryKind.LETTER,
            names.take(f"letters/{stem}", each.suffix),
            media_type="application/json" if each.suffix.endswith("json") else _TEXT,
            form=str(letter.format),
            title=str(letter.kind).capitalize(),
            whose=letter.issuer.name,
            from_person=True,
            dated=letter.issued_at.date().isoformat() if letter.issued_at else "",
            url=letter.status_url if letter.format is AttestationFormat.PUBLIC_COMMENT else "",
        )
        yield Packed(entry, letter.raw)


def collections(
    things: Sequence[Packed], collector: Giver, at: datetime
) -> tuple[list[Packed], tuple[str, ...]]:
    """Return the signed collections of the badges that fit into one, and names of the others.

    Raises:
        BadgeError: A collection could not be signed.
    """
    paths: dict[int, str] = {}
    files: list[BadgeFile] = []
    for each in things:
        if each.entry.kind is EntryKind.BADGE:
            file = recognising.open_badge(each.data)
            files.append(replace(file, name=each.entry.title))
            paths[id(files[-1])] = each.entry.path
    made = bundles.clr(files, collector, at=at)
    left = {id(each) for each in made.left_out}
    of = tuple(path for key, path in paths.items() if key not in left)
    packed = [
        Packed(
            Entry(EntryKind.COLLECTION, f"collections/clr-{number}.json",
                  media_type="application/json", title="Badges in one document (CLR 2.0)",
                  whose=collector.name, of=of),
            data,
        )
        for number, data in enumerate(made.documents, start=1)
    ]  # fmt: skip
    return packed, tuple(each.name for each in made.left_out)


class _Paths:
    """Gives each file a path of its own, whatever the system that unpacks it thinks of letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, stem: str, suffix: str) -> str:
        """Return a path that was not given yet."""
        path, number = f"{stem}.{suffix}", 1
        while path.casefold() in self._taken:
            number += 1
            path = f"{stem}-{number}.{suffix}"
        self._taken.add(path.casefold())
        return path


def _badge_order(each: ChosenBadge) -> tuple[str, str, bytes]:
    """Return what orders badges by themselves, not by when they came here."""
    at = each.badge.issued_at
    return (at.isoformat() if at else "", each.badge.name, each.badge.raw)


def _letter_order(each: ChosenLetter) -> tuple[str, str, bytes]:
    at = each.letter.issued_at
    return (at.isoformat() if at else "", each.letter.issuer.name, each.letter.raw)
