"""The page's script says of thousands of files what the program says, and never more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from portfolio.check.checking import check
from portfolio.errors import PortfolioError
from portfolio.export import pdf
from portfolio.model.attestation import AttestationKind, Basis, Party, Work
from tests.attest.letters.letters import ID, KEY, OTHER_KEY, signed
from tests.check import attached_twice, files, hostile_pdfs, slow_pdfs
from tests.check.engine import NODE, Asked, answers, as_page
from tests.check.test_checking import STRANGER
from tests.check.test_surplus import attaching, changed, linking, picturing, stamping, writing
from tests.export.pdf import samples

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not NODE, reason="there is no node on this machine"),
]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


def by_program(asked: Asked | bytes) -> dict[str, Any] | None:
    file = asked if isinstance(asked, Asked) else Asked(asked)
    try:
        return as_page(check(file.raw, STRANGER, at=NOW, detached=file.detached))
    except PortfolioError:
        return None


def compare(folder: Path, each: Sequence[Asked | bytes]) -> None:
    """Both say the same of each file, word for word, or both refuse it."""
    for asked, found in zip(each, answers(folder, each, NOW), strict=True):
        wanted = by_program(asked)
        if wanted is None:
            assert "refused" in found, (asked, found)
        else:
            assert found == wanted, asked


def test_it_says_what_the_program_says(folder: Path) -> None:
    compare(folder, list(files.table().values()))


def test_what_is_put_on_the_pages_is_named_alike(folder: Path) -> None:
    changes = [writing(words) for words in ("Head of Engineering, NASA", "Attested 4", "1")]
    attacked = [changed(cv(), each) for each in (*changes, linking, picturing, stamping)]
    samples_of = (samples.full(), samples.full(page_limit=1), samples.long(40))
    names = ("resume.json", "T9.testimonial")
    attacked += [changed(cv(), attaching(name, b'{"basics": 1}')) for name in names]
    compare(folder, [*attacked, *(pdf.render(each).data for each in samples_of)])


@pytest.mark.parametrize("turned", [1, 32, 128])
def test_no_byte_of_a_letter_can_be_changed(folder: Path, turned: int) -> None:
    """In what is signed and in the signature; line ends and armour are what one may put right."""
    raw = signed()
    changed = [raw[:at] + bytes([raw[at] ^ turned]) + raw[at + 1 :] for at in range(len(raw))]
    compare(folder, changed)
    for found in answers(folder, changed, NOW):
        if "refused" not in found:
            assert not found["headline"].startswith("Everything"), found


def test_no_byte_of_a_consent_can_be_changed(folder: Path) -> None:
    raw = files.consent()
    compare(folder, [raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :] for at in range(len(raw))])


def test_no_letter_of_a_token_can_be_changed(folder: Path) -> None:
    for token in (files.jwt(), files.es256()):
        changed = []
        for at, byte in enumerate(token):
            place = files.BASE64URL.find(byte)
            other = files.BASE64URL[(place + 1) % 64] if place >= 0 else ord("A")
            changed.append(token[:at] + bytes([other]) + token[at + 1 :])
        compare(folder, changed)
        for found in answers(folder, changed, NOW):
            held = "headline" in found and found["headline"].startswith("Everything")
            assert not held, found


def test_a_signature_beside_its_letter(folder: Path) -> None:
    body, signature = files.apart()
    compare(
        folder,
        [
            Asked(body, signature),
            Asked(body + b"\n", signature),
            Asked(body.replace(b"\n", b"\r\n"), signature),
            Asked(signed(), signature),
            Asked(body, signature[:-30]),
            Asked(body, b"x" * 40_000),
        ],
    )


def test_what_a_browser_lacks_is_no_fault_of_a_file(folder: Path) -> None:
    """Without Ed25519 nothing is held to fit, and nothing to be changed."""
    without = """const whole = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = async (form, key, kind, ...more) => {
      if ((kind.name ?? kind) === "Ed25519") throw new DOMException("", "NotSupportedError");
      return whole(form, key, kind, ...more);
    };"""
    each = [signed(), signed().replace(b"pull/3", b"pull/9"), files.jwt(), files.es256()]
    *by_ed25519, by_es256 = answers(folder, each, NOW, before=without)
    for found in by_ed25519:
        assert found["headline"].startswith("Nothing in this file can be checked here."), found
        assert [row["state"] for row in found["rows"]] == ["cannot-check"]
    assert by_es256 == by_program(files.es256())


@pytest.mark.parametrize("change", attached_twice.CHANGES, ids=lambda each: each.__name__)
def test_which_of_two_attached_files_counts(change: attached_twice.Change, folder: Path) -> None:
    compare(folder, [attached_twice.changed(change)])


ACCOUNTS = st.lists(
    st.sampled_from((
        "https://forge.example/coduya", "https://forge.example/noorvt", "https://github.com/Noor",
        "https://www.forge.example/CODUYA/", "https://git.sr.ht/~noor", "mailto:n@example.org",
        "https://forge.example/a/b?c=d", "http://plain.example/x", "https://[", "https://x@y.example/",
    )),
    max_size=3,
)  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)
PARTIES = st.builds(Party, WORDS, WORDS, ACCOUNTS.map(tuple))
WORKS = st.builds(Work, st.just("https://x.example/1"), WORDS)
TIMES = st.datetimes(
    datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001
).map(lambda at: at.replace(microsecond=0))  # fmt: skip


@st.composite
def letters(draw: st.DrawFn) -> bytes:
    kind = draw(st.sampled_from(AttestationKind))
    changes: dict[str, Any] = {
        "kind": kind,
        "issuer": draw(PARTIES),
        "subject": draw(PARTIES),
        "statement": draw(WORDS) or "Seen.",
        "about": tuple(draw(st.lists(WORKS, max_size=3))),
        "basis": tuple(draw(st.lists(st.sampled_from(Basis), max_size=2, unique=True))),
        "issued_at": draw(st.none() | TIMES),
        "expires_at": draw(st.none() | TIMES),
        "status_url": draw(st.sampled_from(("", "https://forge.example/status"))),
        "refers_to": draw(st.sampled_from(("", ID))),
    }  # fmt: skip
    try:
        return signed(key=draw(st.sampled_from((KEY, OTHER_KEY))), **changes)
    except PortfolioError:
        return signed()


@settings(max_examples=12)
@given(each=st.lists(letters(), min_size=20, max_size=30))
def test_letters_of_every_make(folder: Path, each: list[bytes]) -> None:
    compare(folder, each)


@settings(max_examples=12)
@given(data=st.data())
def test_letters_with_lines_that_came_or_went(folder: Path, data: st.DataObject) -> None:
    each = []
    for _ in range(25):
        lines = signed().split(b"\n")
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(lines) - 1))
            put = data.draw(st.sampled_from((
                b"", b" ", b"Statement", b"End of letter", b"Issuer: Another", b"X-New: 1",
                b"Expires: 2020-01-01", b"Language: ??", b"1. Work", b"   https://x.example/",
                b"Subject-Key: SHA256:x", b"\xff", b"\xe2\x80\xae",
                b"-----BEGIN SSH SIGNATURE-----",
            )))  # fmt: skip
            lines[at : at + data.draw(st.integers(0, 1))] = [put]
        each.append(b"\n".join(lines))
    compare(folder, each)


@settings(max_examples=8)
@given(data=st.data())
def test_consents_with_lines_that_came_or_went(folder: Path, data: st.DataObject) -> None:
    each = []
    for _ in range(25):
        lines = files.consent().split(b"\n")
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(lines) - 1))
            put = data.draw(st.sampled_from((
                b"", b" ", b"Purpose", b"End of consent", b"Person: Another", b"X-New: 1",
                b"Until: 2020-01-01", b"Until: 2026-W50-1", b"Until: 20280101", b"Fields: all",
                b"Fields: name, , name", b"1. Work", b"Maker-Accounts: nowhere", b"\xff",
                b"Person-Key: SHA256:x", b"\xe2\x80\xae", b"Given: 9999-12-31",
            )))  # fmt: skip
            lines[at : at + data.draw(st.integers(0, 1))] = [put]
        each.append(b"\n".join(lines))
    compare(folder, each)


SPECIAL = "  \u00ad\u200b\u202efi\ufb01é\u0301ßİ①½—“”<&\u05d0\u0628\u0939\u093f漢\U0001f600"
PRINTED = st.text(
    st.sampled_from(SPECIAL) | st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Co")),
    max_size=50,
)


@settings(max_examples=6)
@given(each=st.lists(PRINTED, min_size=4, max_size=6))
def test_pages_and_their_record_in_any_letters(folder: Path, each: list[str]) -> None:
    """Where the program holds the two to fit, the page does, or says that it cannot tell."""
    made = [pdf.render(samples.saying(text)).data for text in each]
    for text, found, raw in zip(each, answers(folder, made, NOW), made, strict=True):
        wanted = by_program(raw)
        assert wanted
        assert found["rows"][1:] == wanted["rows"][1:], text
        (page_says, program_says) = (of["rows"][0]["says"]["code"] for of in (found, wanted))
        assert page_says in {program_says, "document.pages-unread"}, text


DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=40)), min_size=1, max_size=6
)


@cache
def cv() -> bytes:
    return files.documents.cv()


@settings(max_examples=5, phases=(Phase.generate,))
@given(damages=st.lists(DAMAGE, min_size=6, max_size=6))
def test_a_damaged_cv_does_not_hold_more_than_in_the_program(
    folder: Path, damages: list[list[tuple[float, int, bytes]]]
) -> None:
    each = []
    for damage in damages:
        raw = bytearray(cv())
        for place, length, put in damage:
            at = int(place * (len(raw) - 1))
            raw[at : at + length] = put
        each.append(bytes(raw))
    for raw, found in zip(each, answers(folder, each, NOW), strict=True):
        wanted = by_program(raw)
        if wanted is None or "refused" in found:
            continue
        held = {row["reference"] for row in found["rows"] if row["mark"] == "held"}
        broken = {row["reference"] for row in wanted["rows"] if row["mark"] == "does-not-hold"}
        assert not held & broken


@settings(max_examples=6, phases=(Phase.generate,))
@given(each=st.lists(st.binary(max_size=200), min_size=20, max_size=40))
def test_arbitrary_bytes_are_refused(folder: Path, each: list[bytes]) -> None:
    """A picture that holds nothing is refused by the program, and not looked into by the page."""
    every = [head + raw for raw in each for head in (b"", b'{"a":', b"eyJ")]
    every += [b"%PDF-1.7\n" + raw for raw in each[:2]]
    for raw, found in zip(every, answers(folder, every, NOW), strict=True):
        assert by_program(raw) is None
        is_picture = raw.startswith(b"\x89PNG\r\n\x1a\n")
        assert "refused" in found or (is_picture and found["rows"][0]["mark"] == "cannot-check")


@pytest.mark.parametrize("name", [*hostile_pdfs.BUSY, *slow_pdfs.SLOW])
def test_what_is_made_to_keep_it_busy_ends(name: str, folder: Path) -> None:
    raw = {**hostile_pdfs.BUSY, **slow_pdfs.SLOW}[name]()
    (found,) = answers(folder, [raw], NOW, most_megabytes=192)
    if name in hostile_pdfs.HARMLESS or name == "pages in a ring":
        assert found["headline"].startswith("Nothing in this file")
    elif name == "a record of much":
        assert "differ" in found["headline"]
    else:
        assert "refused" in found
