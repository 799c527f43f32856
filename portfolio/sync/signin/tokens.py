"""Exchanging codes for tokens, renewing them, and keeping what came."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final
from urllib.parse import quote_plus

from portfolio.errors import (
    PortfolioError,
    ServiceError,
    UnreadableReplyError,
)
from portfolio.keychain import Entry
from portfolio.keychain.entries import CLIENT, REFRESH, TOKEN, entry_for
from portfolio.secret import Secret
from portfolio.sync.provider import Reply
from portfolio.sync.signin import replies
from portfolio.sync.signin.faults import ended, refused
from portfolio.sync.signin.shapes import (
    Client,
    ClientAuth,
    Grant,
    Returned,
    Secrets,
    Send,
    SignInEndpoints,
    post,
)
from portfolio.sync.transport import Timing

CLIENT_ID: Final = "client_id"
"""Key of `Account.options` under which the client's id is kept."""

CLIENT_AUTH: Final = "client_auth"
"""Key of `Account.options` that says how a client with a secret says who it is."""

TOKEN_ADDRESS: Final = "token_address"  # noqa: S105  (a key, no secret)
"""Key of `Account.options`: where to renew, at a service that says itself where one signs in."""


def client_auth(options: Mapping[str, str]) -> ClientAuth:
    """Return how an account's own client says who it is."""
    try:
        return ClientAuth(options.get(CLIENT_AUTH, ClientAuth.POST.value))
    except ValueError:
        return ClientAuth.POST


def grant_of(
    token: replies.TokenReply, endpoints: SignInEndpoints, client: Client, timing: Timing
) -> Grant:
    """Return what a token endpoint gave as a grant."""
    expires_at = None
    if token.lifetime_s is not None:
        expires_at = timing.clock.now() + timedelta(seconds=token.lifetime_s)
    options = {CLIENT_ID: client.id}
    if client.secret is not None:
        options[CLIENT_AUTH] = client.auth.value
    return Grant(
        secret=token.secret,
        scopes=endpoints.scopes if token.scopes is None else token.scopes,
        refresh=token.refresh,
        expires_at=expires_at,
        client=client,
        options=options,
    )


async def exchange_code(
    endpoints: SignInEndpoints,
    client: Client,
    returned: Returned,
    *,
    send: Send,
    timing: Timing,
) -> Grant:
    """Exchange the code of a redirect for a token (RFC 6749, 4.1.3; RFC 7636, 4.5).

    Raises:
        SignInError: The service refused, or answered nonsense.
        AccountError: There is no reply. It is not asked again: a code works once.
    """
    form = (
        ("grant_type", "authorization_code"),
        ("code", returned.code.reveal()),
        ("redirect_uri", returned.redirect),
        ("code_verifier", returned.verifier.reveal()),
    )
    reply = await ask(endpoints.token, client, form, send)
    try:
        token = replies.parse_token(replies.read(reply))
    except replies.OAuthRefusal as refusal:
        raise refused(refusal.error, refusal.description) from None
    except UnreadableReplyError:
        raise ended("service-trouble" if reply.status >= 429 else "unreadable") from None
    return grant_of(token, endpoints, client, timing)


async def renew(
    endpoints: SignInEndpoints, client: Client, refresh: Secret, *, send: Send, timing: Timing
) -> Grant:
    """Ask for a new token; the old ones may be worthless from then on (RFC 6749, 6).

    A service that keeps the refresh token as it was gives none; the old one is then in the grant.

    Raises:
        SignInError: The service does not take the refresh token (any more).
        AccountError: There is no reply, or no readable one: whether anything was renewed is open.
    """
    form = (("grant_type", "refresh_token"), ("refresh_token", refresh.reveal()))
    reply = await ask(endpoints.token, client, form, send)
    try:
        token = replies.parse_token(replies.read(reply))
    except replies.OAuthRefusal as refusal:
        error = refused(refusal.error, refusal.description)
        if error.code == "service-trouble":
            raise ServiceError(error.title, error.detail) from None
        raise error from None
    grant = grant_of(token, endpoints, client, timing)
    return grant if grant.refresh is not None else replace(grant, refresh=refresh)


async def keep_grant(
    secrets: Secrets, provider: str, instance: str, account_id: str, grant: Grant
) -> None:
    """Store what a sign-in brought: first what renews the token, then the token itself.

    After a failure what was stored before is there again, as far as the keyring lets it be.

    Raises:
        KeychainError: It could not be stored.
    """
    replaced: list[tuple[Entry, Secret | None]] = []
    try:
        for part, secret in _parts(grant):
            entry = entry_for(provider, instance, account_id, part)
            before = await secrets.fetch(entry)
            await secrets.keep(entry, secret)
            replaced.append((entry, before))
    except BaseException:
        for entry, before in replaced:
            with contextlib.suppress(PortfolioError):
                await (secrets.keep(entry, before) if before else secrets.drop(entry))
        raise


def _parts(grant: Grant) -> list[tuple[str, Secret]]:
    client = grant.client.secret if grant.client is not None else None
    parts = ((CLIENT, client), (REFRESH, grant.refresh), (TOKEN, grant.secret))
    return [(part, secret) for part, secret in parts if secret is not None]


async def ask(where: str, client: Client, form: tuple[tuple[str, str], ...], send: Send) -> Reply:
    """Post a form to an endpoint, saying which client asks (RFC 6749, 2.3.1 and 3.2.1).

    Raises:
        AccountError: There is no reply.
    """
    headers: dict[str, str] = {}
    if client.secret is not None and client.auth is ClientAuth.BASIC:
        headers["Authorization"] = _basic(client.id, client.secret)
    else:
        form = (*form, (CLIENT_ID, client.id))
        if client.secret is not None:
            form = (*form, ("client_secret", client.secret.reveal()))
    return await send(where, post(where, form, headers=headers))


def _basic(name: str, secret: Secret) -> str:
    # RFC 6749, 2.3.1: both are form-encoded before they are joined.
    both = f"{quote_plus(name)}:{quote_plus(secret.reveal())}"
    return f"Basic {base64.b64encode(both.encode()).decode()}"
