"""One badge of every form and carrier the program opens, made here; signed ones with test keys."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from portfolio.attest.badges import png, svg
from portfolio.attest.badges.badge_file import Carrier, Form, Sealing
from portfolio.attest.badges.baked import Keyword
from tests.attest.badges import made, pictures
from tests.attest.badges.made import Json

MAIL = "noor@example.org"
SALT = "Kosher"
HASH = "sha256$" + hashlib.sha256((MAIL + SALT).encode()).hexdigest()
PICTURE = "data:image/png;base64," + base64.b64encode(pictures.png()).decode()
VC_1 = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES_2 = "https://w3id.org/openbadges/v2"


# ------------------------------------------------------------------------------ Open Badges 0.5-2


def assertion_0_5(**changes: Any) -> Json:
    return {
        "recipient": HASH,
        "salt": SALT,
        "evidence": "/did/1",
        "issued_on": "2012-05-09",
        "expires": "2014-05-09",
        "badge": {
            "version": "0.5.0",
            "name": "Web basics",
            "image": "/images/web.png",
            "description": "Writes a page by hand",
            "criteria": "/badges/web.html",
            "issuer": {"origin": "https://learning.example", "name": "Brightpath Learning"},
        },
        **changes,
    }


def badge_class(**changes: Any) -> Json:
    return {
        "name": "Web basics",
        "description": "Writes a page by hand",
        "image": PICTURE,
        "criteria": "https://learning.example/web.html",
        "issuer": {"name": "Brightpath Learning", "url": "https://learning.example"},
        "tags": ["web", "HTML"],
        "alignment": [{"name": "Reading the web", "url": "https://skills.example/1"}],
        **changes,
    }


def assertion_1_0(**changes: Any) -> Json:
    return {
        "uid": "f2c20",
        "recipient": {"type": "email", "identity": HASH, "hashed": True, "salt": SALT},
        "evidence": "https://noor.example/page",
        "issuedOn": 1399593600,
        "badge": badge_class(),
        "verify": {"type": "hosted", "url": "https://learning.example/a/f2c20.json"},
        **changes,
    }


def assertion_1_1(**changes: Any) -> Json:
    return {
        "@context": "https://w3id.org/openbadges/v1",
        "id": "https://learning.example/a/f2c20.json",
        "type": "Assertion",
        **assertion_1_0(issuedOn="2014-05-09T00:00:00Z"),
        **changes,
    }


def assertion_2_0(**changes: Any) -> Json:
    return {
        "@context": OPEN_BADGES_2,
        "type": "Assertion",
        "id": "https://learning.example/a/7",
        "recipient": {"type": "email", "identity": MAIL, "hashed": False},
        "issuedOn": "2018-05-09T08:30:00+02:00",
        "expires": "2028-05-09T00:00:00Z",
        "badge": {
            **badge_class(),
            "id": "https://learning.example/b/7",
            "type": "BadgeClass",
            "criteria": {
                "id": "https://learning.example/web.html",
                "narrative": "Write *three* pages.",
            },
            "issuer": {
                "id": "https://learning.example/issuer",
                "type": "Profile",
                "name": "Brightpath Learning",
                "url": "https://learning.example",
            },
        },
        "evidence": [
            {"id": "https://noor.example/1", "name": "First page"},
            "https://noor.example/2",
            {"narrative": "Told us how.\nAt length."},
        ],
        "verification": {"type": "HostedBadge"},
        **changes,
    }


def signed_2_0(**changes: Any) -> str:
    payload = assertion_2_0(
        id="urn:uuid:0c9d5a36-2a3e-4b0f-8a2f-5c0f7d8e9a1b",
        verification={"type": "SignedBadge", "creator": "https://learning.example/key"},
        **changes,
    )
    return made.token(payload, made.rsa_key())


def endorsement_2_0(**changes: Any) -> Json:
    return {
        "@context": OPEN_BADGES_2,
        "type": "Endorsement",
        "id": "https://college.example/e/1",
        "claim": {"id": "https://learning.example/b/7", "endorsementComment": "We count it."},
        "issuer": {"id": "https://college.example", "type": "Profile", "name": "College"},
        "issuedOn": "2019-01-01T00:00:00Z",
        "verification": {"type": "HostedBadge"},
        **changes,
    }


# ------------------------------------------------------------------------------- Open Badges 3.0


def badge_3_0(**changes: Any) -> Json:
    document = made.credential(**changes)
    if "credentialSubject" in changes:
        return document
    document["credentialSubject"]["identifier"] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": HASH,
            "identityType": "emailAddress",
            "salt": SALT,
        }
    ]
    document["evidence"] = [
        {"id": "https://forge.example/r/1", "type": ["Evidence"], "name": "A hard one"},
        {"id": "https://forge.example/r/2", "type": ["Evidence"]},
    ]
    achievement = document["credentialSubject"]["achievement"]
    achievement["image"] = {"id": PICTURE, "type": "Image"}
    achievement["tag"] = ["review"]
    achievement["criteria"]["id"] = "https://forge.example/criteria"
    return document


def badge_1_1(**changes: Any) -> Json:
    """An Open Badge 3.0 in the data model 1.1 of credentials, as many wallets hold them."""
    document = badge_3_0()
    document["@context"] = [VC_1, document["@context"][1]]
    document["issuanceDate"] = document.pop("validFrom")
    document["type"] = ["VerifiableCredential", "AchievementCredential"]
    return {**document, **changes}


def token_1_1(**changes: Any) -> str:
    """The credential in ``vc``, with nothing twice that the token's claims say."""
    document = badge_1_1()
    document["credentialSubject"].pop("id")
    claims = {
        "iss": made.did(),
        "jti": document.pop("id"),
        "sub": "did:example:noor",
        "nbf": 1772355600,
        "exp": 1803891600,
    }
    document.pop("issuanceDate")
    document["issuer"].pop("id")
    return made.token({**claims, "vc": {**document, **changes}})


