"""Signing in on the service's own page in the system's browser (RFC 8252 with RFC 7636)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from portfolio.secret import Secret
from portfolio.sync.signin.addresses import check_encrypted
from portfolio.sync.signin.faults import ended
from portfolio.sync.signin.loopback import Expected, Loopback, PageWords
from portfolio.sync.signin.shapes import (
    Attempt,
    Client,
    Grant,
    Returned,
    SignInEndpoints,
    SignInStep,
    StepKind,
)
from portfolio.sync.signin.tokens import exchange_code
from portfolio.sync.transport import Timing

LASTS_S: Final = 300.0

Registrar = Callable[[str], Awaitable[Client]]
"""Makes the client once the redirect address is known (see `registration`)."""


async def by_browser(
    endpoints: SignInEndpoints,
    client: Client | Registrar,
    attempt: Attempt,
    words: PageWords | None = None,
) -> Grant:
    """Have a page opened, receive its answer on loopback and exchange it for a token.

    The listener is closed with the answer, the first error, after five minutes, or when the task
    is cancelled.

    Args:
        endpoints: Of the service.
        client: The client id, or what registers one.
        attempt: Told which page to open.
        words: For the page in the browser.

    Raises:
        SignInError: With the code of its end state.
        AccountError: The service could not be asked for the token.
    """
    check_encrypted(endpoints.authorize, endpoints.token)
    timing = attempt.timing
    state, verifier = Secret(secrets.token_urlsafe(32)), Secret(secrets.token_urlsafe(64))
    async with Loopback(Expected.by(endpoints, state), words) as listener:
        known = client if isinstance(client, Client) else await client(listener.address)
        page = authorization_page(endpoints, known, listener.address, state, verifier)
        until = timing.clock.now() + timedelta(seconds=LASTS_S)
        attempt.report(SignInStep(StepKind.OPEN_PAGE, address=page, until=until))
        code = await _in_time(listener.code(), timing)
        redirect = listener.address
    attempt.report(SignInStep(StepKind.EXCHANGING))
    returned = Returned(code, verifier, redirect)
    grant = await exchange_code(endpoints, known, returned, send=attempt.send, timing=timing)
    attempt.report(SignInStep(StepKind.DONE))
    return grant


def authorization_page(
    endpoints: SignInEndpoints, client: Client, redirect: str, state: Secret, verifier: Secret
) -> str:
    """Return the address to open: it holds the state and the challenge, never the verifier."""
    digest = hashlib.sha256(verifier.reveal().encode()).digest()
    pairs = [
        ("response_type", "code"),
        ("client_id", client.id),
        ("redirect_uri", redirect),
        ("state", state.reveal()),
        ("code_challenge", base64.urlsafe_b64encode(digest).rstrip(b"=").decode()),
        ("code_challenge_method", "S256"),
    ]
    if endpoints.scopes:
        pairs.append(("scope", " ".join(endpoints.scopes)))
    pairs += endpoints.extra
    mark = "&" if "?" in endpoints.authorize else "?"
    return f"{endpoints.authorize}{mark}{urlencode(pairs)}"


async def _in_time(answer: Awaitable[Secret], timing: Timing) -> Secret:
    waiting = asyncio.ensure_future(answer)
    clock = asyncio.ensure_future(timing.sleep(LASTS_S))
    both = (waiting, clock)
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            return waiting.result()
        raise ended("expired")
    finally:
        for future in both:
            future.cancel()
        await asyncio.gather(*both, return_exceptions=True)
