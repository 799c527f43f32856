"""Known tricks with badges, one by one: what opening a file makes of each of them."""

from __future__ import annotations

import json

import pytest

from portfolio.attest.badges import reading, recognising, svg_drawing
from portfolio.attest.badges.badge_file import Sealing
from portfolio.errors import BadgeError
from portfolio.model.badge import RecipientMatch
from tests.attest.badges import made, pictures, samples
from tests.attest.badges.samples import written

# A trap that works takes hours; what is here takes a tenth of a second at most.
pytestmark = pytest.mark.timeout(60)
NEVER = "9999-12-31T23:59:59-05:00"
NO_KEY = made.b64(b'{"alg":"none"}')


def nested(levels: int) -> bytes:
    return b'{"@context":' + b"[" * levels + b"]" * levels + b"}"


def poison(nodes: int = 8) -> bytes:
    """Nodes without names, each linked with all others: signing or checking it takes for ever."""
    links = [{"id": f"_:b{n}", "related": [f"_:b{m}" for m in range(nodes)]} for n in range(nodes)]
    document = samples.badge_3_0()
    document["credentialSubject"]["achievement"]["related"] = links
    return written(document)


def bare(**changes: str) -> made.Json:
    """A badge without an achievement, so that its own members are what is read."""
    return samples.badge_3_0(credentialSubject={"id": "did:x:1"}, **changes)


def many(count: int) -> bytes:
    return written(samples.presentation(*["a.b.c"] * count))


def drawn(inside: str) -> bytes:
    element = (
        '<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0">'
        f"<![CDATA[{json.dumps(samples.badge_3_0())}]]></o:credential>"
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{inside}{element}</svg>'.encode()


TWICE = b'{"issuer": "urn:x",' + written(samples.badge_3_0())[1:]
REFUSED = {
    "nested too deeply": nested(129),
    "nested for ever": nested(100_000),
    "half a character": written(samples.badge_3_0(name="x")).replace(b'"x"', b'"\\ud800"'),
    "not a number": written(samples.badge_3_0(name=1)).replace(b": 1", b": NaN"),
    "a name twice": written(samples.badge_3_0()).replace(
        b'"name"', b'"issuer": "urn:x", "name"', 1
    ),
    "a name twice in a token": f"{NO_KEY}.{made.b64(TWICE)}.".encode(),
    "an entity": b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawn(""),
    "a picture like a house": pictures.png(width=30_000, height=30_000),
    "a text that unpacks to fifty megabytes": pictures.png(
        pictures.international("openbadgecredential", b" " * 50_000_000, packed=True)
    ),
    "a checksum that lies": pictures.png(pictures.text("openbadges", b"a.b.c")).replace(
        b"a.b.c", b"a.b.d"
    ),
    "two badges in one picture": pictures.png(
        pictures.international("openbadges", written(samples.assertion_2_0())),
        pictures.international("openbadges", written(samples.assertion_2_0(id="urn:uuid:2"))),
    ),
    "a way upwards in a zip": samples.zipped(**{"../one__json": written(samples.assertion_2_0())}),
    "one name in a zip twice": samples.zipped(
        one__json=written(samples.assertion_2_0()), ONE__json=written(samples.assertion_2_0())
    ),
}
READ = {
    "a poisoned document": poison(),
    "a larger poisoned document": poison(60),
    "a document with members nobody defined": written(samples.badge_3_0(degree="PhD")),
    "a vocabulary of its own": written(
        samples.badge_3_0(**{"@context": [samples.VC_1, {"name": "urn:x"}]})
    ),
    "a date beyond the calendar": written(samples.badge_3_0(validUntil=NEVER)),
    "no signature": f"{NO_KEY}.{made.b64(written(samples.badge_3_0()))}.".encode(),
    "a script in a drawing": drawn("<script>alert(1)</script>"),
    "a picture from elsewhere": drawn('<image href="https://tracker.example/1.png"/>'),
    "thousands of parts": many(30_000),
    "a million marks on one letter": written(bare(description="\u0315\u0300" * 300_000)),
    "a name of megabytes": written(bare(name="x" * 3_000_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_tricks_that_are_refused(name: str) -> None:
    with pytest.raises(BadgeError):
        recognising.open_badge(REFUSED[name])


@pytest.mark.parametrize("name", READ)
def test_tricks_that_are_read_and_left_to_the_check(name: str) -> None:
    file = recognising.open_badge(READ[name])
    assert file.raw == READ[name]
    assert reading.badge_of(file).raw == READ[name]
    recognising.endorsements_in(file)


def test_a_bundle_of_thousands_is_cut() -> None:
    file = recognising.open_badge(many(3_000))
    assert len(file.unread) == 1_001


def test_a_drawing_that_does_more_than_draw_is_kept_and_not_drawn() -> None:
    raw = drawn("<script>alert(1)</script>")
    badge = reading.badge_of(recognising.open_badge(raw))
    assert badge.image == raw
    assert not svg_drawing.may_be_drawn(badge.image)
    assert svg_drawing.may_be_drawn(drawn("<g/>"))


def test_a_badge_for_somebody_else_stays_one() -> None:
    """Members that only look like those that count do not make it the holder's."""
    subject = {"id": "did:x:1", "recipient": samples.MAIL, "email": samples.MAIL, "sub": "did:me"}
    document = samples.badge_3_0(credentialSubject=subject, recipient={"identity": samples.MAIL})
    badge = reading.badge_of(
        recognising.open_token(made.token({**document, "sub": "did:me"})),
        own_addresses=[samples.MAIL],
        own_dids=["did:me"],
    )
    assert badge.recipient_match is RecipientMatch.OTHER


def test_a_token_that_says_it_needs_no_key_is_not_taken_for_an_unsigned_badge() -> None:
    assert recognising.open_badge(READ["no signature"]).sealing is Sealing.JWT
