"""The end states of sign-ins, each with its own plain text."""

from __future__ import annotations

from typing import Final

from portfolio.errors import SignInError
from portfolio.sync.transport.refusals import harmless

_NOTHING_KEPT: Final = "Nothing was stored."

END_STATES: Final[dict[str, tuple[str, str]]] = {
    "denied": (
        "The sign-in was refused on the service's page.",
        f"{_NOTHING_KEPT} Start again if that was not meant.",
    ),
    "expired": (
        "The time for this sign-in ran out.",
        f"{_NOTHING_KEPT} Start again to get a new code or page.",
    ),
    "device-flow-off": (
        "This service does not let this program sign in with a code.",
        "Choose another way, such as a token made on the service's page.",
    ),
    "wrong-device-code": (
        "The service does not know the code of this sign-in.",
        f"{_NOTHING_KEPT} Start again to get a new one.",
    ),
    "wrong-client": (
        "The service does not know this program's client id.",
        "Look at the client id in the settings, or choose another way.",
    ),
    "client-not-allowed": (
        "The service does not allow this client id to sign in this way.",
        "Choose another way, or change the client at the service.",
    ),
    "unsupported": (
        "The service does not offer this way to sign in.",
        "Choose another way, such as a token made on the service's page.",
    ),
    "wrong-scope": (
        "The service does not know a right that was asked for.",
        "Choose another way, such as a token made on the service's page.",
    ),
    "grant-refused": (
        "The service did not accept its own answer any more.",
        f"{_NOTHING_KEPT} It may have been used before, or be too old. Start again.",
    ),
    "bad-request": (
        "The service could not make sense of the sign-in.",
        f"{_NOTHING_KEPT} Choose another way.",
    ),
    "service-trouble": (
        "The service has a fault of its own and cannot sign anybody in now.",
        "Try again later.",
    ),
    "wrong-state": (
        "An answer came back that does not belong to this sign-in, so it was not used.",
        "Another page or program may have sent it. Start again.",
    ),
    "no-code": (
        "The service sent no code, so there is nothing to sign in with.",
        "Start again.",
    ),
    "wrong-issuer": (
        "The answer came from another service than the one that was asked, so it was not used.",
        "Start again, and look at the address of the page before signing in.",
    ),
    "unreadable": (
        "The service's answer to the sign-in is not readable.",
        f"{_NOTHING_KEPT} Try again later, or choose another way.",
    ),
    "foreign-address": (
        "The service named a sign-in page that is not its own, so it is not shown.",
        "Look at the address of the service, or choose another way.",
    ),
    "unencrypted": (
        "This service is not reached over https, so no sign-in is started there.",
        "Use its https address, or make a token on its page.",
    ),
    "no-port": (
        "The browser's answer cannot be received: no address on this computer was free.",
        "Choose another way.",
    ),
    "bad-payload": (
        "What was pasted is not the text the page showed.",
        "Copy all of it, from the first to the last letter, and paste it again.",
    ),
    "wrong-nonce": (
        "What was pasted belongs to another sign-in.",
        "Copy the text from the page that was opened last.",
    ),
    "no-tool": ("That program is not installed.", "Choose another way."),
    "no-tool-token": ("That program has no token for this service.", "Choose another way."),
    "tool-failed": (
        "That program did not answer as expected.",
        "Try it in a terminal, or choose another way.",
    ),
    "no-client-id": ("This way needs a client id, and none is set.", "Choose another way."),
    "refused": ("The service refused the sign-in.", f"{_NOTHING_KEPT} Choose another way."),
}
"""Code of `SignInError` to title and what to do next; the window has a copy in its language."""

# RFC 6749 (4.1.2.1, 5.2), RFC 8628 (3.5), RFC 7591 (3.2.2), and GitHub's own.
_CODES: Final[dict[str, str]] = {
    "access_denied": "denied",
    "expired_token": "expired",
    "token_expired": "expired",
    "device_flow_disabled": "device-flow-off",
    "incorrect_device_code": "wrong-device-code",
    "incorrect_client_credentials": "wrong-client",
    "invalid_client": "wrong-client",
    "unauthorized_client": "client-not-allowed",
    "unsupported_grant_type": "unsupported",
    "unsupported_response_type": "unsupported",
    "invalid_scope": "wrong-scope",
    "invalid_grant": "grant-refused",
    "bad_verification_code": "grant-refused",
    "invalid_request": "bad-request",
    "redirect_uri_mismatch": "client-not-allowed",
    "invalid_redirect_uri": "client-not-allowed",
    "invalid_client_metadata": "unsupported",
    "server_error": "service-trouble",
    "temporarily_unavailable": "service-trouble",
}


def ended(code: str, said: str = "") -> SignInError:
    """Return the error of an end state.

    Args:
        code: One of `END_STATES`.
        said: The service's own words, shown as such, short and harmless.
    """
    title, detail = END_STATES[code]
    words = harmless(said) if said else ""
    if words:
        detail = f"{detail} The service said: {words}"
    return SignInError(title, detail, code=code, said=words)


def refused(error: str, description: str = "") -> SignInError:
    """Return the error for an OAuth error code; one nobody knows is shown as the service's."""
    known = _CODES.get(error)
    if known is None:
        return ended("refused", f"{error} {description}".strip())
    return ended(known, description)
