"""No PDF of another person without their consent file; with it, what it names and no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from portfolio.check import pdf_file
from tests.cli.running import Runner
from tests.cli.test_mentoring import Person, cas, keyrings, noor

__all__ = ["cas", "keyrings", "noor"]

FIELDS = ("name", "accounts", "words", "works")


def draft(cas: Person, noor: Person) -> Path:
    path = cas.folder / "noor.claim"
    cas.do("testimonial", "nominate", f"{noor.name} {noor.account}",
           "--link", "The page=https://wiki.example/page", "--text", "She wrote these.",
           "--out", str(path))  # fmt: skip
    return path


def soon(days: int = 365) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def consent(
    who: Person, maker: Person, *, fields: tuple[str, ...] = FIELDS, days: int = 365
) -> Path:
    path = who.folder / "mine.consent"
    until = soon(days)
    named = [word for field in fields for word in ("--field", field)]
    who.do("testimonial", "consent", f"{maker.name} {maker.account}", "--until", until,
           "--purpose", "A page of thanks at the meeting.", *named, "--out", str(path))  # fmt: skip
    return path


def refused(cas: Person, *words: str) -> str:
    out = cas.folder / "about.pdf"
    ran = cas.do("export", "about", *words, "--out", str(out), code=None)
    assert ran.code not in {0, None}
    assert not out.exists()
    return ran.err


def made(cas: Person, *words: str) -> tuple[str, bytes]:
    out = cas.folder / "about.pdf"
    cas.do("export", "about", *words, "--out", str(out))
    pages = pypdfium2.PdfDocument(str(out))
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    return " ".join(text.split()), out.read_bytes()


def test_without_their_consent_file_it_is_refused(cas: Person, noor: Person) -> None:
    said = refused(cas, str(draft(cas, noor)))
    assert "A document about Noor Vantongeren needs their consent file." in said


def test_with_it_the_pdf_is_made_and_says_so(cas: Person, noor: Person) -> None:
    path, agreed = draft(cas, noor), consent(noor, cas)
    said = refused(cas, str(path), "--consent", str(agreed))
    assert "Whose key signed this consent is not known: SHA256:" in said
    assert "“portfolio key trust” and the consent file" in said
    cas.do("key", "trust", str(agreed), "--how", "met")
    text, data = made(cas, str(path), "--consent", str(agreed))
    for words in (
        *("Noor Vantongeren", "She wrote these.", "The page", "forge.example/noorvt"),
        *("Put together by Casimir Oduya-Lindt.", "A page of thanks at the meeting."),
    ):
        assert words in text
    attached = pdf_file.open_pdf(data).attached
    assert attached["consent.consent"] == agreed.read_bytes()
    assert attached["draft.claim"] == path.read_bytes()
    said = cas.do("check", "--steps", str(cas.folder / "about.pdf")).out
    assert "Lets Casimir Oduya-Lindt make a document about Noor Vantongeren" in said
    agreed.write_bytes(agreed.read_bytes().replace(b"of thanks", b"of blame!"))
    assert "The signature does not fit" in cas.do("check", str(agreed), code=1).out


def test_only_the_fields_it_names_are_shown(cas: Person, noor: Person) -> None:
    path, agreed = draft(cas, noor), consent(noor, cas, fields=("works",))
    cas.knows(noor)
    text, data = made(cas, str(path), "--consent", str(agreed))
    assert "The page" in text
    for words in ("Noor", "noorvt", "She wrote these."):
        assert words not in text
        attached = pdf_file.open_pdf(data).attached.values()
        assert not any(words.encode() in each for each in attached)


def test_a_consent_of_or_for_somebody_else_is_refused(
    run: Runner, cas: Person, noor: Person, tmp_path: Path
) -> None:
    other = Person(run, noor.name, "https://other.example/noorvt", tmp_path / "other").begin()
    path = draft(cas, noor)
    theirs = consent(other, cas)
    cas.knows(other)
    assert "This consent is not of Noor Vantongeren as the draft" in refused(
        cas, str(path), "--consent", str(theirs)
    )
    for_other = consent(noor, other)
    cas.knows(noor)
    assert "that is no account or key of yours" in refused(
        cas, str(path), "--consent", str(for_other)
    )


def test_a_changed_or_ended_consent_is_refused(cas: Person, noor: Person) -> None:
    path, agreed = draft(cas, noor), consent(noor, cas, fields=("works",), days=0)
    cas.knows(noor)
    changed = noor.folder / "changed.consent"
    changed.write_bytes(agreed.read_bytes().replace(b"Fields: works", b"Fields: name, works"))
    assert "Saved" not in refused(cas, str(path), "--consent", str(changed))
    body = agreed.read_text("utf-8")
    today = datetime.now(UTC).date().isoformat()
    assert f"Until: {today}" in body
    assert refused(cas, str(path), "--consent", str(path))
    assert "for two years at most" in noor.do(
        "testimonial", "consent", cas.account, "--until", "2099-01-01", "--purpose", "x",
        "--field", "works", "--out", str(noor.folder / "long.consent"), code=2,
    ).err  # fmt: skip


def test_a_draft_of_somebody_else_is_refused(cas: Person, noor: Person) -> None:
    path, agreed = draft(cas, noor), consent(noor, noor)
    ran = noor.do("export", "about", str(path), "--consent", str(agreed),
                  "--out", str(noor.folder / "x.pdf"), code=2)  # fmt: skip
    assert "You did not sign this draft record." in ran.err


@pytest.mark.parametrize("field", FIELDS)
def test_the_file_is_plain_text_that_says_what_it_is_for(
    cas: Person, noor: Person, field: str
) -> None:
    text = consent(noor, cas, fields=(field,)).read_text("utf-8")
    assert text.startswith("Portfolio consent: claim, version 1\nId: urn:uuid:")
    assert f"\nFields: {field}\n" in text
    assert "\nPurpose\n\nA page of thanks at the meeting.\n\nEnd of consent\n" in text


def test_a_consent_is_given_without_an_account_of_ones_own(cas: Person, tmp_path: Path) -> None:
    ito = Person(cas.run, "Ito Haruki", "https://forge.example/ito", tmp_path / "ito").begin()
    path = draft(cas, ito)
    agreed = tmp_path / "mine.consent"
    given = ("testimonial", "consent", "--until", soon(), "--purpose", "A page.", "--field",
             "works", "--out", str(agreed))  # fmt: skip
    ito.do("holder", "set", "--link", "")
    assert "names your key and no account" in ito.do(*given, f"Cas {cas.account}").err
    assert "as the draft record names them, by https://forge.example/ito: it names SHA256:" in (
        refused(cas, str(path), "--consent", str(agreed))
    )
    (key,) = cas.do("--json", "key", "list").lines
    maker = f"Casimir {key['fingerprint']}"
    assert ito.do(*given, maker, "--own-account", ito.account).err == ""
    assert "Whose key signed this consent" in refused(cas, str(path), "--consent", str(agreed))


@pytest.mark.parametrize(
    ("maker", "days", "said"),
    [
        ("Casimir", 30, "a name alone may be somebody else"),
        ("Casimir https://forge.example/c", -3, "is over already"),
    ],
)
def test_what_a_consent_lacks_is_said_as_it_is_made(
    noor: Person, maker: str, days: int, said: str
) -> None:
    ran = noor.do("testimonial", "consent", maker, "--until", soon(days), "--purpose", "A page.",
                  "--field", "works", "--out", str(noor.folder / "x"), code=2)  # fmt: skip
    assert said in ran.err
    assert "cannot be read" not in ran.err
