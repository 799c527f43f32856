"""Make the files of docs/examples: one of every kind, with what a check says of each.

    python packaging/examples.py docs/examples

People, works and keys are made up; the keys are written in this script, so nothing they sign means
anything. Letters, request and CV come out the same each time. Badges carry ids that are drawn, so
those that are there are kept; delete them to have them made anew.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portfolio import resources
from portfolio.attest import (
    app_keys,
    consents,
    key_changes,
    letter_armour,
    letter_reading,
    letter_requests,
    letter_writing,
    sshsig,
)
from portfolio.attest import letter as form
from portfolio.attest.badges import designs, endorsing, issuing, recognising
from portfolio.attest.onlooker import Onlooker
from portfolio.check.checking import check
from portfolio.errors import OutsideFileError
from portfolio.export import backpack as layout
from portfolio.export import pdf
from portfolio.export.chosen import Chosen, ChosenLetter
from portfolio.export.document import build
from portfolio.model import verdict_words
from portfolio.model.attestation import (
    Attestation,
    AttestationFormat,
    AttestationKind,
    Basis,
    Party,
    TrustLevel,
    Work,
)
from portfolio.model.backpack import Entry, EntryKind
from portfolio.model.badge import BadgeFormat
from portfolio.model.consent import Consent, ConsentField
from portfolio.model.edition import Edition
from portfolio.model.letter_request import LetterRequest
from portfolio.model.person import Holder
from portfolio.model.verdict import VerdictState

POLICY = "three-who-saw-the-work.toml"
AT = datetime(2026, 11, 20, 10, 42, tzinfo=UTC)
CHECKED = datetime(2026, 11, 23, tzinfo=UTC)
MENTOR_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NEW_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
NOOR_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
MENTOR = Party("Casimir Oduya-Lindt", "maintainer of Quillmark", ("https://open.example/coduya",))
NOOR = Party("Noor Vantongeren", "", ("https://open.example/noorvt",))
WORKS = (
    Work("https://open.example/quillmark/pull/412", "Let long lists be walked with arrow keys"),
    Work("https://open.example/quillmark/pull/431", "One focus ring for every control"),
)
WORDS = (
    "I have merged Noor's work since 2019 and reviewed most of it.\n\n"
    "She finds the person behind a bug report."
)
_ID = "urn:uuid:0193a1b2-0000-7000-8000-0000000000{:02x}"


def main(folder: Path) -> None:
    """Make every file and the page that lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (folder / name).write_bytes(data)
    for name, data in badges().items():
        if not (folder / name).exists():
            (folder / name).write_bytes(data)
    (folder / "backpack.zip").write_bytes(backpack(folder))
    (folder / "README.md").write_text(page(folder), encoding="utf-8")


def files() -> dict[str, bytes]:
    """Return the files that come out the same each time."""
    letter = signed(said(1, AttestationKind.TESTIMONIAL, WORDS))
    vouch = signed(said(2, AttestationKind.VOUCH, "Reliable, patient and exact in review."))
    thanks = said(3, AttestationKind.THANKS, "Thank you for the patience with my first patch.")
    taken_back = replace(
        said(4, AttestationKind.WITHDRAWAL, "I take this letter back."),
        refers_to=_ID.format(1), about=(), expires_at=None,
    )  # fmt: skip
    belongs = said(6, AttestationKind.AFFILIATION, "Noor maintains accessibility in our project.")
    passed = said(7, AttestationKind.CERTIFICATE, "Noor has shown that she can audit an interface.")
    guild = Party(
        "Quillmark Guild",
        "",
        ("https://open.example/quillmark",),
        app_keys.record(MENTOR_KEY).fingerprint,
    )
    return {
        "noor.request": request(),
        "noor.testimonial": letter,
        "noor.txt": letter_armour.wrapped(letter),
        "noor.vouch": vouch,
        "noor.thanks": signed(replace(thanks, about=(), basis=())),
        "noor.claim": signed(said(5, AttestationKind.CLAIM, "She wrote these two changes.")),
        "noor.affiliation": signed(replace(belongs, issuer=guild, about=(), basis=())),
        "noor.certificate": signed(replace(passed, issuer=guild, about=(), basis=())),
        "noor.withdrawal": signed(taken_back),
        "casimir.key-change": key_change(),
        "noor.consent": consent(),
        POLICY: resources.path("policies", POLICY).read_bytes(),
        "changed.testimonial": letter.replace(b"pull/431", b"pull/999"),
        "cv.pdf": cv(letter),
    }


