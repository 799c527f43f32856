"""A scripted backpack with both interfaces, three badges a page."""

from __future__ import annotations

import base64
import json
from typing import Any

from portfolio.model.kinds import Kind
from tests.sync.kit import World
from tests.sync.loopback import Answer, Asked, as_json, link_next

PAGE = 3
OB2, OB3 = "/bcv1", "/ims/ob/v3p0"
SCOPE_2 = "https://purl.imsglobal.org/spec/ob/v2p1/scope/"
SCOPE_3 = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"


def assertion(number: int, **others: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"https://badges.example/assertions/{number}",
        "recipient": {"type": "email", "hashed": True, "identity": "sha256$ab"},
        "issuedOn": f"2026-10-{28 - number:02}T10:00:00+00:00",
        "badge": {
            "type": "BadgeClass",
            "id": "https://badges.example/class/1",
            "name": f"Reviewer {number}",
            "description": "Reviews well.",
            "image": "https://badges.example/class/1/image",
            "issuer": {"id": "https://quill.example/issuer", "name": "Quill"},
        },
        "verification": {"type": "hosted"},
        **others,
    }


def credential(number: int, **others: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "id": f"urn:uuid:0000-{number}",
        "name": f"Writer {number}",
        "issuer": {"id": "did:example:quill", "type": ["Profile"], "name": "Quill"},
        "validFrom": f"2026-10-{28 - number:02}T10:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example/achievements/1",
                "name": f"Writer {number}",
                "description": "Writes well.",
                "image": {"id": "https://badges.example/1.png", "type": "Image"},
            },
        },
        **others,
    }


def signed(claims: Any) -> str:
    """Return claims as a compact JWS with a signature nobody checks here."""
    parts = [json.dumps({"alg": "EdDSA"}), json.dumps(claims), "signature"]
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)


class BackpackService:
    """Answers like a backpack.

    Attributes:
        api_base: What the manifest names; "" for its own.
        links: It pages by Link; otherwise only ``X-Total-Count`` says that there is more.
        offers: Which versions it has.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.api_base = ""
        self.links = True
        self.offers = {2, 3}
        self.asked: list[Asked] = []

    def handle(self, request: Asked) -> Answer:
        self.asked.append(request)
        path = request.path
        open_to_all = {
            ("/.well-known/badgeconnect.json", 2): self.manifest(request.at),
            (f"{OB3}/discovery", 3): discovery(request.at),
        }
        for (place, version), said in open_to_all.items():
            if path == place and version in self.offers:
                return as_json(said)
        if request.headers.get("authorization") != f"Bearer {self.world.token}":
            return as_json({"status": {"error": "UNAUTHENTICATED", "statusCode": 401}}, 401)
        me = {"id": self.world.native_id, "name": "Ada L.", "email": self.world.handle}
        answers = {f"{OB2}/profile": {"status": {}, "profile": me}, f"{OB3}/profile": me}
        if path in answers:
            return as_json(answers[path])
        listings = {f"{OB2}/assertions": Kind.BADGE, f"{OB3}/credentials": Kind.CREDENTIAL}
        if path in listings:
            return self._listing(request, listings[path])
        return as_json({"status": {"statusText": "NOT FOUND"}}, 404)

    def manifest(self, at: str) -> dict[str, Any]:
        return {
            "@context": "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld",
            "id": f"{at}/.well-known/badgeconnect.json",
            "badgeConnectAPI": [
                {
                    "name": "Backpack",
                    "apiBase": self.api_base or f"{at}{OB2}",
                    "version": "v1p0",
                    "scopesOffered": [f"{SCOPE_2}assertion.readonly", f"{SCOPE_2}assertion.create"],
                    "registrationUrl": "https://backpack.example/register",
                    "authorizationUrl": "https://backpack.example/authorize",
                    "tokenUrl": "https://backpack.example/token",
                }
            ],
        }

    def _listing(self, request: Asked, kind: Kind) -> Answer:
        items = list(reversed(self.world.items.get(kind, ())))  # the oldest first
        start = int(request.query.get("offset", "0"))
        chosen = items[start : start + PAGE]
        if kind is Kind.BADGE:
            answer = as_json({"status": {"error": None, "statusCode": 200}, "results": chosen})
        else:
            plain = [item for item in chosen if not isinstance(item, str)]
            texts = [item for item in chosen if isinstance(item, str)]
            answer = as_json({"credential": plain, "compactJwsString": texts})
        answer = answer.having(X_Total_Count=str(len(items)))
        if self.links and start + PAGE < len(items):
            answer = answer.having(Link=link_next(f"{request.path}?offset={start + PAGE}"))
        return answer


def discovery(at: str) -> dict[str, Any]:
    flow = {
        "authorizationUrl": "https://backpack.example/authorize",
        "tokenUrl": "https://backpack.example/token",
        "scopes": {f"{SCOPE_3}credential.readonly": "Read", f"{SCOPE_3}credential.upsert": "Write"},
    }
    scheme = {
        "type": "oauth2",
        "x-imssf-registrationUrl": "https://backpack.example/register",
        "flows": {"authorizationCode": flow},
    }
    return {
        "openapi": "3.0.1",
        "info": {"title": "Backpack", "version": "3.0"},
        "servers": [{"url": f"{at}{OB3}"}],
        "paths": {},
        "components": {"securitySchemes": {"OAuth2ACG": scheme}},
    }
