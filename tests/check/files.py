"""Files of every kind an interviewer may be handed: good, changed, and made to harm."""

from __future__ import annotations

import base64
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf

from portfolio.attest import app_keys, consents, letter_armour, letter_writing, sshsig
from portfolio.attest.badges.baked import Keyword
from portfolio.check import pdf_file
from portfolio.check.documents import MOST_RECORD, MOST_SIGNED
from portfolio.export import document_json, pdf
from portfolio.export.document import build
from portfolio.model.attestation import AttestationKind, Mentoring, Party
from portfolio.model.consent import ConsentField
from tests.attest.badges import made, samples
from tests.attest.letters import test_comments as comments
from tests.attest.letters.letters import ID, KEY, OTHER_KEY, said, signed
from tests.attest.letters.test_consents import SAID
from tests.attest.ssh import make_key, signed_by
from tests.check import documents, hostile_pdfs, shares
from tests.check.test_checking import attach, edited
from tests.export import records

BREAK = b"-----BEGIN"
MARKUP = "<script>alert(1)</script> <img src=x onerror=alert(2)> "
BASE64URL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

Table = dict[str, Callable[[], bytes]]


def apart() -> tuple[bytes, bytes]:
    """Return a letter and its signature as two files."""
    body, mark, rest = signed().partition(BREAK)
    return body, mark + rest


def from_ssh_keygen() -> bytes:
    """Return a letter signed by the real program, with a key it made."""
    body = letter_writing.compose(said())
    with tempfile.TemporaryDirectory() as folder:
        signature = signed_by(make_key(Path(folder)), body, "testimonial@portfolio")
    return letter_writing.join(body, signature)


def in_mail() -> bytes:
    """Return a mail that quotes one with a letter in it."""
    lines = letter_armour.wrapped(signed()).replace(b"\n", b"\r\n> ")
    return b"Dear all,\r\n\r\n> " + lines + b"\r\n\r\nSee you \xff"


def quoted() -> bytes:
    """Return a mail that quotes a letter as it is."""
    return b"Dear all,\n\n> " + signed().replace(b"\n", b"\n> ") + b"\n\nSee you"


def about_nobody() -> bytes:
    """Return a letter that names an account and no person, signed as it stands."""
    body = letter_writing.text_of(said()).replace("Subject: Noor Vantongeren\n", "").encode()
    return letter_writing.join(body, sshsig.sign(body, "testimonial@portfolio", KEY))


def other_key() -> bytes:
    """Return a letter that names one key and is signed with another."""
    named = replace(said().issuer, key=app_keys.record(OTHER_KEY).fingerprint)
    return signed(issuer=named)


def expired() -> bytes:
    past = datetime(2019, 5, 1, tzinfo=UTC)
    return signed(issued_at=past, expires_at=past.replace(year=2021))


def from_future() -> bytes:
    """Return a letter dated long after today."""
    return signed(issued_at=datetime(2199, 1, 1, tzinfo=UTC), expires_at=None)


def for_another_kind() -> bytes:
    """Return a vouch under the signature of a testimonial: right bytes, wrong purpose."""
    body = letter_writing.compose(said(kind=AttestationKind.VOUCH))
    return letter_writing.join(body, sshsig.sign(body, "testimonial@portfolio", KEY))


def hostile() -> bytes:
    """Return a letter whose words are markup, as good a letter as any."""
    return signed(statement=MARKUP + "She wrote \u05d0\u05d1\u05d2 and left.")


def consent(namespace: str = consents.NAMESPACE, **changes: Any) -> bytes:
    """Return a signed consent."""
    body = consents.compose(replace(SAID, **changes))
    return body + sshsig.sign(body, namespace, KEY)


def jwt(**changes: Any) -> bytes:
    """Return a badge as a token."""
    return made.token(made.claimed(samples.badge_3_0(**changes))).encode()


def told() -> bytes:
    """Return a badge that says what its receiver did."""
    badge = samples.badge_3_0()
    badge["credentialSubject"]["narrative"] = "Noor explained\n every change."
    return made.token(made.claimed(badge)).encode()


def es256() -> bytes:
    """Return a badge whose issuer is named by its ECDSA key (did:jwk)."""
    key = made.p256_key()
    named = "did:jwk:" + made.b64(json.dumps(made.jwk(key)).encode())
    badge = samples.badge_3_0(issuer={"id": named, "type": ["Profile"], "name": "Ada Example"})
    return made.token(made.claimed(badge), key, kid=f"{named}#0").encode()


