"""What is read out of badges of every form; odd dates, names and pictures among them."""

from __future__ import annotations

import base64
import io
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portfolio.attest.badges import images, reading, recognising
from portfolio.attest.badges.badge_file import BadgeFile
from portfolio.errors import BadgeError
from portfolio.model.attestation import Party, Work
from portfolio.model.badge import Badge, BadgeFormat, RecipientMatch
from portfolio.model.verdict import Answer
from tests.attest.badges import made, pictures, samples
from tests.attest.badges.made import Json
from tests.attest.badges.samples import MAIL, SAMPLES, written

AT = datetime(2026, 11, 20, tzinfo=UTC)
LEARNING = Party("Brightpath Learning", accounts=("https://learning.example",))


def opened(document: Json) -> BadgeFile:
    return recognising.open_badge(written(document))


def read(document: Json, **own: Any) -> Badge:
    return reading.badge_of(opened(document), **own)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_is_read(name: str) -> None:
    file = recognising.open_badge(SAMPLES[name].make())
    badge = reading.badge_of(file, own_addresses=[MAIL], own_dids=["did:example:noor"])
    assert badge.raw == file.raw
    assert len(badge.id) == 32
    assert badge.format == file.form.standard
    if file.form.is_badge:
        assert badge.name in ("Web basics", "Patient reviewer")
        assert badge.issuer.name in ("Brightpath Learning", "Ada Example")
        assert badge.recipient_match is RecipientMatch.CONFIRMED
        assert badge.issued_at is not None
        assert badge.evidence
        assert badge.criteria or badge.criteria_url
        assert bool(badge.image) == (file.form.standard != BadgeFormat.OPEN_BADGES_0_5)


def test_all_of_an_open_badge_3() -> None:
    badge = read(samples.badge_3_0(validUntil="2028-03-01T09:00:00Z"))
    assert badge.name == "Patient reviewer"
    assert badge.issuer == Party("Ada Example", accounts=(made.did(),))
    assert badge.description == "Reviews with care"
    assert badge.criteria == "Ten reviews with reasons"
    assert badge.criteria_url == "https://forge.example/criteria"
    assert badge.evidence == (
        Work("https://forge.example/r/1", "A hard one"),
        Work("https://forge.example/r/2", "https://forge.example/r/2"),
    )
    assert badge.issued_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert badge.expires_at == datetime(2028, 3, 1, 9, tzinfo=UTC)
    assert (badge.image, badge.image_type) == (pictures.png(), "image/png")
    assert badge.tags == ("review",)
    assert badge.credential_id == "urn:uuid:8f14e45f-ceea-467f-9f3c-0a1b2c3d4e5f"
    assert badge.from_person
    assert badge.media_type == "application/vc+ld+json"


def test_all_of_an_open_badge_2() -> None:
    badge = read(samples.assertion_2_0())
    assert badge.issuer == Party(
        "Brightpath Learning", accounts=("https://learning.example", "https://learning.example/issuer")
    )  # fmt: skip
    assert badge.criteria == "Write *three* pages."
    assert badge.criteria_url == "https://learning.example/web.html"
    assert badge.evidence == (
        Work("https://noor.example/1", "First page"),
        Work("https://noor.example/2", "https://noor.example/2"),
        Work("", "Told us how. At length."),
    )
    assert badge.issued_at == datetime(2018, 5, 9, 6, 30, tzinfo=UTC)
    assert badge.expires_at == datetime(2028, 5, 9, tzinfo=UTC)
    assert badge.tags == ("web", "HTML", "Reading the web")
    assert not badge.from_person


def test_all_of_the_oldest_ones() -> None:
    oldest, old = read(samples.assertion_0_5()), read(samples.assertion_1_0())
    assert oldest.issuer == LEARNING
    assert oldest.criteria_url == "https://learning.example/badges/web.html"
    assert oldest.issued_at == datetime(2012, 5, 9, tzinfo=UTC)
    assert oldest.expires_at == datetime(2014, 5, 9, tzinfo=UTC)
    assert oldest.image == b""
    assert old.issuer == LEARNING
    assert old.issued_at == datetime(2014, 5, 9, tzinfo=UTC)
    assert old.credential_id == "f2c20"
    assert old.criteria == ""


