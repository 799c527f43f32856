"""Letters are what was written, in text anybody can read, and nothing else passes for one."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portfolio.attest import letter as form
from portfolio.attest import letter_reading, letter_writing
from portfolio.attest.letter_names import bad_name
from portfolio.errors import LetterError, UsageError
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Mentoring,
    Party,
    Work,
)
from portfolio.model.text import clean, clean_line
from tests.attest.letters.letters import ID, ISSUED, said, signed

printable = st.text(st.characters(codec="utf-8"), max_size=60)
lines = printable.map(clean_line).filter(bool)
addresses = st.sampled_from(
    ["https://forge.example/ada", "mailto:ada@x.example", "https://x.example/a?b=c#d", "http://h/"]
)
names = (
    st.text(
        st.characters(
            codec="utf-8", exclude_categories=("Cf", "So", "Sm", "Sk"), exclude_characters=":："
        ),
        max_size=60,
    )
    .map(clean_line)
    .filter(lambda name: name and not bad_name(Party(name)))
)
parties = st.builds(
    Party,
    names,
    printable.map(clean_line),
    st.lists(addresses, max_size=3, unique=True).map(tuple),
    st.sampled_from(["", "SHA256:" + "A" * 43]),
)
works = st.lists(
    st.builds(Work, addresses | st.just(""), lines, st.sampled_from(["", "git:" + "a" * 40])),
    max_size=4,
).map(tuple)
instants = st.none() | st.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001
    datetime(9998, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=0))
partial_dates = st.sampled_from(["", "2019", "2019-03", "2019-03-31"])
statements = (
    st.text(st.characters(codec="utf-8"), max_size=300)
    .map(lambda text: clean(text, limit=form.LONGEST_STATEMENT))
    .filter(lambda text: bool(text) and form.END not in text and "-----BEGIN" not in text)
)
attestations = st.builds(
    Attestation,
    id=st.just(ID),
    kind=st.sampled_from(
        [kind for kind in AttestationKind
         if kind not in {AttestationKind.VOUCH, AttestationKind.WITHDRAWAL,
                         AttestationKind.KEY_CHANGE}]
    ),
    format=st.just(AttestationFormat.SIGNED_FILE),
    issuer=parties,
    subject=parties,
    statement=statements,
    raw=st.just(b""),
    about=works,
    basis=st.lists(st.sampled_from(Basis), max_size=5, unique=True).map(tuple),
    relation_from=partial_dates,
    relation_to=partial_dates,
    language=st.sampled_from(["", "en", "pt-BR", "zh-Hant"]),
    mentoring=st.none() | st.sampled_from(Mentoring),
    issued_at=instants,
    expires_at=instants,
    contact_ok=st.booleans(),
    audience=printable.map(clean_line),
    status_url=st.sampled_from(["", "https://x.example/status"]),
    refers_to=st.sampled_from(["", ID]),
)  # fmt: skip


@settings(max_examples=200)
@given(attestations)
def test_reading_gives_what_was_written(each: Attestation) -> None:
    body = letter_writing.compose(each)
    letter = letter_reading.parse(body)
    assert replace(letter.attestation, raw=b"") == each
    assert letter.body == body
    assert letter.changed_parts() == ()
    assert letter_writing.compose(letter.attestation) == body


@given(attestations)
def test_a_letter_is_plain_tidy_text(each: Attestation) -> None:
    text = letter_writing.compose(each).decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert all(line == line.rstrip() for line in text.split("\n"))
    assert text.endswith(f"\n{form.END}\n")


def test_a_signed_file_and_the_pair_are_the_same_letter() -> None:
    raw = signed()
    body, _, rest = raw.partition(b"-----BEGIN")
    signature = b"-----BEGIN" + rest
    together, apart = letter_reading.parse(raw), letter_reading.parse(body, signature)
    assert together == apart
    assert together.attestation.raw == raw


def test_it_reads_like_a_letter() -> None:
    text = letter_writing.compose(said()).decode()
    assert text.startswith("Portfolio letter: testimonial, version 1\nId: urn:uuid:0193a1b2-")
    assert "\nBasis: reviewed the work, worked together\nRelation: since 2019-03\n" in text
    assert (
        "\n\n1. Change 1\n   https://forge.example/quillmark/pull/1\n   git:"
        "0000000000000000000000000000000000000001\n\n2. Change 2\n" in text
    )
    assert "\n\nStatement\n\nI have merged Noor’s work since 2019.\n\nShe finds" in text


def test_a_day_written_by_hand_is_a_date() -> None:
    body = letter_writing.compose(said()).replace(
        b"Issued: 2026-11-20T10:42:00Z", b"Issued: 2026-11-20"
    )
    assert letter_reading.parse(body).attestation.issued_at == ISSUED.replace(hour=0, minute=0)


@pytest.mark.parametrize("changes", [
    {"issuer": Party("A", "", tuple(f"https://x.example/{'a' * 480}{n}" for n in range(10)))},
    {"about": tuple(Work("https://x.example/", "\U0001f600" * 390) for _ in range(40)),
     "statement": "\U0001f600 " * 6000},
])  # fmt: skip
def test_what_nobody_could_read_is_not_written(changes: dict[str, object]) -> None:
    with pytest.raises(LetterError):
        letter_writing.compose(said(**changes))


def test_headers_of_a_later_version_are_kept_and_shown() -> None:
    body = letter_writing.compose(said()).replace(b"Language: en\n", b"Language: en\nMood: good\n")
    letter = letter_reading.parse(body)
    assert letter.extra == (("Mood", "good"),)
    assert letter.value("Mood") == "good"


@pytest.mark.parametrize("changes", [{"statement": "abcd " * 99 + "abcdef"}, {"about": ()}])
def test_a_vouch_of_another_program_is_held_to_the_same_rule(changes: dict[str, object]) -> None:
    as_testimonial = letter_writing.text_of(said(**changes))
    vouch = as_testimonial.replace(": testimonial,", ": vouch,", 1).encode()
    with pytest.raises(LetterError, match="too long, or names no work"):
        letter_reading.parse(vouch)


def test_a_vouch_of_500_characters_with_one_work_is_one() -> None:
    words = "abcd " * 99 + "abcde"
    vouch = said(kind=AttestationKind.VOUCH, statement=words, about=said().about[:1])
    assert letter_reading.parse(signed(vouch)).attestation.statement == words
    assert len(words) == 500


def test_what_a_mail_program_does_to_line_ends_is_undone_and_said() -> None:
    raw = signed()
    letter = letter_reading.parse(raw.replace(b"\n", b"\r\n"))
    assert letter.body == letter_reading.parse(raw).body
    assert letter.repaired == (form.CRLF,)
    assert letter.attestation.raw == raw.replace(b"\n", b"\r\n")


GOOD = letter_writing.compose(said()).decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "end is missing"),
        ("Dear Noor,\nbest\n", "end is missing"),
        (GOOD.replace("version 1", "version 2"), "kind or version"),
        ("\ufeff" + GOOD, "BOM"),
        (GOOD.replace("testimonial", "invoice"), "kind or version"),
        (GOOD.replace("Language: en", "Language: en\nLanguage: de"), "twice"),
        (GOOD.replace("Language: en", "Language: en\nlanguage: de"), "header"),
        (GOOD.replace("Language: en", "LANGUAGE: en\nLanguage: de"), "twice"),
        (GOOD.replace("Id: urn", "Id: uri"), "no id"),
        (GOOD.replace("Issuer: Casimir Oduya-Lindt\n", ""), "who wrote it"),
        (GOOD.replace("Subject: Noor Vantongeren\n", ""), "whom it is about"),
        (GOOD.replace("Issued: 2026-11-20", "Issued: 2026-13-20"), "no date"),
        (GOOD.replace("Issued: 2026-11-20T10:42:00Z", "Issued: 2026-11"), "no date"),
        (GOOD.replace(said().statement, form.UNWRITTEN), "Nothing was written"),
        (GOOD.replace("2. Change 2", "3. Change 2"), "list of works"),
        (GOOD.replace("   git:", "   ../"), "list of works"),
        (GOOD.replace("Basis: reviewed the work", "Basis: is my friend"), "knows"),
        (GOOD.replace("https://forge.example/coduya", "javascript:alert(1)"), "address"),
        (GOOD.replace("https://forge.example/coduya", "https://["), "address"),
        (GOOD.replace("https://forge.example/coduya", "https://a.example:1e3/x"), "address"),
        (GOOD.replace("https://forge.example/noorvt", "https:///noorvt"), "address"),
        (GOOD.replace("   https://forge.example/quillmark/pull/1\n", "   https://[\n"), "works"),
        (GOOD.replace("I have", "I\u202e have"), "hide"),
        (GOOD.replace("I have", "I\x00 have"), "hide"),
        (GOOD.replace("I have", "I have  \n"), "blanks"),
        (GOOD.replace("I have", "I havé"), "taken apart"),
        (GOOD + "P.S. I take it back\n", "below the end"),
        (GOOD.replace("\nStatement\n", "\n"), "works"),
        (GOOD.replace("Contact: yes", "Contact: yes\n" + "\n".join(
            f"X-{chr(65 + n // 26)}{chr(65 + n % 26)}: 1" for n in range(50))), "more headers"),
    ],
)  # fmt: skip
def test_what_is_not_exactly_a_letter_is_refused(text: str, words: str) -> None:
    if "havé" in text:
        text = text.replace("havé", unicodedata.normalize("NFD", "havé"))
    with pytest.raises(LetterError, match=words):
        letter_reading.parse(text.encode("utf-8", "surrogatepass"))


def test_too_long_is_refused_at_once() -> None:
    with pytest.raises(LetterError, match="too long"):
        letter_reading.parse(b"Portfolio letter: " + b"a" * 10_000_000)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"statement": "  "}, "says nothing"),
        ({"issuer": Party("")}, "who writes"),
        ({"subject": Party("")}, "whom it is about"),
        ({"kind": AttestationKind.VOUCH, "statement": "x" * 501}, "500"),
        ({"kind": AttestationKind.VOUCH, "about": ()}, "at least one work"),
        ({"kind": AttestationKind.WITHDRAWAL}, "names the letter"),
        ({"kind": AttestationKind.KEY_CHANGE}, "new key"),
        ({"about": (Work("file:///etc/passwd", "x"),)}, "address"),
        ({"statement": "Well.\nEnd of letter\nMore"}, "other words"),
        ({"statement": "-----BEGIN SSH SIGNATURE-----"}, "other words"),
        ({"relation_from": "last year"}, "no date"),
    ],
)
def test_what_cannot_be_a_letter_is_not_written(changes: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        letter_writing.compose(said(**changes))


def test_a_letter_without_an_id_gets_one() -> None:
    first, second = (letter_reading.parse(letter_writing.compose(said(id=""))) for _ in range(2))
    assert first.attestation.id != second.attestation.id
    assert first.attestation.issued_at == ISSUED


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(("\n" + form.END + "\n").encode())
def test_arbitrary_bytes_end_in_a_plain_sentence(raw: bytes) -> None:
    with pytest.raises(LetterError):
        letter_reading.parse(raw)


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_letter_is_a_letter_or_refused_plainly(data: st.DataObject) -> None:
    raw = bytearray(signed())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        how = data.draw(st.sampled_from(("drop", "set", "add", "cut")))
        if how == "drop":
            del raw[at : at + data.draw(st.integers(1, 30))]
        elif how == "set":
            raw[at] = data.draw(st.integers(0, 255))
        elif how == "add":
            raw[at:at] = data.draw(st.binary(max_size=20))
        else:
            del raw[at:]
        if not raw:
            break
    try:
        letter = letter_reading.parse(bytes(raw))
    except LetterError:
        return
    assert letter.attestation.raw == bytes(raw)
