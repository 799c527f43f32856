"""Make the files of docs/examples: one of every kind, with what a check says of each.

    python packaging/examples.py docs/examples

People, works and keys are made up; the keys are written beside this script, so nothing they sign
means anything. Letters, request, share file and CV come out the same each time. Badges carry ids
that are drawn, so those that are there are kept; delete them to have them made anew.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from example_badges import badges, of_an_older_standard
from example_people import (
    AT,
    ID,
    MENTOR,
    MENTOR_KEY,
    NEW_KEY,
    NOOR,
    NOOR_KEY,
    WORDS,
    WORKS,
    said,
    signed,
)

from portfolio import resources
from portfolio.attest import (
    app_keys,
    comments,
    consents,
    key_changes,
    letter_armour,
    letter_reading,
    letter_requests,
    letter_writing,
    sshsig,
)
from portfolio.attest import letter as form
from portfolio.attest.onlooker import Onlooker
from portfolio.check.checking import check
from portfolio.errors import OutsideFileError
from portfolio.export import backpack as layout
from portfolio.export import pdf, share
from portfolio.export.chosen import Chosen, ChosenLetter, GateResult
from portfolio.export.document import build
from portfolio.model import verdict_words
from portfolio.model.attestation import (
    AttestationFormat,
    AttestationKind,
    Party,
    TrustLevel,
)
from portfolio.model.backpack import Entry, EntryKind
from portfolio.model.badge import BadgeFormat
from portfolio.model.consent import Consent, ConsentField
from portfolio.model.edition import Edition
from portfolio.model.letter_request import LetterRequest
from portfolio.model.person import Holder
from portfolio.model.share import Terms
from portfolio.model.verdict import Answer, VerdictState

POLICY = "three-who-saw-the-work.toml"
CHECKED = datetime(2026, 11, 23, tzinfo=UTC)
_PAIR = "pair.testimonial"
_COMMENTED = "https://github.com/quillmark/quillmark/pull/412"


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
        refers_to=ID.format(1), about=(), expires_at=None,
    )  # fmt: skip
    belongs = said(6, AttestationKind.AFFILIATION, "Noor maintains accessibility in our project.")
    passed = said(7, AttestationKind.CERTIFICATE, "Noor has shown that she can audit an interface.")
    guild = Party(
        "Quillmark Guild",
        "",
        ("https://open.example/quillmark",),
        app_keys.record(MENTOR_KEY).fingerprint,
    )
    split = letter_reading.parse(letter)
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
        _PAIR: split.body,
        f"{_PAIR}.sig": split.signature,
        "comment.json": comment(),
        "noor.share": shared(letter),
        "badge-2.0.json": of_an_older_standard(),
        "casimir.key-change": key_change(),
        "noor.consent": consent(),
        POLICY: resources.path("policies", POLICY).read_bytes(),
        "changed.testimonial": letter.replace(b"pull/431", b"pull/999"),
        "cv.pdf": cv(letter),
    }


def request() -> bytes:
    """Return what the mentor was asked."""
    return letter_requests.compose(
        LetterRequest(
            id=ID.format(9),
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
            id=ID.format(8),
            person=replace(NOOR, key=app_keys.record(NOOR_KEY).fingerprint),
            maker=MENTOR,
            purpose="A page about those who kept the project going, for its yearly meeting.",
            fields=(ConsentField.NAME, ConsentField.WORKS),
            given_on=AT.date(),
            until=date(2027, 11, 20),
        )
    )
    return body + sshsig.sign(body, consents.NAMESPACE, NOOR_KEY)


def comment() -> bytes:
    """Return a public comment as it is kept: what its site answered, and when."""
    answer = {
        "body": "She finds the person behind a bug report.",
        "created_at": "2026-11-20T10:42:00Z",
        "html_url": f"{_COMMENTED}#issuecomment-7",
        "user": {"login": "coduya", "id": 7, "html_url": "https://github.com/coduya"},
    }
    place = comments.place_of(answer["html_url"])
    raw = json.dumps(answer).encode()
    return comments.taken_in(
        place, Answer(place.ask, AT, 200, "application/json", raw),
        letter_id=ID.format(11), kind=AttestationKind.TESTIMONIAL, subject=NOOR,
    ).raw  # fmt: skip


def cv(letter: bytes) -> bytes:
    """Return a CV that carries the letter."""
    made = document(letter)
    return pdf.render(made.document, attachments=made.attachments).data


def shared(letter: bytes) -> bytes:
    """Return the same for somebody's program, for one purpose until a day."""
    made = document(letter)
    terms = Terms("The Quillmark fund", "Choosing who is paid for reviews", date(2027, 11, 20))
    return share.render(made.document, made.attachments, terms)


def document(letter: bytes) -> GateResult:
    """Return what the CV says, with the letter."""
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
    return build(
        Edition("example", "Example"),
        Chosen(holder=holder, letters=(chosen,)),
        made_on=date(2026, 11, 22),
    )


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
    return layout.as_zip(
        layout.lay_out(NOOR.name, AT.date(), things, audience="The Quillmark fund")
    )


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
        _PAIR: "the same testimonial, its signature in a file beside it",
        f"{_PAIR}.sig": "that signature, as `ssh-keygen -Y sign` makes it",
        "comment.json": "a public comment as it is kept",
        "noor.share": "what the CV says, for one purpose until a day",
        "changed.testimonial": "the testimonial with one work changed after it was signed",
        "cv.pdf": "a CV that carries the testimonial",
        "badge.svg": "a badge from a person, baked into its picture",
        "badge.json": "the same badge alone",
        "badge.png": "a badge in a picture of one's own",
        "badge-2.0.json": "a badge of an older standard, kept by its issuer",
        "badge.jwt": "a badge as a signed token",
        "endorsement.json": "an endorsement of the badge",
        "backpack.zip": "the testimonial, the badge and its endorsement, to hand over",
    }
    lines = [
        "# Examples",
        "",
        (
            "One file of every kind that Portfolio writes. People, works and keys are made up: the"
            " keys stand in `packaging/example_people.py`; `packaging/examples.py` makes the files."
        ),
        "",
        "| file | what it is | what `portfolio check FILE` says, offline |",
        "| --- | --- | --- |",
    ]
    for name, what in told.items():
        if (folder / name).exists():
            beside = folder / f"{name}.sig"
            detached = beside.read_bytes() if beside.exists() else b""
            said = said_of((folder / name).read_bytes(), detached)
            lines.append(f"| [{name}]({name}) | {what} | {said} |")
    return "\n".join([*lines, ""])


def said_of(raw: bytes, detached: bytes = b"") -> str:
    """Return the one sentence a check of a file comes to."""
    try:
        report = check(raw, Onlooker(), at=CHECKED, detached=detached)
    except OutsideFileError as error:
        return error.title
    return verdict_words.title(report.headline)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/examples"))