def test_a_baked_picture_is_the_badges_picture() -> None:
    raw = SAMPLES["3.0 token in SVG"].make()
    badge = reading.badge_of(recognising.open_badge(raw))
    assert (badge.image, badge.image_type) == (raw, "image/svg+xml")


def test_parts_at_addresses_are_read_once_they_were_asked() -> None:
    document = samples.assertion_2_0(badge="https://learning.example/b/7")
    there = {**samples.badge_class(), "issuer": "https://learning.example/issuer"}
    issuer = {"id": "https://learning.example/issuer", "name": "Brightpath Learning"}

    def answer(url: str, body: bytes, status: int = 200) -> tuple[str, Answer]:
        return url, Answer(url, AT, status, "application/json", body)

    known = answer("https://learning.example/b/7", json.dumps(there).encode())
    assert read(document).name == "learning.example"
    assert read(document, answers=dict([known])).name == "Web basics"
    assert read(document, answers=dict([known])).issuer.name == "learning.example"
    both = dict([known, answer("https://learning.example/issuer", json.dumps(issuer).encode())])
    assert read(document, answers=both).issuer.name == "Brightpath Learning"
    for bad in (b"<html>", b"[" * 10_000, b"[]"):
        assert read(document, answers=dict([answer(known[0], bad)])).name == "learning.example"
    gone = answer(known[0], json.dumps(there).encode(), 404)
    assert read(document, answers=dict([gone])).name == "learning.example"


def test_an_endorsement_is_read_as_what_it_says() -> None:
    badge = read(made.endorsement("urn:uuid:1"))
    assert (badge.name, badge.description) == ("Endorsement", "I saw these reviews.")
    assert badge.recipient_match is RecipientMatch.NONE
    old = read(samples.endorsement_2_0())
    assert (old.description, old.issuer.name) == ("We count it.", "College")


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("https://learning.example/issuer", "learning.example"),
        ("did:web:learning.example%3A8443:issuers", "learning.example:8443"),
        ("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "did:key:z6MkhaXg…ta2doK"),
        ("urn:issuer:1", "urn:issuer:1"),
        ("https://[", "https://["),
    ],
)
def test_an_issuer_without_a_name(identifier: str, name: str) -> None:
    assert read(samples.badge_3_0(issuer=identifier)).issuer.name == name
    assert read(samples.badge_3_0(issuer={"id": identifier})).issuer.name == name


def test_text_in_several_languages() -> None:
    document = samples.badge_3_0()
    achievement = document["credentialSubject"]["achievement"]
    achievement["name"] = [{"@value": "Geduldige lezer", "@language": "nl"}, "Patient reader"]
    achievement["description"] = {"@value": 7}
    assert read(document).name == "Geduldige lezer"
    assert read(document).description == ""


def test_text_is_cleaned_and_stays_text() -> None:
    document = samples.badge_3_0()
    achievement = document["credentialSubject"]["achievement"]
    achievement["name"] = "A\u202eb\x00\n<b>c</b>"
    achievement["criteria"] = {"narrative": "# One\n\n* two <script>\n" + "x " * 30_000}
    achievement["tag"] = [f"t{n % 80}" for n in range(200)] + [None, 7]
    badge = read(document)
    assert badge.name == "Ab <b>c</b>"
    assert badge.criteria.startswith("# One\n\n* two <script>")
    assert len(badge.criteria) <= reading.MAX_CRITERIA
    assert len(badge.tags) == 50


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://x.example/c", "https://x.example/c"),
        ("http://x.example/c", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://x.example/a b", ""),
        ("//x.example", ""),
    ],
)
def test_criteria_addresses(address: str, kept: str) -> None:
    for criteria in (address, {"id": address}, [{"id": address}]):
        document = samples.assertion_2_0()
        document["badge"]["criteria"] = criteria
        assert read(document).criteria_url == kept


# ---------------------------------------------------------------------------------------- dates