def presentation(*members: object, **changes: Any) -> Json:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "VerifiablePresentation",
        "holder": "did:example:noor",
        "verifiableCredential": list(members),
        **changes,
    }


def enveloped(token: str) -> Json:
    return {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }


def clr(*members: object, **changes: Any) -> Json:
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:6512bd43-d9ca-4e3c-8b1a-1f0e2d3c4b5a",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "What I can do",
        "issuer": {"id": made.did(), "type": ["Profile"], "name": "Noor"},
        "validFrom": "2026-03-03T09:00:00Z",
        "credentialSubject": {
            "id": "did:example:noor",
            "type": ["ClrSubject"],
            "verifiableCredential": list(members),
        },
        **changes,
    }


# -------------------------------------------------------------------------------------- carriers


def written(document: Json) -> bytes:
    return json.dumps(document).encode()


def in_png(payload: bytes, keyword: Keyword) -> bytes:
    return png.bake(pictures.png(), payload, keyword)


def in_svg(payload: bytes, keyword: Keyword) -> bytes:
    return svg.bake(pictures.SVG, payload, keyword)


def zipped(**files: bytes) -> bytes:
    """A zip; ``__`` in a name stands for the dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def backpack() -> bytes:
    return zipped(
        manifest__json=b'{"made by": "hand"}',
        index__html=b"<html></html>",
        plain__png=pictures.png(),
        one__json=written(assertion_2_0()),
        two__png=in_png(signed_2_0().encode(), Keyword.OPEN_BADGES),
        three__jwt=jwt().encode(),
        broken__json=b'{"@context": [NaN]}',
        inner__zip=zipped(one__json=written(assertion_2_0())),
    )


@cache
def sealed() -> bytes:
    return written(made.sealed(badge_3_0()))


@cache
def sealed_2020() -> bytes:
    return written(made.sealed_2020(badge_1_1()))


@cache
def jwt() -> str:
    return made.token(made.claimed(badge_3_0()))


@dataclass(frozen=True)
class Sample:
    """A file, and what it should be recognised as."""

    make: Callable[[], bytes]
    carrier: Carrier
    form: Form
    sealing: Sealing


OLD, NEW = Keyword.OPEN_BADGES, Keyword.CREDENTIAL
C, F, S = Carrier, Form, Sealing
ADDRESS = b"https://learning.example/a/7"
SAMPLES: dict[str, Sample] = {
    "0.5": Sample(lambda: written(assertion_0_5()), C.JSON, F.ASSERTION_0_5, S.NONE),
    "0.5 baked": Sample(
        lambda: pictures.png(pictures.text("openbadges", ADDRESS)), C.PNG, F.ADDRESS, S.HOSTED
    ),
    "1.0": Sample(lambda: written(assertion_1_0()), C.JSON, F.ASSERTION_1_0, S.HOSTED),
    "1.0 signed": Sample(
        lambda: made.token(
            assertion_1_0(verify={"type": "signed", "url": "https://learning.example/key"}),
            made.rsa_key(),
        ).encode(),
        C.JWT,
        F.ASSERTION_1_0,
        S.JWS,
    ),
    "1.1": Sample(lambda: written(assertion_1_1()), C.JSON, F.ASSERTION_1_1, S.HOSTED),
    "2.0 hosted": Sample(lambda: written(assertion_2_0()), C.JSON, F.ASSERTION_2_0, S.HOSTED),
    "2.0 hosted in PNG": Sample(
        lambda: in_png(written(assertion_2_0()), OLD), C.PNG, F.ASSERTION_2_0, S.HOSTED
    ),
    "2.0 hosted in SVG": Sample(
        lambda: in_svg(written(assertion_2_0()), OLD), C.SVG, F.ASSERTION_2_0, S.HOSTED
    ),
    "2.0 signed": Sample(lambda: signed_2_0().encode(), C.JWT, F.ASSERTION_2_0, S.JWS),
    "2.0 signed in PNG": Sample(
        lambda: in_png(signed_2_0().encode(), OLD), C.PNG, F.ASSERTION_2_0, S.JWS
    ),
    "2.0 signed in SVG": Sample(
        lambda: in_svg(signed_2_0().encode(), OLD), C.SVG, F.ASSERTION_2_0, S.JWS
    ),
    "2.0 endorsement": Sample(
        lambda: written(endorsement_2_0()), C.JSON, F.ENDORSEMENT_2_0, S.HOSTED
    ),
    "3.0 unsigned": Sample(lambda: written(badge_3_0()), C.JSON, F.BADGE_3_0, S.NONE),
    "3.0 token": Sample(lambda: jwt().encode(), C.JWT, F.BADGE_3_0, S.JWT),
    "3.0 token ES256": Sample(
        lambda: made.token(
            made.claimed(badge_3_0()), made.p256_key(), jwk=made.jwk(made.p256_key())
        ).encode(),
        C.JWT,
        F.BADGE_3_0,
        S.JWT,
    ),
    "3.0 token in PNG": Sample(lambda: in_png(jwt().encode(), NEW), C.PNG, F.BADGE_3_0, S.JWT),
    "3.0 token in SVG": Sample(lambda: in_svg(jwt().encode(), NEW), C.SVG, F.BADGE_3_0, S.JWT),
    "3.0 token in vc": Sample(lambda: token_1_1().encode(), C.JWT, F.BADGE_3_0, S.JWT_VC),
    "3.0 sealed": Sample(sealed, C.JSON, F.BADGE_3_0, S.DATA_INTEGRITY),
    "3.0 sealed in PNG": Sample(
        lambda: in_png(sealed(), NEW), C.PNG, F.BADGE_3_0, S.DATA_INTEGRITY
    ),
    "3.0 sealed in SVG": Sample(
        lambda: in_svg(sealed(), NEW), C.SVG, F.BADGE_3_0, S.DATA_INTEGRITY
    ),
    "3.0 sealed in 2020": Sample(sealed_2020, C.JSON, F.BADGE_3_0, S.ED25519_2020),
    "3.0 sealed otherwise": Sample(
        lambda: written(badge_3_0(proof=[{"type": "BbsBlsSignature2020"}])),
        C.JSON,
        F.BADGE_3_0,
        S.OTHER,
    ),
    "3.0 in data model 1.1": Sample(lambda: written(badge_1_1()), C.JSON, F.BADGE_3_0, S.NONE),
    "3.0 endorsement": Sample(
        lambda: written(made.sealed(made.endorsement("urn:uuid:1"))),
        C.JSON,
        F.ENDORSEMENT_3_0,
        S.DATA_INTEGRITY,
    ),
    "presentation": Sample(
        lambda: written(presentation(badge_3_0(), jwt(), enveloped(token_1_1()))),
        C.JSON,
        F.PRESENTATION,
        S.NONE,
    ),
    "presentation as token": Sample(
        lambda: made.token({"iss": "did:example:noor", "vp": presentation(jwt())}).encode(),
        C.JWT,
        F.PRESENTATION,
        S.JWT_VC,
    ),
    "clr": Sample(
        lambda: written(made.sealed(clr(made.sealed(badge_3_0())))), C.JSON, F.CLR, S.DATA_INTEGRITY
    ),
    "clr as token": Sample(
        lambda: made.token(made.claimed(clr(badge_3_0(), jwt()))).encode(), C.JWT, F.CLR, S.JWT
    ),
    "address": Sample(lambda: b"\n " + ADDRESS + b"\r\n", C.URL, F.ADDRESS, S.HOSTED),
    "address in SVG": Sample(lambda: in_svg(ADDRESS, OLD), C.SVG, F.ADDRESS, S.HOSTED),
    "pasted token": Sample(
        lambda: b"  " + b"\n".join(jwt().encode()[at : at + 60] for at in range(0, 9999, 60)),
        C.JWT,
        F.BADGE_3_0,
        S.JWT,
    ),
    "pasted token in quotes": Sample(lambda: json.dumps(jwt()).encode(), C.JWT, F.BADGE_3_0, S.JWT),
    "pasted JSON": Sample(
        lambda: "\ufeff\u00a0\n".encode() + written(assertion_2_0()) + b"\n\n",
        C.JSON,
        F.ASSERTION_2_0,
        S.HOSTED,
    ),
    "pasted PNG": Sample(
        lambda: b" data:image/png;base64," + base64.encodebytes(in_png(jwt().encode(), NEW)),
        C.PNG,
        F.BADGE_3_0,
        S.JWT,
    ),
    "pasted SVG": Sample(
        lambda: b"data:image/svg+xml," + quote(in_svg(ADDRESS, OLD)).encode(),
        C.SVG,
        F.ADDRESS,
        S.HOSTED,
    ),
    "zip": Sample(backpack, C.ZIP, F.BACKPACK, S.NONE),
}
