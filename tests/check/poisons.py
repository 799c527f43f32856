"""Files made to keep a computer busy or to fill its memory, each as small as it can be."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.attest.badges import made, pictures, samples
from tests.attest.badges.test_credentials import clique
from tests.attest.letters.letters import signed

MEGABYTE = 1 << 20


def _sealed(document: made.Json) -> bytes:
    """With a proof of the right form, so that it has to be worked out."""
    return made.text({**document, "proof": made.sealed(made.credential())["proof"]})


def _deep(levels: int) -> bytes:
    return b'{"@context":' + b"[" * levels + b"]" * levels + b"}"


def _wide() -> bytes:
    return b'{"@context":[' + b"[]," * MEGABYTE + b"[]]}"


def _contexts(count: int) -> bytes:
    """Vocabularies that name each other, and terms by the thousand."""
    terms = {f"t{number}": f"t{number + 1}:x" for number in range(count)}
    return _sealed(made.credential(**{"@context": [*made.credential()["@context"], terms]}))


def _embedded(count: int) -> bytes:
    inner = [made.endorsement("urn:uuid:1") for _ in range(count)]
    return _sealed(made.credential(endorsement=inner))


def _zip_of(data: bytes, times: int = 1, name: str = "a.json") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(times):
            archive.writestr(f"{number}{name}", data)
    return out.getvalue()


def _overlapping() -> bytes:
    """A zip of which all entries lie on the same packed megabytes."""
    raw = bytearray(_zip_of(b"x" + bytes(8 * MEGABYTE), name="b.json"))
    end = raw.rindex(b"PK\x05\x06")
    at = raw.index(b"PK\x01\x02")
    entry = bytes(raw[at:end])
    entries = entry * 5_000
    head = struct.pack("<HHIIH", 5_000, 5_000, len(entries), at, 0)
    return bytes(raw[:at]) + entries + b"PK\x05\x06\0\0\0\0" + head


def _png(length: int) -> bytes:
    """A chunk that says it is of two gigabytes."""
    claimed = struct.pack(">I4s", length, b"iTXt")
    return pictures.SIGNATURE + pictures.header() + claimed + b"openbadges\0" + bytes(100)


def _svg(head: str, body: str) -> bytes:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg">{body}</svg>'.encode()


def _laughs() -> bytes:
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{names[number - 1]};" * 10 if number else "ha" * 10}">'
        for number, name in enumerate(names)
    )
    return _svg(f"<!DOCTYPE svg [{entities}]>", "&j;")


def _packed_text(megabytes: int) -> bytes:
    keyword = b"openbadges\0\1\0\0\0"
    text = keyword + zlib.compress(bytes(megabytes * MEGABYTE), 9)
    return pictures.png(pictures.chunk(b"iTXt", text))


def _letter(change: Callable[[bytes], bytes]) -> bytes:
    return change(signed())


POISONS: dict[str, Callable[[], bytes]] = {
    "JSON a hundred thousand deep": lambda: _deep(100_000),
    "JSON of a million lists": _wide,
    "JSON of one string": lambda: b'{"a":"' + b"\\u0041" * MEGABYTE + b'"}',
    "a number of a million digits": lambda: b'{"a":' + b"9" * MEGABYTE + b"}",
    "nodes linked with each other, 9": lambda: _sealed(clique(9)),
    "nodes linked with each other, 60": lambda: _sealed(clique(60)),
    "terms by the thousand": lambda: _contexts(3_000),
    "endorsements by the hundred": lambda: _embedded(300),
    "a token in tokens": lambda: _tokens(60),
    "a zip of a gigabyte": lambda: _zip_of(bytes(256 * MEGABYTE)),
    "a zip of ten thousand files": lambda: _zip_of(b"{}", 10_000),
    "a zip that lies on itself": _overlapping,
    "zips in a zip": lambda: _zip_of(_zip_of(bytes(8 * MEGABYTE)), 900, "a.zip"),
    "a chunk of two gigabytes": lambda: _png(2**31 - 1),
    "a chunk of minus one": lambda: _png(2**32 - 1),
    "a picture of empty chunks": lambda: pictures.png(*[pictures.chunk(b"abcd", b"")] * 300_000),
    "a text that unpacks to 200 megabytes": lambda: _packed_text(200),
    "a thousand million laughs": _laughs,
    "an entity of a file": lambda: _svg('<!DOCTYPE s [<!ENTITY x SYSTEM "/dev/zero">]>', "&x;"),
    "SVG ten thousand deep": lambda: _svg("", "<g>" * 10_000 + "</g>" * 10_000),
    "SVG of a million attributes": lambda: _svg("", f"<g {_attributes(200_000)}/>"),
    "a letter of blanks": lambda: _letter(lambda raw: raw.replace(b"I have", b" " * 11_000)),
    "a letter of works": lambda: _letter(lambda raw: raw.replace(b"\n\n", b"\n\n1. a\n\n" * 9_000)),
    "a comment of lists": lambda: b'{"format":"portfolio-comment/1","a":' + b"[" * 3_000_000,
}


def _attributes(count: int) -> str:
    return " ".join(f'a{number}=""' for number in range(count))


def _tokens(levels: int) -> bytes:
    token = made.token(made.claimed(made.credential()))
    for _ in range(levels):
        bundle = samples.presentation(token)
        token = made.token({**bundle, "iss": made.did()})
        if len(token) > 4 * MEGABYTE:
            break
    return token.encode()


def written() -> dict[str, bytes]:
    """Each poison as bytes."""
    return {name: make() for name, make in POISONS.items()}