DATES = {
    "2014-05-09T10:00:00Z": (2014, 5, 9, 10),
    "2014-05-09T10:00:00+02:00": (2014, 5, 9, 8),
    "2014-05-09T10:00:00.123456789+0200": (2014, 5, 9, 8),
    "2014-05-09t10:00:00z": (2014, 5, 9, 10),
    "2014-05-09 10:00:00": (2014, 5, 9, 10),
    "2014-05-09": (2014, 5, 9),
    " 2014-05-09 ": (2014, 5, 9),
    "1399629600": (2014, 5, 9, 10),
    1399629600: (2014, 5, 9, 10),
    1399629600.7: (2014, 5, 9, 10),
    1399629600000: (2014, 5, 9, 10),
    "9999-12-31T23:59:59-05:00": (9999, 12, 31, 23, 59, 59),
    "0001-01-01T00:00:00+05:00": (1, 1, 1),
    10**18: (9999, 12, 31, 23, 59, 59),
    -(10**18): (1, 1, 1),
    "2016-12-31T23:59:60Z": (2016, 12, 31, 23, 59, 59),
    "20140509": None,
    "2014": None,
    "2014-02-30T10:00:00Z": None,
    "2014-05-09T25:00:00Z": None,
    "2014-05-09T10:00:00+99:00": None,
    "٢٠١٤-٠٥-٠٩": None,
    "9 May 2014": None,
    "": None,
    "T": None,
    True: None,
    None: None,
}


@pytest.mark.parametrize("written_date", DATES)
def test_dates(written_date: Any) -> None:
    parts = DATES[written_date]
    expected = None if parts is None else datetime(*parts, tzinfo=UTC)  # type: ignore[misc]
    found = reading.instant(written_date)
    assert (found and found.replace(microsecond=0)) == expected
    assert reading.instant([written_date]) is None
    for document in (samples.assertion_2_0, samples.badge_3_0):
        name = "issuedOn" if document is samples.assertion_2_0 else "validFrom"
        at = read(document(**{name: written_date})).issued_at
        assert (at and at.replace(microsecond=0)) == expected


def test_dates_of_a_token_stand_in() -> None:
    document = samples.badge_3_0(validFrom=None)
    token = made.token({**document, "nbf": 1772355600, "exp": 1772355600.5})
    badge = reading.badge_of(recognising.open_token(token))
    assert badge.issued_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert badge.expires_at is not None


numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.text(max_size=40) | numbers | st.none() | st.lists(st.integers()))
def test_any_date_is_read_or_none(value: Any) -> None:
    found = reading.instant(value)
    assert found is None or found.tzinfo is UTC


@given(st.integers(0, 253_000_000_000))
def test_a_date_as_text_and_as_seconds_is_the_same(since_1970: int) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=since_1970)
    assert reading.instant(at.isoformat()) == at
    assert reading.instant(since_1970 * 1000 if since_1970 >= 10**11 else since_1970) == at


# ------------------------------------------------------------------------------------- identity


def test_the_same_badge_in_every_carrier() -> None:
    names = ["3.0 unsigned", "3.0 token", "3.0 sealed", "3.0 token in PNG", "3.0 sealed in SVG"]
    files = [recognising.open_badge(SAMPLES[name].make()) for name in [*names, "3.0 token in vc"]]
    assert len({reading.identity_of(file) for file in files}) == 1
    hosted = ["2.0 hosted", "2.0 hosted in PNG", "0.5 baked", "address", "address in SVG"]
    files = [recognising.open_badge(SAMPLES[name].make()) for name in hosted]
    assert len({reading.identity_of(file) for file in files}) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("urn:a b", "urn:a%20b", True),
        (" urn:a ", "urn:a", True),
        ("urn:a", "urn:A", False),
        ("urn:a%00", "urn:a", False),
    ],
)
def test_ids_are_compared_as_hosts_do(one: str, other: str, same: bool) -> None:
    first, second = (opened(samples.badge_3_0(id=each)) for each in (one, other))
    assert (reading.identity_of(first) == reading.identity_of(second)) == same
    third, fourth = (opened(samples.badge_3_0(issuer=each)) for each in (one, other))
    assert (reading.identity_of(third) == reading.identity_of(fourth)) == same


def test_other_issuers_ids_are_other_badges() -> None:
    documents = [
        samples.badge_3_0(id="urn:b", issuer="urn:a"),
        samples.badge_3_0(id="urn:a", issuer="urn:b"),
        samples.badge_3_0(id="urn:b", issuer={"id": "urn:c"}),
        samples.badge_3_0(id=None, name="x"),
        samples.badge_3_0(id=None, name="y"),
        samples.badge_3_0(id="urn:b", issuer=None),
        samples.assertion_1_0(),
        samples.assertion_1_0(badge=samples.badge_class(issuer={"url": "https://o.example"})),
        samples.assertion_0_5(),
    ]
    assert len({reading.identity_of(opened(each)) for each in documents}) == len(documents)