def said(number: int, kind: AttestationKind, words: str) -> Attestation:
    """Return what a letter of the mentor says."""
    return Attestation(
        id=_ID.format(number),
        kind=kind,
        format=AttestationFormat.SIGNED_FILE,
        issuer=replace(MENTOR, key=app_keys.record(MENTOR_KEY).fingerprint),
        subject=NOOR,
        statement=words,
        raw=b"",
        about=WORKS,
        basis=(Basis.REVIEWED,),
        language="en",
        issued_at=AT,
        expires_at=AT.replace(year=2028),
    )


def signed(each: Attestation) -> bytes:
    """Return a letter signed by the mentor."""
    body = letter_writing.compose(each)
    return letter_writing.join(body, sshsig.sign(body, form.namespace(each.kind), MENTOR_KEY))


def request() -> bytes:
    """Return what the mentor was asked."""
    return letter_requests.compose(
        LetterRequest(
            id=_ID.format(9),
            kind=AttestationKind.TESTIMONIAL,
            asked=MENTOR,
            holder=NOOR,
            works=WORKS,
            question="What did you see me do here?",
            language="en",
            made_at=AT,
            expires_at=AT.replace(year=2027),
        )
    )


def key_change() -> bytes:
    """Return what names the key that takes the place of the mentor's."""
    plain = said(10, AttestationKind.KEY_CHANGE, key_changes.STATEMENT)
    each = replace(plain, subject=plain.issuer, about=(), basis=(), expires_at=None)
    body = letter_writing.compose(each, ((form.NEW_KEY, app_keys.record(NEW_KEY).public),))
    return letter_writing.join(body, sshsig.sign(body, "key-change@portfolio", MENTOR_KEY))


def consent() -> bytes:
    """Return what lets the mentor make a document about somebody."""
    body = consents.compose(
        Consent(
            id=_ID.format(8),
            person=replace(NOOR, key=app_keys.record(NOOR_KEY).fingerprint),
            maker=MENTOR,
            purpose="A page about those who kept the project going, for its yearly meeting.",
            fields=(ConsentField.NAME, ConsentField.WORKS),
            given_on=AT.date(),
            until=date(2027, 11, 20),
        )
    )
    return body + sshsig.sign(body, consents.NAMESPACE, NOOR_KEY)


def cv(letter: bytes) -> bytes:
    """Return a CV that carries the letter."""
    read = letter_reading.parse(letter)
    chosen = ChosenLetter(
        letter=read.attestation,
        level=TrustLevel.UNCHANGED,
        state=VerdictState.NOT_ANCHORED,
        body=read.body,
        signature=read.signature,
        namespace=form.namespace(read.attestation.kind),
        public_key=sshsig.read(read.signature).public_line,
    )
    holder = Holder(NOOR.name, "Editor engineer", links=NOOR.accounts, summary=(
        "I make editors usable without a mouse, and I keep releases on their day."
    ))  # fmt: skip
    made = build(
        Edition("example", "Example"),
        Chosen(holder=holder, letters=(chosen,)),
        made_on=date(2026, 11, 22),
    )
    return pdf.render(made.document, attachments=made.attachments).data