def flipped(token: bytes, part: int = 1) -> bytes:
    """Return a token with one letter in the middle of a part exchanged for its neighbour."""
    parts = token.split(b".")
    at = len(parts[part]) // 2
    changed = BASE64URL[(BASE64URL.index(parts[part][at]) + 1) % 64]
    parts[part] = parts[part][:at] + bytes([changed]) + parts[part][at + 1 :]
    return b".".join(parts)


def changed_claim(token: bytes) -> bytes:
    """Return a token whose badge has another name than was signed."""
    head, body, signature = token.split(b".")
    plain = base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4))
    other = plain.replace(b"Patient reviewer", b"Perfect reviewer")
    assert other != plain
    return b".".join([head, made.b64(other).encode(), signature])


def with_badge() -> bytes:
    """Return a CV of another program that carries a badge and a letter."""
    return hostile_pdfs.with_files({"badge.jwt": jwt(), "letter.testimonial": signed()})


def letter_changed_in_cv() -> bytes:
    body = apart()[0].replace(b"since 2019", b"since 2009")
    return edited(documents.cv(), attach("T1.testimonial", body))


def signature_changed_in_cv() -> bytes:
    other = signed(key=OTHER_KEY).partition(BREAK)
    return edited(documents.cv(), attach("T1.testimonial.sig", other[1] + other[2]))


def record_changed_in_cv() -> bytes:
    raw = documents.cv()
    record = pdf_file.open_pdf(raw).attached["document.json"]
    return edited(raw, attach("document.json", record.replace(b"Noor V", b"Nora V")))


def record_broken_in_cv() -> bytes:
    return edited(documents.cv(), attach("document.json", b'{"schema": [1, '))


def letter_named_twice() -> bytes:
    document = documents.result().document
    assert document.attached is not None
    items = document.attached.items * 2
    twice = replace(document, attached=replace(document.attached, items=items))
    return edited(documents.cv(), attach("document.json", document_json.to_json(twice)))


def record_too_large() -> bytes:
    record = pdf_file.open_pdf(documents.cv()).attached["document.json"]
    return edited(documents.cv(), attach("document.json", record + b" " * MOST_RECORD))


def stripped() -> bytes:
    def strip(opened: pikepdf.Pdf) -> None:
        for name in list(opened.attachments):
            del opened.attachments[name]

    return edited(documents.cv(), strip)


