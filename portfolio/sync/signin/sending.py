"""Sending a sign-in's requests through the transport, without any account's credentials."""

from __future__ import annotations

from portfolio.sync.provider import Reply, Request
from portfolio.sync.signin.shapes import Send
from portfolio.sync.transport import AccountCall, Transport, origins


def send_through(transport: Transport) -> Send:
    """Return what sends for sign-ins; its connections are closed with the transport."""
    calls: dict[origins.Origin, AccountCall] = {}

    async def send(base: str, request: Request) -> Reply:
        home = origins.origin_of(base)
        if home not in calls:
            calls[home] = transport.bare_call(str(home))
        return await calls[home](request)

    return send
