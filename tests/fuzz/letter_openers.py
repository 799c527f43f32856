"""Openers of letters and what goes with them: requests, comments, policies, keys, signatures."""

from __future__ import annotations

import base64
import json
import textwrap
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from portfolio import resources
from portfolio.attest import (
    app_keys,
    comments,
    consents,
    key_listings,
    letter_armour,
    letter_reading,
    letter_requests,
    letter_verdict,
    letter_writing,
    policies,
    request_mail,
    ssh_programs,
    sshsig,
)
from portfolio.attest import letter as form
from portfolio.attest.comment_verdict import judge_comment
from portfolio.attest.onlooker import Onlooker
from portfolio.errors import KeyFileError, LetterError
from portfolio.model import verdict_words
from portfolio.model.attestation import AttestationKind, Basis, Party
from portfolio.model.letter_request import LetterRequest
from portfolio.model.verdict import Answer, Verdict, VerdictState
from portfolio.secret import Secret
from tests.attest.letters import letters, test_consents
from tests.fuzz.opener import Opener

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LINK = "https://github.com/quill/mark/pull/7#issuecomment-99"
STATUS = "https://forge.example/status"
HOLDER = Onlooker(is_holder=True, accounts=("https://forge.example/noorvt",))
STRANGER = Onlooker()
HELD = {VerdictState.VALID, VerdictState.NOT_ANCHORED, VerdictState.EXPIRED}
_PURPOSE = form.namespace(AttestationKind.TESTIMONIAL)


def _worded(verdict: Verdict) -> None:
    """Every step has words, whatever stood in the file."""
    for step in verdict.steps:
        assert verdict_words.title(step.says)
        verdict_words.detail(step.says).encode()
    assert verdict_words.title(verdict.summary)
    assert all(each.startswith("https://") for each in verdict.wants)


def _letter(raw: bytes) -> None:
    with suppress(LetterError):
        letter = letter_reading.parse(raw)
        for onlooker in (STRANGER, HOLDER):
            verdict = letter_verdict.judge(letter, onlooker, at=AT, verify=_verified)
            _worded(verdict)
            if verdict.state in HELD:
                # Whatever is accepted was signed: the same bytes, or with other line ends.
                assert raw.replace(b"\r\n", b"\n").startswith(letter.body)


def _verified(body: bytes, namespace: str, signature: sshsig.SshSignature) -> None:
    """As `ssh_programs.verify`, without starting a program for other kinds of keys."""
    sshsig.verify(body, namespace, signature)


def _pasted(raw: bytes) -> None:
    with suppress(LetterError):
        letter_reading.parse(letter_armour.found_in(raw))


def _signature(raw: bytes) -> None:
    with suppress(LetterError):
        read = sshsig.read(raw)
        assert read.fingerprint.startswith("SHA256:")
        sshsig.verify(b"text", _PURPOSE, read)


def _request(raw: bytes) -> None:
    with suppress(LetterError):
        request = letter_requests.parse(raw)
        letter_requests.draft(request)
        letter_requests.form_of(request)
        request_mail.mail_link(request, "a@b.example")


def _consent(raw: bytes) -> None:
    with suppress(LetterError):
        consents.parse(raw)


def _policy(raw: bytes) -> None:
    with suppress(LetterError):
        policies.parse(raw)


def _comment(raw: bytes) -> None:
    _worded(judge_comment(raw, STRANGER, at=AT))
    _worded(judge_comment(raw, HOLDER, at=AT))
    with suppress(LetterError):
        comments.kept_place(raw)


def _comment_answer(raw: bytes) -> None:
    with suppress(LetterError):
        place = comments.place_of(LINK)
        comments.read(place, Answer(place.ask, AT, 200, "application/json", raw))


def _status_answer(raw: bytes) -> None:
    """What lies at a letter's status address, and where keys are listed."""
    listing = "https://forge.example/coduya.keys"
    answers = {
        STATUS: Answer(STATUS, AT, 200, "text/plain", raw),
        listing: Answer(listing, AT, 200, "text/plain", raw),
    }
    for answer in answers.values():
        key_listings.keys_in(answer)
    letter = letter_reading.parse(_with_status())
    _worded(letter_verdict.judge(letter, Onlooker(answers=answers), at=AT, verify=_verified))


def _recovery(raw: bytes) -> None:
    with suppress(KeyFileError):
        app_keys.from_recovery_file(raw, Secret(""))


def _public_key(raw: bytes) -> None:
    with suppress(KeyFileError):
        ssh_programs.public_key(raw.decode("utf-8", "replace"))


# ------------------------------------------------------------------------------------------ seeds


@cache
def _with_status() -> bytes:
    return letters.signed(status_url=STATUS)


