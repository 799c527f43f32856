"""What opens files from outside, each with files to begin with and a way to damage them well.

An opener takes any bytes and returns or raises one of its expected errors; anything else is a
fault. ``dressed`` turns damaged bytes into a file that gets past the first check of its kind
(checksums, base64), where damage done at random would be turned away at the door.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache

from portfolio.attest.badges import (
    judging,
    png,
    reading,
    recipients,
    recognising,
    strict_json,
    svg,
    svg_drawing,
    zips,
)
from portfolio.attest.badges.badge_file import BadgeFile
from portfolio.attest.badges.baked import Keyword
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import BadgeError
from tests.attest.badges import made, pictures, samples
from tests.fuzz import document_openers, letter_openers
from tests.fuzz.opener import Opener


def _badge(raw: bytes) -> None:
    with suppress(BadgeError):
        _look_at(recognising.open_badge(raw))


def _look_at(file: BadgeFile) -> None:
    reading.badge_of(file, own_addresses=[samples.MAIL]).name.encode()
    recipients.named_in(file)
    found, _ = recognising.endorsements_in(file)
    for inner in (*file.members, *found, *([file.other] if file.other else [])):
        _look_at(inner)


def _judged(raw: bytes) -> None:
    with suppress(BadgeError):
        judging.judge(recognising.open_badge(raw), Onlooker(), at=made.AT)


def _json(raw: bytes) -> None:
    with suppress(BadgeError):
        strict_json.compact(strict_json.parse(raw))


def _svg(raw: bytes) -> None:
    svg_drawing.may_be_drawn(raw)
    with suppress(BadgeError):
        baked = svg.bake(raw, b"a.b.c", Keyword.CREDENTIAL)
        assert svg.unbake(baked).found == {Keyword.CREDENTIAL: b"a.b.c"}
    _badge(raw)


def _png(raw: bytes) -> None:
    with suppress(BadgeError):
        baked = png.bake(raw, b"a.b.c", Keyword.CREDENTIAL)
        assert png.unbake(baked).found == {Keyword.CREDENTIAL: b"a.b.c"}
    _badge(raw)


def _zip(raw: bytes) -> None:
    with suppress(BadgeError):
        assert all(zips.is_safe_name(entry.name) for entry in zips.read(raw))
    _badge(raw)


def _of(carrier: recognising.Carrier) -> Callable[[], list[bytes]]:
    @cache
    def seeds() -> list[bytes]:
        return [each.make() for each in samples.SAMPLES.values() if each.carrier is carrier]

    return seeds


def with_checksums(raw: bytes) -> bytes:
    """A PNG with its checksums made right as far as its lengths can be followed."""
    made_right, at = bytearray(raw), len(pictures.SIGNATURE)
    made_right[:at] = pictures.SIGNATURE
    while at + 12 <= len(raw):
        end = at + 12 + int.from_bytes(raw[at : at + 4], "big")
        if end > len(raw):
            break
        made_right[end - 4 : end] = zlib.crc32(raw[at + 4 : end - 4]).to_bytes(4, "big")
        at = end
    return bytes(made_right)


def _as_token(raw: bytes) -> bytes:
    head, _, body = raw.partition(b"\n")
    return f"{made.b64(head)}.{made.b64(body)}.{made.b64(b'signature')}".encode()


def _documents() -> list[bytes]:
    return [b'{"alg":"EdDSA"}\n' + raw for raw in _of(recognising.Carrier.JSON)()]


def _pasted() -> list[bytes]:
    return [each.make() for name, each in samples.SAMPLES.items() if "pasted" in name]


def _signed() -> list[bytes]:
    return [each.make() for each in samples.SAMPLES.values() if each.sealing in _SEALED]


_SEALED = set(recognising.Sealing) - {recognising.Sealing.NONE, recognising.Sealing.HOSTED}
OPENERS = {
    "json": Opener(_badge, _of(recognising.Carrier.JSON)),
    "strict json": Opener(_json, _of(recognising.Carrier.JSON)),
    "jwt": Opener(_badge, _of(recognising.Carrier.JWT)),
    "jwt parts": Opener(_badge, _documents, _as_token),
    "png": Opener(_png, _of(recognising.Carrier.PNG)),
    "png parts": Opener(_png, _of(recognising.Carrier.PNG), with_checksums),
    "svg": Opener(_svg, _of(recognising.Carrier.SVG)),
    "zip": Opener(_zip, _of(recognising.Carrier.ZIP)),
    "zip parts": Opener(
        _zip, _of(recognising.Carrier.JSON), lambda raw: samples.zipped(a__json=raw, b=raw[:9])
    ),
    "judged": Opener(_judged, _signed),
    "pasted": Opener(_badge, _pasted),
    **letter_openers.OPENERS,
    **document_openers.OPENERS,
}
