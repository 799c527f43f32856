"""Where a backpack keeps its interfaces: the manifest of 2.1, the service description of 3.0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from portfolio.sync.parsing import (
    BadItemError,
    is_https,
    listing,
    mapping,
    optional_https_url,
    optional_line,
    optional_listing,
)

MANIFEST: Final = "/.well-known/badgeconnect.json"
OB3: Final = "/ims/ob/v3p0"
_OB2_SCOPES: Final = "https://purl.imsglobal.org/spec/ob/v2p1/scope/"
_OB3_SCOPES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
OB2_READING: Final = (f"{_OB2_SCOPES}assertion.readonly", f"{_OB2_SCOPES}profile.readonly")
OB3_READING: Final = (f"{_OB3_SCOPES}credential.readonly", f"{_OB3_SCOPES}profile.readonly")


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface of a backpack, and where one signs in to it.

    Attributes:
        api: Base of its calls, as written: may be of another host.
        register: Where a client registers itself (RFC 7591), or "".
        authorize: Opened in the browser, or "".
        token: Where a code is changed for a token, or "".
        scopes: Of the rights to read, those it offers.
    """

    api: str
    name: str = ""
    register: str = ""
    authorize: str = ""
    token: str = ""
    scopes: tuple[str, ...] = ()


def parse_manifest(raw: object) -> Interface:
    """Return the first interface a Badge Connect manifest names."""
    offers = listing(raw, "badgeConnectAPI")
    offer = mapping(offers[0] if offers else None)
    offered = [scope for scope in optional_listing(offer, "scopesOffered") if scope in OB2_READING]
    api = optional_line(offer, "apiBase", limit=1_000)
    if not api.startswith(("https://", "http://")):
        raise BadItemError("“apiBase” is not an address.")
    return Interface(
        api=api.rstrip("/"),
        name=optional_line(offer, "name", limit=200),
        register=optional_https_url(offer, "registrationUrl"),
        authorize=optional_https_url(offer, "authorizationUrl"),
        token=optional_https_url(offer, "tokenUrl"),
        scopes=tuple(offered),
    )


def parse_discovery(raw: object) -> Interface:
    """Return what a service description of version 3 (an OpenAPI document) says.

    Its ``api`` is "" when it names no server: it is then where the description was found.
    """
    mapping(raw, "paths")
    servers = optional_listing(raw, "servers")
    api = optional_line(servers[0], "url", limit=1_000) if servers else ""
    schemes = _schemes(raw)
    flow: Mapping[str, Any] = next((one for each in schemes if (one := _code_flow(each))), {})
    offered = flow.get("scopes")
    known = offered if isinstance(offered, Mapping) else {}
    return Interface(
        api=api.rstrip("/").removesuffix(OB3),
        name=optional_line(raw, "info", "title", limit=200),
        register=next((at for each in (flow, *schemes) if (at := _register(each))), ""),
        authorize=optional_https_url(flow, "authorizationUrl"),
        token=optional_https_url(flow, "tokenUrl"),
        scopes=tuple(scope for scope in OB3_READING if scope in known),
    )


def _schemes(raw: object) -> tuple[Mapping[str, Any], ...]:
    components = mapping(raw).get("components")
    if not isinstance(components, Mapping):
        return ()
    schemes = components.get("securitySchemes")
    if not isinstance(schemes, Mapping):
        return ()
    return tuple(each for each in schemes.values() if isinstance(each, Mapping))


def _code_flow(scheme: Mapping[str, Any]) -> Mapping[str, Any]:
    flows = scheme.get("flows")
    flow = flows.get("authorizationCode") if isinstance(flows, Mapping) else None
    return flow if isinstance(flow, Mapping) else {}


def _register(place: Mapping[str, Any]) -> str:
    address = place.get("x-imssf-registrationUrl")
    return address if isinstance(address, str) and is_https(address) else ""