@cache
def _letters() -> list[bytes]:
    bare = letters.signed().partition(b"-----BEGIN")[0]
    return [
        letters.signed(),
        _with_status(),
        letters.signed().replace(b"\n", b"\r\n"),
        letters.signed(kind=AttestationKind.VOUCH, statement="Yes.", about=letters.WORKS[:1]),
        letters.signed(about=(), basis=(Basis.KNOW_OF,), issued_at=None, expires_at=None),
        letters.signed(subject=Party("Noor", "", ("mailto:noor@x.example",), "SHA256:" + "a" * 43)),
        _withdrawal(),
        letters.signed(kind=AttestationKind.KEY_CHANGE, about=(), statement="A new key."),
        bare,
    ]


def _consents() -> list[bytes]:
    return [test_consents.signed(), test_consents.signed().replace(b"\n", b"\r\n")]


@cache
def _withdrawal() -> bytes:
    return letters.signed(
        kind=AttestationKind.WITHDRAWAL, refers_to=letters.ID, about=(), statement="I take it back."
    )


def _bodies() -> list[bytes]:
    return [raw.partition(b"-----BEGIN")[0] for raw in _letters()]


def _signed_anew(body: bytes) -> bytes:
    """A damaged body under a signature that fits: who signs can sign anything."""
    return letter_writing.join(body, sshsig.sign(body, _PURPOSE, letters.KEY))


@cache
def _mails() -> list[bytes]:
    raw = letters.signed()
    quoted = b"".join(b"> " + line for line in raw.splitlines(keepends=True))
    return [letter_armour.wrapped(raw), b"Dear Noor,\n\n" + raw + b"\nC.", quoted]


@cache
def _blobs() -> list[bytes]:
    made = (sshsig.sign(b"text", purpose, letters.KEY) for purpose in (_PURPOSE, "file"))
    return [_unarmoured(each) for each in made]


def _unarmoured(armoured: bytes) -> bytes:
    return base64.b64decode(b"".join(armoured.splitlines()[1:-1]))


def _armoured(blob: bytes) -> bytes:
    lines = "\n".join(textwrap.wrap(base64.b64encode(blob).decode(), 70))
    return f"{sshsig.BEGIN}\n{lines}\n{sshsig.END}\n".encode()


@cache
def _requests() -> list[bytes]:
    whole = LetterRequest(
        id=letters.ID,
        kind=AttestationKind.TESTIMONIAL,
        asked=Party("Casimir Oduya-Lindt", "", ("https://forge.example/coduya",)),
        holder=Party("Noor Vantongeren", "", ("https://forge.example/noorvt",)),
        works=letters.WORKS,
        question="What did you see me do here?",
        language="en",
        made_at=AT,
        expires_at=AT.replace(year=2027),
    )
    return [letter_requests.compose(whole)]


@cache
def _policies() -> list[bytes]:
    return [path.read_bytes() for path in sorted(resources.path("policies").glob("*.toml"))]


SAID = {
    "user": {"login": "coduya", "id": 7, "html_url": "https://github.com/coduya"},
    "body": "Noor made the outline reachable by keyboard.",
    "created_at": "2026-11-19T08:00:00Z",
}


@cache
def _comments() -> list[bytes]:
    place = comments.place_of(LINK)
    answer = Answer(place.ask, AT, 200, "application/json", json.dumps(SAID).encode())
    kind = AttestationKind.TESTIMONIAL
    taken = comments.taken_in(place, answer, letter_id=letters.ID, kind=kind, subject=Party("Noor"))
    return [taken.raw]


@cache
def _private_keys() -> list[bytes]:
    bare = letters.KEY.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    quick = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(1).build(b"words")
    return [bare, letters.KEY.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, quick)]


def _key_blobs() -> list[bytes]:
    return [_unarmoured(each) for each in _private_keys()]


def _as_key_file(blob: bytes) -> bytes:
    head, end = (f"-----{word} OPENSSH PRIVATE KEY-----" for word in ("BEGIN", "END"))
    lines = "\n".join(textwrap.wrap(base64.b64encode(blob).decode(), 70))
    return f"{head}\n{lines}\n{end}\n".encode()


def _public() -> list[bytes]:
    return [app_keys.record(each).public.encode() for each in (letters.KEY, letters.OTHER_KEY)]


def _status_answers() -> list[bytes]:
    return [*_letters(), _withdrawal(), *_public()]


OPENERS = {
    "letter": Opener(_letter, _letters),
    "letter signed anew": Opener(_letter, _bodies, _signed_anew),
    "letter in mail": Opener(_pasted, _mails),
    "signature": Opener(_signature, lambda: list(map(_armoured, _blobs()))),
    "signature parts": Opener(_signature, _blobs, _armoured),
    "request": Opener(_request, _requests),
    "consent": Opener(_consent, _consents),
    "policy": Opener(_policy, _policies),
    "comment": Opener(_comment, _comments),
    "comment answer": Opener(_comment_answer, lambda: [json.dumps(SAID).encode()]),
    "status answer": Opener(_status_answer, _status_answers, share=0.3),
    "recovery file": Opener(_recovery, _private_keys),
    "recovery file parts": Opener(_recovery, _key_blobs, _as_key_file),
    "public key": Opener(_public_key, _public),
}
