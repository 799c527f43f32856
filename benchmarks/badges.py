"""Opening and judging badges, against bare parsing and the bare signature check.

Two kinds of badges baked into PNG: tokens (VC-JWT) and signed documents (Data Integrity). The floor
of a token is finding its chunk, ``json`` and one Ed25519 check; that of a document has besides one
expansion and canonicalising by the library of the document and of its proof's options, which is
what such a signature is made over. Runs are interleaved.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import json
import statistics
import struct
import sys
import time
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portfolio.attest import credentials
from portfolio.attest.badges import issuing, png, public_keys
from portfolio.attest.badges.baked import Keyword
from portfolio.attest.badges.issuing import Award, Giver, Receiver
from portfolio.attest.badges.judging import judge
from portfolio.attest.badges.recognising import open_badge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import BadgeError
from portfolio.model.attestation import Work
from portfolio.model.verdict import VerdictState

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 3
MOST_TIMES = {"token": 6.0, "document": 4.0}
MOST_POISON_S = 1.0
AT = datetime(2026, 11, 20, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def picture() -> bytes:
    """A PNG of about 480 kB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 400, 400, 8, 2, 0, 0, 0)
    noise = b"".join(
        b"\0" + hashlib.shake_128(struct.pack(">I", row)).digest(1200) for row in range(400)
    )
    points = chunk(b"IDAT", zlib.compress(noise, 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + points + chunk(b"IEND", b"")


def badges(count: int, *, as_token: bool) -> list[bytes]:
    giver = Giver("Ada", KEY, as_token=as_token)
    receiver = Receiver(account="https://forge.example/noor", mail="noor@example.org")
    small = b"\x89PNG\r\n\x1a\n" + picture()[8:33] + picture()[-12:]
    made = []
    for number in range(count):
        works = (Work(f"https://forge.example/p/pull/{number}", "A review"),)
        award = Award(f"Badge {number}", "Reviews with care", "Ten reviews", works)
        made.append(issuing.issue(award, giver, receiver, design=small, at=AT).baked)
    return made


def chunk_of(raw: bytes) -> bytes:
    at = 8
    while True:
        size, kind = struct.unpack_from(">I4s", raw, at)
        if kind == b"iTXt":
            return raw[at + 8 : at + 8 + size].partition(b"\0")[2][4:]
        at += size + 12


def bare_token(raw: bytes) -> None:
    signed, _, signature = chunk_of(raw).rpartition(b".")
    for part in signed.split(b"."):
        json.loads(base64.urlsafe_b64decode(part + b"=="))
    KEY.public_key().verify(base64.urlsafe_b64decode(signature + b"=="), signed)


def bare_document(raw: bytes) -> None:
    document = json.loads(chunk_of(raw))
    proof = document.pop("proof")
    value = public_keys.base58(proof.pop("proofValue")[1:])
    options = credentials.expanded({**proof, "@context": document["@context"]})
    quads = credentials.canonical(options, credentials.expanded(document))
    signed = b"".join(hashlib.sha256(each).digest() for each in quads)
    KEY.public_key().verify(value, signed)


def ours(raw: bytes) -> None:
    if judge(open_badge(raw), Onlooker(), at=AT).state is not VerdictState.NOT_ANCHORED:
        raise AssertionError("a badge of ours does not hold")


def per_badge(each: Callable[[bytes], object], made: list[bytes]) -> float:
    at = time.perf_counter()
    for raw in made:
        each(raw)
    return (time.perf_counter() - at) / len(made) * 1000


def poison(size: int) -> bytes:
    nodes = [
        {
            "id": f"_:b{one}",
            "type": ["VerifiableCredential"],
            "evidence": [{"id": f"_:b{other}"} for other in range(size) if other != one],
        }
        for one in range(size)
    ]
    award = Award("x", "x", "x", (Work("https://a.example", ""),))
    giver = Giver("Ada", KEY)
    document = issuing.credential(award, giver, Receiver(did=issuing.did(KEY)), at=AT)
    document["evidence"] = nodes
    document["proof"] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "verificationMethod": issuing.verification_method(KEY),
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + "1" * 64,
    }
    return json.dumps(document).encode()


def slowest_poison() -> float:
    """Seconds the slowest of several documents takes that are made to take for ever."""
    slowest = 0.0
    for size in (6, 7, 8, 10, 20, 60):
        at = time.perf_counter()
        with contextlib.suppress(BadgeError):
            judge(open_badge(poison(size)), Onlooker(), at=AT)
        slowest = max(slowest, time.perf_counter() - at)
    return slowest


def main() -> int:
    """Print the figures, and return 1 when one is over its limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--badges", type=int, default=1000)
    count = parser.parse_args().badges
    failed = False
    for name, floor in (("token", bare_token), ("document", bare_document)):
        made = badges(count, as_token=name == "token")
        ours(made[0])
        bare, full = [], []
        for _ in range(RUNS):
            bare.append(per_badge(floor, made))
            full.append(per_badge(ours, made))
        first, second = statistics.median(bare), statistics.median(full)
        print(
            f"{name:9} bare {first:6.3f} ms   opened and judged {second:6.3f} ms "
            f"  {second / first:.1f} times   {count} in {second * count / 1000:.2f} s"
        )
        failed |= second / first > MOST_TIMES[name]
    large, payload = picture(), chunk_of(badges(1, as_token=True)[0])
    baked = statistics.median(
        per_badge(lambda raw: png.bake(raw, payload, Keyword.CREDENTIAL), [large])
        for _ in range(50)
    )
    print(f"baked into {len(large) // 1000} kB  {baked:6.3f} ms")
    worst = slowest_poison()
    print(f"poisoned documents answer in {worst:.2f} s at most")
    return 1 if failed or worst > MOST_POISON_S else 0


if __name__ == "__main__":
    sys.exit(main())