def in_object_streams() -> bytes:
    """Return a CV as another program saves it: its objects packed together."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(documents.cv())) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def letter_lost() -> bytes:
    return edited(documents.cv(), lambda opened: opened.attachments.__delitem__("T1.testimonial"))


def arabic() -> bytes:
    edition, record = records.with_stories()
    result = build(replace(edition, language="ar"), record.chosen(), made_on=records.MADE_ON)
    return pdf.render(result.document).data


LETTERS: Table = {
    "letter.testimonial": signed,
    "letter-ssh-keygen.testimonial": from_ssh_keygen,
    "letter-in-mail.txt": lambda: letter_armour.wrapped(signed()),
    "letter-in-quoted-mail.txt": in_mail,
    "letter-in-mail-twice.txt": lambda: in_mail() + letter_armour.wrapped(signed()),
    "letters-in-mail.txt": lambda: in_mail() + letter_armour.wrapped(signed(key=OTHER_KEY)),
    "letter-changed-in-mail.txt": lambda: letter_armour.wrapped(
        signed().replace(b"merged Noor", b"merged  Noo")
    ),
    "half-letter-in-mail.txt": lambda: letter_armour.wrapped(signed()).replace(
        b"-----END PORTFOLIO", b"=-----END PORTFOLIO"
    ),
    "letter-windows.testimonial": lambda: signed().replace(b"\n", b"\r\n"),
    "letter-unsigned.testimonial": lambda: apart()[0],
    "letter-statement.testimonial": lambda: signed().replace(b"merged Noor", b"merged  Noo"),
    "letter-works.testimonial": lambda: signed().replace(b"pull/3", b"pull/9"),
    "letter-subject.testimonial": lambda: signed().replace(
        b"Subject: Noor Vantongeren", b"Subject: Nora Vantongeren"
    ),
    "letter-issuer.testimonial": lambda: signed().replace(b"Casimir", b"Kasimir"),
    "letter-headers.testimonial": lambda: signed().replace(b"Contact: yes", b"Contact: no"),
    "letter-namespace.vouch": for_another_kind,
    "letter-expired.testimonial": expired,
    "letter-from-future.testimonial": from_future,
    "letter-of-a-mentor.testimonial": lambda: signed(mentoring=Mentoring.MENTOR),
    "letter-of-a-mentor-turned.testimonial": lambda: signed(mentoring=Mentoring.MENTOR).replace(
        b"I mentored them", b"they mentored me"
    ),
    "letter-of-no-known-side.testimonial": lambda: signed(mentoring=Mentoring.MENTOR).replace(
        b"I mentored them", b"I taught them"
    ),
    "letter-other-key.testimonial": other_key,
    "letter-about-nobody.testimonial": about_nobody,
    "letter-own.testimonial": lambda: signed(subject=replace(said().issuer, name="Noor")),
    "letter-taken-back.withdrawal": lambda: signed(
        kind=AttestationKind.WITHDRAWAL, refers_to=ID, about=(), expires_at=None
    ),
    "letter-new-key.key-change": lambda: signed(kind=AttestationKind.KEY_CHANGE, about=()),
    "letter-hostile.testimonial": hostile,
    "comment.json": comments.kept,
}
BADGES: Table = {
    "badge.jwt": jwt,
    "badge-told.jwt": told,
    "badge-es256.jwt": es256,
    "badge-es256-other-signer.jwt": samples.SAMPLES["3.0 token ES256"].make,
    "badge-in-vc.jwt": lambda: samples.token_1_1().encode(),
    "badge-pasted.txt": samples.SAMPLES["pasted token"].make,
    "badge-claim.jwt": lambda: changed_claim(jwt()),
    "badge-signature.jwt": lambda: flipped(jwt(), 2),
    "badge-es256-claim.jwt": lambda: changed_claim(es256()),
    "badge-es256-signature.jwt": lambda: flipped(es256(), 2),
    "badge-none.jwt": lambda: made.token(
        made.claimed(samples.badge_3_0()), alg="none", kid=made.method()
    ).encode(),
    "badge-wrong-key.jwt": lambda: made.token(
        made.claimed(samples.badge_3_0()), OTHER_KEY, kid=made.method()
    ).encode(),
    "badge-other-signer.jwt": lambda: made.token(
        made.claimed(samples.badge_3_0()), OTHER_KEY, kid=made.method(OTHER_KEY)
    ).encode(),
    "badge-expired.jwt": lambda: jwt(validUntil="2026-04-01T00:00:00Z"),
    "badge-claims-otherwise.jwt": lambda: made.token(
        {**made.claimed(samples.badge_3_0()), "sub": "did:example:mallory"}
    ).encode(),
}
CONSENTS: Table = {
    "whole.consent": consent,
    "windows.consent": lambda: consent().replace(b"\n", b"\r\n"),
    "ended.consent": lambda: consent(given_on=date(2019, 1, 1), until=date(2019, 2, 1)),
    "later.consent": lambda: consent(given_on=date(2199, 1, 1), until=date(2199, 2, 1)),
    "changed.consent": lambda: consent().replace(b"name, works", b"name, words"),
    "unsigned.consent": lambda: consent().partition(BREAK)[0],
    "signed-as-claim.consent": lambda: consent(namespace="claim@portfolio"),
    "other-key.consent": lambda: consent(
        person=replace(SAID.person, key=app_keys.record(OTHER_KEY).fingerprint)
    ),
    "to-a-key.consent": lambda: consent(maker=Party("", "", (), SAID.maker.key)),
    "about-noor.pdf": lambda: documents.about_noor(
        consent(fields=tuple(ConsentField)),
        signed(kind=AttestationKind.CLAIM, statement="She wrote these."),
    ),
}
DOCUMENTS: Table = {
    "cv.pdf": documents.cv,
    "cv-plain.pdf": documents.plain,
    "cv-arabic.pdf": arabic,
    "cv-saved-again.pdf": lambda: edited(documents.cv(), lambda _: None),
    "cv-in-streams.pdf": in_object_streams,
    "cv-letter-changed.pdf": letter_changed_in_cv,
    "cv-letter-of-another.pdf": lambda: documents.cv(
        documents.result(signed(subject=documents.OTHER))
    ),
    "cv-two-letters.pdf": lambda: documents.cv(documents.result(other_key(), signed())),
    "cv-letter-lost.pdf": letter_lost,
    "cv-signature-changed.pdf": signature_changed_in_cv,
    "cv-record-changed.pdf": record_changed_in_cv,
    "cv-record-broken.pdf": record_broken_in_cv,
    "cv-letter-named-twice.pdf": letter_named_twice,
    "cv-record-too-large.pdf": record_too_large,
    "cv-stripped.pdf": stripped,
    "letters-by-the-hundred.pdf": lambda: hostile_pdfs.with_files(
        {f"{number:03}.testimonial": signed() for number in range(MOST_SIGNED + 1)}
    ),
    "cv-of-another-program.pdf": with_badge,
}
SHARES: Table = {
    "whole.share": shares.made,
    "two-letters.share": lambda: shares.made(documents.result(other_key(), signed())),
    "over.share": lambda: shares.made(terms=replace(shares.TERMS, until=date(2020, 1, 31))),
    "letter-changed.share": shares.letter_changed,
    "letter-of-another.share": shares.of_another,
    "letter-lost.share": lambda: shares.changed(lambda value: value["files"].clear()),
    "words-changed.share": lambda: shares.changed(
        lambda value: value["document"].update(name="Somebody Else")
    ),
    "nothing-signed.share": lambda: shares.changed(
        lambda value: value["document"].update(attached=None)
    ),
}
QUOTED: Table = {"letter-quoted-in-mail.txt": quoted}
"""What the program puts right and the page says that it is a letter that was not kept as it was."""
REFUSED: Table = {
    "nothing.bin": lambda: b"",
    "random.bin": lambda: bytes((n * 73 + n // 7) % 256 for n in range(5000)),
    "no-pdf.pdf": lambda: b"%PDF-1.7\nnot at all",
    "half.pdf": lambda: documents.cv()[:3000],
    "half.testimonial": lambda: signed()[:300],
    "half.consent": lambda: consent()[:300],
    "half.jwt": lambda: jwt()[:200],
    "half.share": lambda: shares.made()[:3000],
    "newer.share": lambda: shares.changed(lambda value: value.update(schema="portfolio-share/2")),
    "no-purpose.share": lambda: shares.changed(lambda value: value.pop("purpose")),
    "blank-audience.share": lambda: shares.changed(lambda value: value.update(audience="  ")),
    "hidden-purpose.share": lambda: shares.changed(lambda value: value.update(purpose="a\u202eb")),
    "two-lines.share": lambda: shares.changed(lambda value: value.update(purpose="a\nb")),
    "no-day.share": lambda: shares.changed(lambda value: value.update(until="2026-02-30")),
    "day-number.share": lambda: shares.changed(lambda value: value.update(until=20260201)),
    "more.share": lambda: shares.changed(lambda value: value.update(more=1)),
    "no-files.share": lambda: shares.changed(lambda value: value.update(files=[])),
    "many-files.share": lambda: shares.changed(
        lambda value: value.update(files={str(number): "" for number in range(2 * MOST_SIGNED + 1)})
    ),
    "half-file.share": lambda: shares.changed(lambda value: value["files"].update(x="QQ")),
    "no-document.share": lambda: shares.changed(lambda value: value.update(document={})),
    "poison-unpacks.pdf": hostile_pdfs.BUSY["a page of 700 megabytes"],
    "poison-draws-more.pdf": hostile_pdfs.BUSY["drawings in drawings"],
}
ELSEWHERE: Table = {
    "badge-data-integrity.json": samples.sealed,
    "badge-2020.json": samples.sealed_2020,
    "badge.png": lambda: samples.in_png(jwt(), Keyword.CREDENTIAL),
    "badge.svg": lambda: samples.in_svg(jwt(), Keyword.CREDENTIAL),
    "badge-hosted.json": samples.SAMPLES["2.0 hosted"].make,
}
"""What the program can check and the page says that it cannot."""

_ALL: Table = {**LETTERS, **CONSENTS, **BADGES, **DOCUMENTS, **SHARES, **REFUSED}
NAMES = tuple(_ALL)


def table() -> dict[str, bytes]:
    """Return every file by its name; those of which the page says what the program says."""
    return {name: make() for name, make in _ALL.items()}


def elsewhere() -> dict[str, bytes]:
    """Return the files that only the program checks."""
    return {name: make() for name, make in ELSEWHERE.items()}
