"""Reading what sign-in endpoints answer: pure functions over JSON values.

Each raises `OAuthRefusal` for an error the service named and `UnreadableReplyError` for anything
that is not of the promised shape, and nothing else.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from portfolio.errors import UnreadableReplyError
from portfolio.secret import Secret
from portfolio.sync.provider import Reply
from portfolio.sync.signin.shapes import Client, ClientAuth

_MOST_SECRET: Final = 20_000
_MOST_USER_CODE: Final = 64
_MOST_ID: Final = 500
_MOST_ADDRESS: Final = 4_000
_MOST_SECONDS: Final = 10 * 366 * 86_400.0
DEVICE_EXPIRES_S: Final = 900.0
DEVICE_INTERVAL_S: Final = 5.0


class OAuthRefusal(Exception):  # noqa: N818  (an answer, not a fault of this program)
    """The service answered with an OAuth error; stays inside the sign-in.

    Args:
        error: Its code.
        description: What it says to people; outside text.
        interval_s: The new interval of a ``slow_down``, when one was given.
    """

    def __init__(self, error: str, description: str = "", interval_s: float | None = None) -> None:
        super().__init__(error)
        self.error, self.description, self.interval_s = error, description, interval_s


@dataclass(frozen=True, slots=True)
class TokenReply:
    """A token endpoint's good answer.

    Attributes:
        lifetime_s: Seconds the token is good for; None when the service did not say.
        scopes: None when the service did not say.
    """

    secret: Secret
    refresh: Secret | None
    lifetime_s: float | None
    scopes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class DeviceReply:
    """A device endpoint's good answer."""

    device_code: Secret
    user_code: str
    address: str
    whole_address: str
    expires_s: float
    interval_s: float


def read(reply: Reply) -> dict[str, Any]:
    """Return the JSON object of a reply that is no error.

    Raises:
        OAuthRefusal: It is one.
        UnreadableReplyError: It is neither.
    """
    raw = reply.json()
    refuse_errors(raw)
    if reply.status >= 400 or not isinstance(raw, dict):
        raise _unreadable()
    return raw


def refuse_errors(raw: object) -> None:
    """Raise `OAuthRefusal` when the value is an OAuth error, whatever the status was."""
    if not isinstance(raw, dict):
        return
    error = raw.get("error")
    if isinstance(error, str) and error:
        said = raw.get("error_description")
        description = said if isinstance(said, str) else ""
        raise OAuthRefusal(error[:200], description[:2000], _seconds(raw.get("interval")))


def parse_token(raw: object) -> TokenReply:
    """Read a token endpoint's answer (RFC 6749, 5.1).

    Raises:
        OAuthRefusal: It is an error.
        UnreadableReplyError: It is not of that shape.
    """
    refuse_errors(raw)
    if not isinstance(raw, dict):
        raise _unreadable()
    kind = raw.get("token_type", "bearer")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise _unreadable()
    refresh = raw.get("refresh_token")
    return TokenReply(
        secret=Secret(_secret(raw.get("access_token"))),
        refresh=Secret(_secret(refresh)) if refresh else None,
        lifetime_s=_seconds(raw.get("expires_in")),
        scopes=_scopes(raw.get("scope")),
    )


def parse_device(raw: object) -> DeviceReply:
    """Read a device endpoint's answer (RFC 8628, 3.2); the interval may be missing.

    The addresses are not judged here: see `portfolio.sync.signin.addresses`.

    Raises:
        OAuthRefusal: It is an error.
        UnreadableReplyError: It is not of that shape.
    """
    refuse_errors(raw)
    if not isinstance(raw, dict):
        raise _unreadable()
    whole = raw.get("verification_uri_complete")
    return DeviceReply(
        device_code=Secret(_secret(raw.get("device_code"))),
        user_code=_shown(raw.get("user_code")),
        address=_address(raw.get("verification_uri")),
        whole_address=whole if isinstance(whole, str) and len(whole) <= _MOST_ADDRESS else "",
        expires_s=_seconds(raw.get("expires_in")) or DEVICE_EXPIRES_S,
        interval_s=_seconds(raw.get("interval")) or DEVICE_INTERVAL_S,
    )


def parse_client(raw: object, *, default: ClientAuth) -> Client:
    """Read the answer to a registration (RFC 7591, 3.2.1, and Mastodon's, which is like it).

    Args:
        raw: The answer.
        default: How a client with a secret says who it is, when the answer does not say.

    Raises:
        OAuthRefusal: It is an error.
        UnreadableReplyError: It is not of that shape.
    """
    refuse_errors(raw)
    if not isinstance(raw, dict):
        raise _unreadable()
    name = raw.get("client_id")
    if not isinstance(name, str) or not is_client_id(name):
        raise _unreadable()
    held = raw.get("client_secret")
    if not held:
        return Client(name)
    said = raw.get("token_endpoint_auth_method")
    known = {each.value: each for each in ClientAuth}
    auth = known.get(said, default) if isinstance(said, str) else default
    return Client(name, Secret(_secret(held)), auth)


def is_client_id(text: str) -> bool:
    """Tell whether a text may be a client id (RFC 6749, appendix A.1), without blanks."""
    return 0 < len(text) <= _MOST_ID and text.isascii() and text.isprintable() and " " not in text


def _secret(value: object) -> str:
    # RFC 6749, appendix A.12: visible ASCII and blanks. Anything else could break a header.
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_SECRET:
        raise _unreadable()
    if not value.isascii() or not value.isprintable():
        raise _unreadable()
    return value


def _shown(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_USER_CODE:
        raise _unreadable()
    if any(unicodedata.category(letter)[0] in "CZ" and letter != " " for letter in value):
        raise _unreadable()
    return value


def _address(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MOST_ADDRESS:
        raise _unreadable()
    return value


def _scopes(value: object) -> tuple[str, ...] | None:
    """GitHub parts them by commas, everybody else by blanks (RFC 6749, 3.3)."""
    if not isinstance(value, str):
        return None
    found = value[:5_000].replace(",", " ").split()
    return tuple(dict.fromkeys(each for each in found if each.isascii() and each.isprintable()))


def _seconds(value: object) -> float | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return min(float(value), _MOST_SECONDS) if 0 < value < 10**12 else None


def _unreadable() -> UnreadableReplyError:
    return UnreadableReplyError("The service's answer to the sign-in is not readable.")
