"""What files are recognised as, and what is taken out of them."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.attest.badges import recognising, strict_json
from portfolio.attest.badges.badge_file import Carrier, Form, NoBadgeError, Sealing
from portfolio.errors import BadgeError
from tests.attest.badges import made, pictures, samples
from tests.attest.badges.samples import SAMPLES, written

SEAL = {"type": "DataIntegrityProof"}
CLASS = {**samples.badge_class(), "type": "BadgeClass", "@context": samples.OPEN_BADGES_2}
TWO = {**samples.badge_3_0(), "vc": samples.badge_1_1()}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_is_recognised(name: str) -> None:
    sample = SAMPLES[name]
    raw = sample.make()
    file = recognising.open_badge(raw)
    assert (file.carrier, file.form, file.sealing) == (sample.carrier, sample.form, sample.sealing)
    if not name.startswith("pasted"):
        assert file.raw == raw
    assert (file.image == file.raw) == (file.carrier in (Carrier.PNG, Carrier.SVG))
    assert bool(file.token) == (file.sealing in (Sealing.JWS, Sealing.JWT, Sealing.JWT_VC))
    assert bool(file.credential) == (file.form not in (Form.ADDRESS, Form.BACKPACK))
    assert bool(file.url) == (file.sealing is Sealing.HOSTED)


def test_every_form_and_sealing_has_a_sample() -> None:
    assert {sample.form for sample in SAMPLES.values()} == set(Form)
    assert {sample.sealing for sample in SAMPLES.values()} == set(Sealing)
    assert {sample.carrier for sample in SAMPLES.values()} == set(Carrier)
    for form in Form:
        assert form.standard


def test_a_token_is_kept_letter_for_letter() -> None:
    for name in ("3.0 token", "3.0 token in PNG", "3.0 token in SVG", "pasted token"):
        file = recognising.open_badge(SAMPLES[name].make())
        assert file.token == samples.jwt()
        assert file.credential == samples.badge_3_0()
        assert file.claims["nbf"] == 1772355600
        assert file.header["alg"] == "EdDSA"


def test_what_lies_in_the_claims_is_filled_in() -> None:
    file = recognising.open_token(samples.token_1_1())
    expected = samples.badge_1_1(expirationDate="2027-03-01T09:00:00Z")
    assert file.credential == expected
    there = recognising.open_token(samples.token_1_1(id="urn:1", issuanceDate="2020-01-01"))
    assert (there.credential["id"], there.credential["issuanceDate"]) == ("urn:1", "2020-01-01")


def test_members_of_bundles_are_files_of_their_own() -> None:
    file = recognising.open_badge(SAMPLES["presentation"].make())
    assert [each.sealing for each in file.members] == [Sealing.NONE, Sealing.JWT, Sealing.JWT_VC]
    assert [each.form for each in file.members] == [Form.BADGE_3_0] * 3
    assert strict_json.parse_object(file.members[0].raw) == samples.badge_3_0()
    assert file.members[1].raw == samples.jwt().encode()
    clr = recognising.open_badge(SAMPLES["clr"].make())
    assert [each.sealing for each in clr.members] == [Sealing.DATA_INTEGRITY]


def test_bad_members_are_named_and_do_not_spoil_the_others() -> None:
    bundle = samples.presentation(
        {"type": "Person"}, 7, "x.y", samples.jwt(), samples.enveloped("a"), {"id": "data:"}
    )
    file = recognising.open_badge(written(bundle))
    assert [each.token for each in file.members] == [samples.jwt()]
    numbers = (1, 2, 3, 5, 6)
    assert [each.name for each in file.unread] == [f"verifiableCredential {n}" for n in numbers]
    assert all(each.why for each in file.unread)


def test_bundles_in_bundles_end_somewhere() -> None:
    inner = samples.presentation(samples.clr(samples.badge_3_0()))
    file = recognising.open_badge(written(inner))
    assert file.members[0].members[0].form is Form.BADGE_3_0
    deeper = recognising.open_badge(written(samples.presentation(inner)))
    assert deeper.members[0].members[0].members == ()
    assert len(deeper.members[0].members[0].unread) == 1


def test_a_zip_gives_its_badges_with_their_names() -> None:
    file = recognising.open_badge(samples.backpack())
    assert [each.name for each in file.members] == ["one.json", "two.png", "three.jwt"]
    assert [each.name for each in file.unread] == ["broken.json", "inner.zip"]


def test_a_zip_without_a_badge_says_why() -> None:
    with pytest.raises(NoBadgeError):
        recognising.open_badge(samples.zipped(a__txt=b"hello"))
    with pytest.raises(BadgeError, match="can be read") as told:
        recognising.open_badge(samples.zipped(a__json=b"{"))
    assert not isinstance(told.value, NoBadgeError)


def test_a_picture_may_hold_a_badge_of_both_standards() -> None:
    raw = pictures.png(
        pictures.international("openbadges", samples.signed_2_0().encode()),
        pictures.international("openbadgecredential", samples.jwt().encode()),
    )
    file = recognising.open_badge(raw)
    assert file.form is Form.BADGE_3_0
    assert file.other is not None
    assert file.other.form is Form.ASSERTION_2_0


def test_endorsements_are_found_in_every_place() -> None:
    about = made.endorsement("urn:uuid:1")
    badge = samples.badge_3_0(
        endorsement=[about, {"type": "Person"}], endorsementJwt=[made.token(made.claimed(about))]
    )
    badge["issuer"]["endorsement"] = about
    badge["credentialSubject"]["achievement"]["endorsement"] = [about, samples.badge_3_0()]
    read, unread = recognising.endorsements_in(recognising.open_badge(written(badge)))
    assert [each.form for each in read] == [Form.ENDORSEMENT_3_0] * 4
    assert [each.name for each in unread] == ["endorsement 2", "achievement endorsement 2"]
    old = samples.assertion_2_0(endorsement=["https://e.example/1", samples.endorsement_2_0()])
    old["badge"]["endorsement"] = samples.endorsement_2_0()
    old["badge"]["issuer"]["endorsement"] = samples.endorsement_2_0()
    read, unread = recognising.endorsements_in(recognising.open_badge(written(old)))
    assert [each.form for each in read] == [Form.ENDORSEMENT_2_0] * 3
    assert unread == ()


@pytest.mark.parametrize(
    ("document", "address"),
    [
        (samples.assertion_2_0(), "https://learning.example/a/7"),
        (samples.assertion_2_0(verification={"type": "hosted"}), "https://learning.example/a/7"),
        (samples.assertion_2_0(verification={"type": "SignedBadge"}), ""),
        (samples.assertion_2_0(id="urn:uuid:1"), ""),
        (samples.assertion_2_0(id="https://x.example/a b"), ""),
        (samples.assertion_2_0(id="javascript:alert(1)"), ""),
        (samples.assertion_1_0(), "https://learning.example/a/f2c20.json"),
        (samples.assertion_1_0(verify={"type": "signed", "url": "https://x.example/key"}), ""),
        (samples.assertion_1_0(verify="hosted"), ""),
        (samples.assertion_1_1(verify={"type": "hosted"}), "https://learning.example/a/f2c20.json"),
    ],
)
def test_where_a_hosted_badge_lies(document: made.Json, address: str) -> None:
    assert recognising.open_document(document).url == address


@pytest.mark.parametrize("types", ["OpenBadgeCredential", ["OpenBadgeCredential"]])
@pytest.mark.parametrize(
    "proof", [{"type": "DataIntegrityProof"}, [7, {"type": ["DataIntegrityProof"]}]]
)
def test_one_and_many_are_the_same(types: object, proof: object) -> None:
    file = recognising.open_document(samples.badge_3_0(type=types, proof=proof))
    assert (file.form, file.sealing) == (Form.BADGE_3_0, Sealing.DATA_INTEGRITY)


NO_BADGES = {
    "a picture": pictures.png(),
    "a drawing": pictures.SVG,
    "a page": b"<html></html>",
    "words": b"Hello there",
    "an address and more": b"https://a.example/1 https://a.example/2",
    "an address of another kind": b"file:///etc/passwd",
    "another kind of file": b"%PDF-1.7\n\xff\xfe",
    "nothing": b"",
    "another kind of JSON": b'{"name": "x"}',
    "a badge class": written(CLASS),
    "a driving licence": written(samples.badge_3_0(type=["VerifiableCredential", "Licence"])),
    "a text in quotes": b'"hello"',
    "another token": made.token({"sub": "somebody"}).encode(),
}  # fmt: skip
REFUSED = {
    "two things at once": written(samples.badge_3_0(type=["OpenBadgeCredential", "ClrCredential"])),
    "a list": b"[1]",
    "encrypted": b".".join([b"eyJhbGciOiJSU0EtT0FFUCJ9"] + [b"abc"] * 4),
    "to be shown in part": samples.jwt().encode() + b"~WyJhIl0~",
    "a token with two credentials": made.token(TWO).encode(),
    "a token with a broken head": b"eyJ9." + samples.jwt().partition(".")[2].encode(),
    "a token with bits to spare": (samples.jwt().partition(".")[0] + ".eyJ.").encode(),
    "a large token": b"e." + b"a" * 1_100_000 + b".",
    "broken data": b"data:image/png;base64,iVBOR*",
    "data without data": b"data:image/png",
    "data in data": b"data:text/plain,data:text/plain,x",
    "a badge that is no text": pictures.png(pictures.text("openbadges", b"\xff\xfe")),
    "a large text": b" " * 13_000_000,
    "large JSON": b'{"a":"' + b"x" * 5_000_000 + b'"}',
}  # fmt: skip


@pytest.mark.parametrize("name", NO_BADGES)
def test_what_is_no_badge_is_said_to_be_none(name: str) -> None:
    with pytest.raises(NoBadgeError):
        recognising.open_badge(NO_BADGES[name])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_odd_is_refused(name: str) -> None:
    with pytest.raises(BadgeError) as told:
        recognising.open_badge(REFUSED[name])
    # A list is neither: it may be anything.
    assert name == "a list" or not isinstance(told.value, NoBadgeError)


def test_a_token_without_a_signature_is_recognised() -> None:
    head = made.b64(b'{"alg":"none"}')
    file = recognising.open_badge(f"{head}.{made.b64(written(samples.badge_3_0()))}.".encode())
    assert file.sealing is Sealing.JWT
    assert file.header == {"alg": "none"}


names = st.sampled_from(
    [
        *("@context", "type", "badge", "recipient", "verify", "verification", "uid", "id", "vc"),
        *("credentialSubject", "verifiableCredential", "proof", "issuer", "endorsement", "url"),
        *("achievement", "identifier", "holder", "evidence", "criteria", "image", "claim", "vp"),
    ]
)
leaves = st.sampled_from(
    [
        *("https://www.w3.org/ns/credentials/v2", samples.VC_1, samples.OPEN_BADGES_2, "hosted"),
        *("https://w3id.org/openbadges/v1", "Assertion", "OpenBadgeCredential", "HostedBadge"),
        *("VerifiablePresentation", "ClrCredential", "VerifiableCredential", "Endorsement"),
        *("EndorsementCredential", "data:,x", samples.jwt(), "https://[", "did:x", 1, None, True),
    ]
)
documents = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5),
    max_leaves=15,
)


@given(st.dictionaries(names, documents, max_size=6))
def test_any_document_is_refused_or_taken(document: made.Json) -> None:
    token = f"{made.b64(b'{}')}.{made.b64(json.dumps(document).encode())}.{made.b64(b'x')}"
    for raw in (written(document), token.encode()):
        with suppress(BadgeError):
            file = recognising.open_badge(raw)
            recognising.endorsements_in(file)
            assert file.raw == raw


@given(
    st.binary(max_size=100), st.sampled_from([b"", b"data:", b"eyJ", b"{", b"<svg", b"PK\x03\x04"])
)
def test_any_bytes_are_refused_or_taken(raw: bytes, begin: bytes) -> None:
    with suppress(BadgeError):
        recognising.open_badge(begin + raw)
