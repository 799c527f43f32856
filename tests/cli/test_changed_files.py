"""``portfolio check`` of files that were changed, by its answer and by the code it ends with."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portfolio.attest.badges import issuing
from portfolio.attest.badges.designs import designs
from portfolio.attest.badges.issuing import Award, Giver, Receiver
from portfolio.attest.badges.recognising import open_badge
from portfolio.clock import SystemClock
from portfolio.errors import BadgeError
from portfolio.model.attestation import Party, Work
from tests.attest.badges import made, pictures
from tests.attest.letters.letters import OTHER_KEY, WORKS, said, signed
from tests.cli.running import Runner
from tests.fuzz.openers import with_checksums

HOLDS, DOES_NOT_HOLD, COULD_NOT = 0, 1, 4
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STEP = 5
"""Bytes between two of a badge that are tried here; without a command line all of them are."""
AWARD = Award("Star", "d", "c", (Work("https://a.example/1", "t"),))
RECEIVER = Receiver(account="https://forge.example/noor")
LETTER = said(statement="Short words.", about=WORKS[:1])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Turn the computer's clock."""

    def turn(at: datetime) -> None:
        monkeypatch.setattr(SystemClock, "now", lambda _self: at)

    turn(NOW)
    return turn


def badge(kind: str) -> bytes:
    giver = Giver("Ada", made.KEY, as_token=kind.endswith("token"))
    svg = next(each.svg for each in designs() if each.id == "square")
    picture = pictures.png() if kind.startswith("png") else svg
    issued = issuing.issue(AWARD, giver, RECEIVER, design=picture, at=made.ISSUED)
    return issued.baked if kind[:3] in {"png", "svg"} else issued.document


def flipped(raw: bytes, step: int = 1) -> Iterator[tuple[int, bytes]]:
    patterns = itertools.cycle((0x01, 0x20, 0x02, 0x80, 0x10))
    for at, bits in zip(range(0, len(raw), step), patterns, strict=False):
        yield at, raw[:at] + bytes([raw[at] ^ bits]) + raw[at + 1 :]


def part_at(raw: bytes, at: int) -> str:
    """Return which part of a letter a byte stands in, "" for none that has a name."""
    body = raw[: raw.index(b"\nEnd of letter")]
    line = body[body.rfind(b"\n", 0, at) + 1 :] if at < len(body) else b""
    if b"\n\nStatement\n\n" in raw[:at]:
        return "statement" if line else ""
    if re.match(rb"Issuer|Subject", line):
        return "issuer" if line.startswith(b"Issuer") else "subject"
    return "works" if re.match(rb"1\. |   \S", line) else ""


@pytest.mark.long
def test_a_changed_letter_never_ends_with_nought_and_its_part_is_named(
    run: Runner, tmp_path: Path
) -> None:
    raw = signed(LETTER)
    file = tmp_path / "noor.testimonial"
    named = set()
    for at, changed in flipped(raw):
        file.write_bytes(changed)
        ran = run("--json", "check", str(file), code=None)
        assert ran.code in {DOES_NOT_HOLD, COULD_NOT}, changed
        if ran.code == COULD_NOT:
            assert ran.err.strip().endswith(".")
            continue
        (row,) = ran.json["rows"]
        steps = {step["says"]["code"] for step in row["verdict"]["steps"]}
        part = part_at(raw, at)
        if part and row["verdict"]["state"] == "invalid":
            assert f"letter.changed-{part}" in steps, changed
            named.add(part)
    assert named == {"issuer", "subject", "works", "statement"}