def badges() -> dict[str, bytes]:
    """Return a badge the mentor gives, in a picture and alone, and an endorsement of it."""
    giver = issuing.Giver(MENTOR.name, MENTOR_KEY, MENTOR.accounts[0])
    award = issuing.Award(
        name="Patient reviewer",
        description="Given to those whose reviews keep newcomers.",
        criteria="Reviewed the first change of at least one newcomer until it was merged.",
        evidence=WORKS[:1],
        language="en",
    )
    receiver = issuing.Receiver(account=NOOR.accounts[0])
    made = issuing.issue(award, giver, receiver, design=designs.designs()[0].svg, at=AT)
    ending = "png" if made.media_type == "image/png" else "svg"
    as_token = replace(giver, as_token=True)
    token = issuing.issue(award, as_token, receiver, design=designs.designs()[0].svg, at=AT)
    about = endorsing.subjects_of(recognising.open_badge(made.document))["badge"]
    return {
        f"badge.{ending}": made.baked,
        "badge.json": made.document,
        "badge.jwt": token.document,
        "endorsement.json": endorsing.endorse(about, "I was that newcomer.", giver, at=AT),
    }


def backpack(folder: Path) -> bytes:
    """Return a backpack with the letter, the badge and its endorsement, as they lie in a folder."""
    packed = (
        Entry(EntryKind.BADGE, "badges/badge.svg", media_type="image/svg+xml",
              form=BadgeFormat.OPEN_BADGES_3, title="Patient reviewer", whose=MENTOR.name,
              from_person=True, dated="2026-11-20"),
        Entry(EntryKind.BADGE, "badges/endorsement.json", media_type="application/json",
              form=BadgeFormat.CREDENTIAL, title="Endorsement", whose=MENTOR.name,
              from_person=True, dated="2026-11-20"),
        Entry(EntryKind.LETTER, "letters/noor.testimonial", media_type="text/plain",
              form=AttestationFormat.SIGNED_FILE, title="Testimonial", whose=MENTOR.name,
              from_person=True, dated="2026-11-20"),
    )  # fmt: skip
    things = [
        layout.Packed(each, (folder / each.path.rpartition("/")[2]).read_bytes()) for each in packed
    ]
    return layout.as_zip(layout.lay_out(NOOR.name, AT.date(), things))


def page(folder: Path) -> str:
    """Return the page that says what each file is, and what a check of it says."""
    told = {
        "noor.request": "what somebody was asked, with the works",
        "noor.testimonial": "a testimonial, signed",
        "noor.txt": "the same testimonial as text for a mail",
        "noor.vouch": "a vouch: short, with a reason and a work",
        "noor.thanks": "thanks",
        "noor.claim": "a draft record: somebody else says what she did",
        "noor.affiliation": "an organisation on who belongs to it",
        "noor.certificate": "an organisation on what somebody has shown",
        "noor.withdrawal": "takes the testimonial back",
        "casimir.key-change": "the old key names the new one",
        "noor.consent": "lets somebody make a document about her",
        POLICY: "a vouch policy",
        "changed.testimonial": "the testimonial with one work changed after it was signed",
        "cv.pdf": "a CV that carries the testimonial",
        "badge.svg": "a badge from a person, baked into its picture",
        "badge.json": "the same badge alone",
        "badge.jwt": "a badge as a signed token",
        "endorsement.json": "an endorsement of the badge",
        "backpack.zip": "the testimonial, the badge and its endorsement, to hand over",
    }
    lines = [
        "# Examples",
        "",
        (
            "One file of every kind that Portfolio writes. People, works and keys are made up: the"
            " keys stand in `packaging/examples.py`, which makes these files."
        ),
        "",
        "| file | what it is | what `portfolio check FILE` says, offline |",
        "| --- | --- | --- |",
    ]
    for name, what in told.items():
        if (folder / name).exists():
            lines.append(f"| [{name}]({name}) | {what} | {said_of((folder / name).read_bytes())} |")
    return "\n".join([*lines, ""])


def said_of(raw: bytes) -> str:
    """Return the one sentence a check of a file comes to."""
    try:
        report = check(raw, Onlooker(), at=CHECKED)
    except OutsideFileError as error:
        return error.title
    return verdict_words.title(report.headline)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/examples"))
