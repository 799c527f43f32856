"""Requests say all that is asked and nothing else, and lead to letters without an install."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.attest import letter as form
from portfolio.attest import letter_reading, letter_requests, letter_writing, request_mail
from portfolio.attest.letter_verdict import judge
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import LetterError, UsageError
from portfolio.model.attestation import AttestationKind, Basis, Party, Work
from portfolio.model.letter_request import MAX_WORKS, LetterRequest
from portfolio.model.text import clean, clean_line
from portfolio.model.verdict import VerdictState
from tests.attest.letters.letters import ID, WORKS
from tests.attest.letters.test_letter import instants, parties, printable, works
from tests.attest.ssh import make_key, needs_ssh_keygen, signed_by

MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def asked(**changes: Any) -> LetterRequest:
    plain = LetterRequest(
        id=ID,
        kind=AttestationKind.TESTIMONIAL,
        asked=Party("Casimir Oduya-Lindt", "", ("https://forge.example/coduya",)),
        holder=Party("Noor Vantongeren", "", ("https://forge.example/noorvt",)),
        works=WORKS,
        question="What did you see me do here?",
        language="en",
        made_at=MADE,
        expires_at=MADE.replace(year=2027),
    )
    return replace(plain, **changes)


nobody = st.just(Party(""))
questions = printable.map(lambda text: clean(text, limit=1000)).filter(
    lambda text: bool(text) and letter_requests.END not in text
)
requests = st.builds(
    LetterRequest,
    id=st.just(ID),
    kind=st.sampled_from(sorted(letter_requests.ASKABLE)),
    asked=parties | nobody,
    holder=parties,
    works=works.filter(bool),
    question=questions,
    language=st.sampled_from(["", "en", "pt-BR"]),
    made_at=instants.filter(bool),
    expires_at=instants,
)


@settings(max_examples=150)
@given(requests)
def test_reading_gives_what_was_asked(request_: LetterRequest) -> None:
    raw = letter_requests.compose(request_)
    read = letter_requests.parse(raw)
    assert replace(read, raw=b"") == request_
    assert letter_requests.compose(read) == raw
    assert letter_requests.parse(raw.replace(b"\n", b"\r\n")).question == read.question


@given(requests)
def test_every_request_leads_to_a_form_that_waits_for_words(request_: LetterRequest) -> None:
    text = letter_requests.form_of(request_)
    with pytest.raises(LetterError, match="Nothing was written"):
        letter_reading.parse(text)
    filled = text.replace(form.UNWRITTEN.encode(), b"I saw it.")
    filled = filled.replace(f"Issuer: {form.NAMELESS}\n".encode(), b"Issuer: Ada\n")
    letter = letter_reading.parse(filled)
    assert letter.attestation.refers_to == ID
    assert letter.attestation.about == request_.works
    assert letter.attestation.subject == request_.holder
    assert letter.parts == ""


def test_a_form_ends_after_two_years_unless_its_writer_chooses() -> None:
    text = letter_requests.form_of(asked()).replace(form.UNWRITTEN.encode(), b"I saw it.")
    assert letter_reading.parse(text).attestation.expires_at == MADE.replace(year=2028)
    chosen = text.replace(b"Expires: 2028-11-22T09:00:00Z", b"Expires: 2027-01-31")
    assert letter_reading.parse(chosen).attestation.expires_at == datetime(2027, 1, 31, tzinfo=UTC)


def test_the_mentors_app_starts_with_everything_but_the_words() -> None:
    draft = letter_requests.draft(letter_requests.parse(letter_requests.compose(asked())))
    said = letter_reading.parse(letter_writing.compose(replace(draft, statement="I saw it.")))
    assert said.attestation.issuer.name == "Casimir Oduya-Lindt"
    assert said.attestation.refers_to == ID
    assert said.attestation.about == WORKS


def test_the_form_leaves_the_key_to_the_mentor() -> None:
    key = "SHA256:" + "a" * 43
    form_ = letter_requests.form_of(asked(asked=replace(asked().asked, key=key)))
    assert b"Issuer: Casimir" in form_
    assert key.encode() not in form_


def test_only_what_is_asked_is_in_the_file() -> None:
    raw = letter_requests.compose(asked(story_id="story-canary", note="note-canary"))
    assert b"canary" not in raw


GOOD = letter_requests.compose(asked()).decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "end is missing"),
        (GOOD + "more\n", "below the end"),
        (GOOD.replace("version 1", "version 2"), "kind or version"),
        (GOOD.replace("request: testimonial", "request: withdrawal"), "this kind"),
        (GOOD.replace("Made: 2026-11-22T09:00:00Z\n", ""), "when it was made"),
        (GOOD.replace("Id: urn", "Id: uri"), "id"),
        (GOOD.replace("Holder: Noor Vantongeren\n", ""), "who asks"),
        (GOOD.replace("Language: en", "Language: en\nLanguage: de"), "twice"),
        (GOOD.replace("https://forge.example/noorvt", "javascript:x"), "address"),
        (GOOD.replace("What did you", "What\u202e did you"), "hide"),
        (GOOD.replace("Portfolio request", "Portfolio letter"), "no request"),
        (GOOD.replace("2. Change 2", "7. Change 2"), "list of works"),
        ("a" * 100_000, "too long"),
    ],
)
def test_what_is_not_exactly_a_request_is_refused(text: str, words: str) -> None:
    with pytest.raises(LetterError, match=words):
        letter_requests.parse(text.encode())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"works": ()}, "1 to 8"),
        (
            {"works": tuple(Work("https://x.example", str(n)) for n in range(MAX_WORKS + 1))},
            "1 to 8",
        ),
        ({"question": "  "}, "asks nothing"),
        ({"question": "Well?\nEnd of request\nMore"}, "other words"),
        ({"holder": Party("")}, "who asks"),
        ({"kind": AttestationKind.KEY_CHANGE}, "this kind"),
        ({"holder": Party("N", "", ("ftp://x",))}, "address"),
    ],
)
def test_what_cannot_be_asked_is_not_written(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        letter_requests.compose(asked(**changes))


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_no_request(raw: bytes) -> None:
    with pytest.raises(LetterError):
        letter_requests.parse(raw)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_request_is_one_or_refused_plainly(data: st.DataObject) -> None:
    raw = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
    try:
        letter_requests.parse(bytes(raw))
    except LetterError:
        return


@needs_ssh_keygen
@pytest.mark.parametrize("kind", [AttestationKind.TESTIMONIAL, AttestationKind.VOUCH])
def test_a_mentor_without_the_app_follows_the_mail(tmp_path: Path, kind: AttestationKind) -> None:
    request = letter_requests.parse(letter_requests.compose(asked(kind=kind)))
    mail = request_mail.mail_text(request)
    command = next(line for line in mail.splitlines() if "ssh-keygen" in line).split()
    assert command[-1] == f"letter.{kind}"
    namespace = command[command.index("-n") + 1]
    written = letter_requests.form_of(request).decode()
    written = written.replace(form.UNWRITTEN, "I merged what she wrote.")
    for line in ("    Basis: reviewed the work", "    Issued: 2026-11-22"):
        assert line in mail.splitlines()
        written = written.replace("Subject: ", f"{line.strip()}\nSubject: ", 1)
    key = make_key(tmp_path)
    armoured = signed_by(key, written.encode(), namespace)
    letter = letter_reading.parse(written.encode(), armoured)
    assert letter.attestation.basis == (Basis.REVIEWED,)
    assert letter.attestation.issued_at == MADE.replace(hour=0)
    assert judge(letter, Onlooker(), at=MADE).state is VerdictState.NOT_ANCHORED
    assert ("500 characters" in mail) is (kind is AttestationKind.VOUCH)


@given(requests, st.sampled_from(["", "casimir@x.example", "a?b&c@x.example"]))
def test_a_mail_link_is_short_and_says_what_is_asked(request_: LetterRequest, to: str) -> None:
    link = request_mail.mail_link(request_, to)
    assert len(link) <= request_mail.LONGEST_LINK
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    fields = parse_qs(parts.query, keep_blank_values=True)
    assert set(fields) == {"subject", "body"}
    assert clean_line(request_.question)[:20] in clean_line(fields["body"][0])
    assert link.isascii()
    assert not any(char.isspace() for char in link)


def test_a_long_mail_loses_the_ways_first_then_works() -> None:
    assert "A public comment" in request_mail.mail_text(asked())
    body = parse_qs(urlsplit(request_mail.mail_link(asked())).query)["body"][0]
    assert "Change 5" in body
    many = asked(works=tuple(Work(f"https://x.example/{'a' * 300}{n}", f"W{n}") for n in range(8)))
    body = parse_qs(urlsplit(request_mail.mail_link(many)).query)["body"][0]
    assert "What did you see me do here?" in body
    assert "W0" in body
    assert "more" in body


def test_the_mail_is_calm_and_fits_a_screen() -> None:
    text = request_mail.mail_text(asked())
    assert "!" not in text
    assert max(map(len, text.splitlines())) <= 100