@pytest.mark.long
@pytest.mark.parametrize("kind", ["png", "png-token", "svg", "svg-token", "json", "token"])
def test_a_changed_badge_ends_with_nought_only_when_it_says_the_same(
    run: Runner, tmp_path: Path, kind: str
) -> None:
    raw = badge(kind)
    meaning = dict(open_badge(raw).credential) | {"proof": None}
    file = tmp_path / "badge"
    file.write_bytes(raw)
    run("check", str(file), code=HOLDS)
    ended = {HOLDS: 0, DOES_NOT_HOLD: 0, COULD_NOT: 0}
    for _, changed in flipped(raw, STEP):
        file.write_bytes(with_checksums(changed) if kind.startswith("png") else changed)
        ran = run("check", str(file), code=None)
        ended[ran.code] += 1
        if ran.code == HOLDS:
            # A byte of the picture round it, which nobody signs, or one that says nothing.
            same = dict(open_badge(file.read_bytes()).credential) | {"proof": None}
            assert same == meaning
        elif ran.code == DOES_NOT_HOLD:
            assert "Everything that can be checked holds" not in ran.out
    assert ended[DOES_NOT_HOLD]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("I have merged", "I have written"), "the statement"),
        (("pull/3", "pull/4"), "the list of works"),
        (("Subject: Noor", "Subject: Nora"), "whom it is about"),
        (("https://forge.example/noorvt", "https://forge.example/eve"), "whom it is about"),
        (("Issuer: Casimir", "Issuer: Kasimir"), "who wrote it"),
        (("https://forge.example/coduya", "https://forge.example/eve"), "who wrote it"),
        (("Expires: 2028", "Expires: 2099"), "what stands at its head"),
    ],
)
def test_each_part_is_named_in_words(
    run: Runner, tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    file = tmp_path / "noor.testimonial"
    file.write_bytes(signed().replace(*(each.encode() for each in change), 1))
    out = run("check", str(file), code=DOES_NOT_HOLD).out
    assert f"Changed after it was signed: {words}" in out


def test_swapped_signatures_and_keys_are_named(run: Runner, tmp_path: Path) -> None:
    one = signed().partition(b"-----BEGIN")
    other = signed(said(statement="Another."), OTHER_KEY).partition(b"-----BEGIN")
    file = tmp_path / "noor.testimonial"
    file.write_bytes(one[0] + b"".join(other[1:]))
    assert "The signature does not fit" in run("check", str(file), code=DOES_NOT_HOLD).out
    named = Party("Casimir", "", (), "SHA256:" + "a" * 43)
    file.write_bytes(signed(issuer=named))
    out = run("check", str(file), code=DOES_NOT_HOLD).out
    assert "Signed with another key than it names" in out


@pytest.mark.parametrize("as_token", [False, True])
def test_swapped_parts_of_badges_are_named(run: Runner, tmp_path: Path, as_token: bool) -> None:
    giver = Giver("Ada", made.KEY, as_token=as_token)
    other = Giver("Mallory", made.OTHER_KEY, as_token=as_token)
    claims = issuing.credential(AWARD, giver, RECEIVER, at=made.ISSUED)
    file = tmp_path / "badge"
    file.write_bytes(_sealed(claims, other))
    out = run("check", str(file), code=DOES_NOT_HOLD).out
    assert "Signed by someone other than the named issuer." in out
    whole = _sealed(claims, giver)
    theirs = {**claims, "credentialSubject": {**claims["credentialSubject"], "id": "did:x:y"}}
    file.write_bytes(_seal_moved(whole, _sealed(theirs, giver)))
    assert "The signature does not match" in run("check", str(file), code=DOES_NOT_HOLD).out


def _sealed(claims: made.Json, giver: Giver) -> bytes:
    if giver.as_token:
        return made.token(made.claimed(claims), giver.key, kid=made.method(giver.key)).encode()
    return made.text(made.sealed(claims, giver.key))


def _seal_moved(raw: bytes, onto: bytes) -> bytes:
    if raw.startswith(b"{"):
        return made.text({**json.loads(onto), "proof": json.loads(raw)["proof"]})
    return onto.rpartition(b".")[0] + b"." + raw.rpartition(b".")[2]


def test_a_letter_for_somebody_else_says_whom_it_names(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "mine.testimonial"
    file.write_bytes(signed())
    out = run("check", "--steps", str(file)).out
    assert "It names Noor Vantongeren" in out
    mallory = ("--profile-dir", str(tmp_path / "mallory"))
    run(*mallory, "holder", "set", "--name", "Mallory", "--link", "https://forge.example/mallory")
    run(*mallory, "testimonial", "import", str(file))
    shown = run(*mallory, "testimonial", "show", said().id, code=None).out
    assert "It names somebody else" in shown


def test_a_wrong_clock_is_named_and_makes_nothing_false(
    run: Runner, tmp_path: Path, clock: Callable[[datetime], None]
) -> None:
    letter, star = tmp_path / "noor.testimonial", tmp_path / "star.json"
    letter.write_bytes(signed())
    ends = made.credential(validUntil="2027-01-01T00:00:00Z")
    star.write_bytes(made.text(made.sealed(ends)))
    clock(NOW.replace(year=2011))
    assert "Dated in the future" in run("check", "--steps", str(letter)).out
    early = run("check", str(star), code=DOES_NOT_HOLD).out
    assert "Not valid before 1 March 2026" in early
    clock(NOW.replace(year=2060))
    assert "2028" in run("check", "--steps", str(letter)).out
    assert "Expired" in run("check", "--steps", str(star)).out
    changed = letter.read_bytes().replace(b"pull/3", b"pull/4", 1)
    letter.write_bytes(changed)
    assert "the list of works" in run("check", str(letter), code=DOES_NOT_HOLD).out


def test_a_refused_file_is_refused_in_a_sentence(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "bad.png"
    file.write_bytes(badge("png").replace(b"openbadge", b"openbadgf", 1))
    with pytest.raises(BadgeError):
        open_badge(file.read_bytes())
    assert run("check", str(file), code=COULD_NOT).err.strip().endswith(".")