def test_a_newer_issue_replaces_an_older_one() -> None:
    old, new = (read(samples.badge_3_0(validFrom=f"202{n}-01-01T00:00:00Z")) for n in (4, 5))
    undated = read(samples.badge_3_0(validFrom=None))
    other = read(samples.badge_3_0(validFrom="2030-01-01T00:00:00Z", id="urn:other"))
    assert reading.replaces(new, old)
    assert reading.replaces(old, undated)
    for one, than in ((old, new), (new, new), (undated, old), (other, old), (undated, undated)):
        assert not reading.replaces(one, than)


# ------------------------------------------------------------------------------------- pictures


def data(kind: str, raw: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(raw).decode()}"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (data("image/png", pictures.png()), "image/png"),
        (data("image/svg+xml", pictures.png()), "image/png"),
        (data("image/png", pictures.SVG), "image/svg+xml"),
        ("data:image/svg+xml,%3Csvg/%3E", "image/svg+xml"),
        (data("image/jpeg", b"\xff\xd8\xff\xe0" + b"x" * 50), ""),
        (data("image/gif", b"GIF89a" + b"\xff" * 20), ""),
        (data("image/png", pictures.png(width=16_000, height=16_000)), ""),
        (data("image/png", pictures.png()[:20]), ""),
        (data("image/png", b"<html></html>"), ""),
        (data("image/png", b"hello"), ""),
        (data("image/png", pictures.png() + b"x" * images.MAX_IMAGE), ""),
        ("data:image/png;base64," + "A" * (images.MAX_IMAGE * 3 + 1), ""),
        ("data:image/png;base64,*", ""),
        ("data:", ""),
        ("https://learning.example/web.png", ""),
    ],
)
def test_pictures_inside_a_document(address: str, kind: str) -> None:
    for image in (address, {"id": address, "type": "Image"}, ["https://x.example", address]):
        document = samples.badge_3_0()
        document["credentialSubject"]["achievement"]["image"] = image
        badge = read(document)
        assert badge.image_type == kind
        assert bool(badge.image) == bool(kind)


@pytest.mark.parametrize("kind", ["jpeg", "gif", "png"])
@pytest.mark.parametrize("options", [{}, {"progressive": True, "comment": b"x" * 300}])
def test_pictures_of_other_programs_and_their_size(kind: str, options: Json) -> None:
    for size, fits in (((40, 30), True), ((16_384, 3), True), ((16_400, 3), False)):
        buffer = io.BytesIO()
        Image.new("L", size).save(buffer, kind, **options)
        assert images.kind_of(buffer.getvalue()) == (f"image/{kind}" if fits else "")


@given(st.binary(max_size=60), st.sampled_from([b"\xff\xd8\xff", b"GIF89a", b""]))
def test_any_bytes_have_a_kind_or_none(raw: bytes, begin: bytes) -> None:
    assert images.kind_of(begin + raw) in ("", "image/jpeg", "image/gif", "image/svg+xml")


# ------------------------------------------------------------------------------------- anything

keys = st.sampled_from(
    [
        *("name", "description", "criteria", "narrative", "id", "image", "issuer", "evidence"),
        *("tag", "alignment", "targetName", "recipient", "identity", "hashed", "salt", "badge"),
        *("credentialSubject", "achievement", "identifier", "identityHash", "issuedOn", "origin"),
        *("validFrom", "validUntil", "claim", "endorsementComment", "url", "uid", "verify"),
    ]
)
leaves = st.one_of(
    st.text(max_size=10),
    st.integers(),
    st.booleans(),
    st.none(),
    st.sampled_from(["https://a.example", "https://[", "sha256$", "did:key:z", "data:,x"]),
    st.just(samples.HASH),
)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)
bases = st.sampled_from(
    [samples.badge_3_0, samples.assertion_2_0, samples.assertion_0_5, samples.endorsement_2_0]
)


@given(bases, st.dictionaries(keys, anything, max_size=6))
def test_any_document_is_read(base: Any, changes: Json) -> None:
    with suppress(BadgeError):
        badge = read(
            {**base(), **changes}, own_addresses=[MAIL], own_accounts=["https://a.example/n"]
        )
        assert len(badge.name) <= 400
        badge.name.encode()
