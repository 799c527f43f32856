"""Making a client at a service that lets programs register themselves.

What it makes belongs to one account: its secret is kept beside the account's token.
"""

from __future__ import annotations

from typing import Final

from portfolio import __version__
from portfolio.errors import UnreadableReplyError
from portfolio.sync.provider import Reply, Request
from portfolio.sync.signin import replies
from portfolio.sync.signin.addresses import check_encrypted
from portfolio.sync.signin.faults import ended, refused
from portfolio.sync.signin.shapes import Client, ClientAuth, Send, SignInEndpoints, post

NAME: Final = "Portfolio"


async def register_app(endpoints: SignInEndpoints, redirect: str, *, send: Send) -> Client:
    """Register at a Mastodon instance (``POST /api/v1/apps``).

    Raises:
        SignInError: It was refused.
        AccountError: There is no reply.
    """
    check_encrypted(endpoints.register)
    form = (
        ("client_name", NAME),
        ("redirect_uris", redirect),
        ("scopes", " ".join(endpoints.scopes)),
    )
    reply = await send(endpoints.register, post(endpoints.register, form))
    return _client(reply, ClientAuth.POST)


async def register_client(endpoints: SignInEndpoints, redirect: str, *, send: Send) -> Client:
    """Register dynamically (RFC 7591), as Open Badge Connect asks for.

    Raises:
        SignInError: It was refused.
        AccountError: There is no reply.
    """
    check_encrypted(endpoints.register)
    body = {
        "client_name": NAME,
        "application_type": "native",
        "redirect_uris": [redirect],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": ClientAuth.BASIC.value,
        "scope": " ".join(endpoints.scopes),
        "software_id": "portfolio",
        "software_version": __version__,
    }
    request = Request(endpoints.register, method="POST", body=body, is_read=False)
    return _client(await send(endpoints.register, request), ClientAuth.BASIC)


def _client(reply: Reply, default: ClientAuth) -> Client:
    try:
        return replies.parse_client(replies.read(reply), default=default)
    except replies.OAuthRefusal as refusal:
        raise refused(refusal.error, refusal.description) from None
    except UnreadableReplyError:
        if reply.status in (403, 404, 405, 410):
            raise ended("unsupported") from None
        raise ended("service-trouble" if reply.status >= 429 else "unreadable") from None
