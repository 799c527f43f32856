"""Signing in with a code typed on the service's page (RFC 8628).

The service's answers are judged by their body, never by their status: GitHub answers its errors
with 200. Polls come at 1.2 times the interval asked for, since clocks that run a little fast
otherwise meet `slow_down` without end.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from portfolio.errors import AccountError, SignInError, UnreadableReplyError
from portfolio.sync.provider import Reply
from portfolio.sync.signin import replies
from portfolio.sync.signin.addresses import check_encrypted, is_own_page
from portfolio.sync.signin.faults import ended, refused
from portfolio.sync.signin.shapes import (
    Attempt,
    Client,
    Grant,
    Send,
    SignInEndpoints,
    SignInStep,
    StepKind,
    post,
)
from portfolio.sync.signin.tokens import grant_of
from portfolio.sync.transport import throttle

_GRANT_TYPE: Final = "urn:ietf:params:oauth:grant-type:device_code"
_PATIENCE: Final = 1.2
_SLOW_DOWN_S: Final = 5.0
_LONGEST_S: Final = 3600.0
_MOST_DOUBLINGS: Final = 3


async def by_device(endpoints: SignInEndpoints, client: Client, attempt: Attempt) -> Grant:
    """Show a code and wait until it was typed on the service's page.

    Broken connections and faults of the service do not end it: the code stays good until its
    time is over.

    Raises:
        SignInError: With the code of its end state.
        AccountError: The service could not be asked for a code.
    """
    check_encrypted(endpoints.device, endpoints.token)
    timing = attempt.timing
    began = timing.monotonic()
    device = await _begin(endpoints, client, attempt.send)
    lasts_s = min(device.expires_s, _LONGEST_S)
    attempt.report(
        SignInStep(
            StepKind.SHOW_CODE,
            address=device.address,
            whole_address=device.whole_address,
            code=device.user_code,
            until=timing.clock.now() + timedelta(seconds=lasts_s),
        )
    )
    polling = _Polling(endpoints, client, device, attempt)
    token = await polling.until(began + lasts_s)
    attempt.report(SignInStep(StepKind.DONE))
    return grant_of(token, endpoints, client, timing)


async def _begin(endpoints: SignInEndpoints, client: Client, send: Send) -> replies.DeviceReply:
    form = [("client_id", client.id)]
    if endpoints.scopes:
        form.append(("scope", " ".join(endpoints.scopes)))
    reply = await send(endpoints.device, post(endpoints.device, tuple(form)))
    try:
        device = replies.parse_device(replies.read(reply))
    except replies.OAuthRefusal as refusal:
        raise refused(refusal.error, refusal.description) from None
    except UnreadableReplyError:
        raise _not_begun(reply) from None
    if not is_own_page(device.address, endpoints.instance):
        raise ended("foreign-address")
    if not is_own_page(device.whole_address, endpoints.instance):
        return replace(device, whole_address="")
    return device


def _not_begun(reply: Reply) -> SignInError:
    if reply.status in (404, 405, 410):  # an older version, or switched off by its keepers
        return ended("device-flow-off")
    return ended("service-trouble" if reply.status >= 429 else "unreadable")


class _Polling:
    """Asks again and again whether the code was typed."""

    def __init__(
        self,
        endpoints: SignInEndpoints,
        client: Client,
        device: replies.DeviceReply,
        attempt: Attempt,
    ) -> None:
        self._send, self._timing = attempt.send, attempt.timing
        self._address = endpoints.token
        self._form = (
            ("client_id", client.id),
            ("device_code", device.device_code.reveal()),
            ("grant_type", _GRANT_TYPE),
        )
        self._interval_s = device.interval_s
        self._failures = 0
        self._asked_to_wait_s = 0.0

    async def until(self, deadline: float) -> replies.TokenReply:
        """Poll until there is a token, the service ends it, or the time is over."""
        while True:
            left_s = deadline - self._timing.monotonic()
            if left_s <= 0:
                raise ended("expired")
            wait_s = self._interval_s * _PATIENCE * 2.0 ** min(self._failures, _MOST_DOUBLINGS)
            await self._timing.sleep(min(max(wait_s, self._asked_to_wait_s), left_s))
            token = await self._ask()
            if token is not None:
                return token

    async def _ask(self) -> replies.TokenReply | None:
        self._asked_to_wait_s = 0.0
        try:
            reply = await self._send(self._address, post(self._address, self._form))
            self._note_wait(reply)
            return replies.parse_token(replies.read(reply))
        except replies.OAuthRefusal as refusal:
            self._failures = 0
            self._go_on_after(refusal)
        except AccountError:  # no network, a broken connection, a page of an error
            self._failures += 1
        return None

    def _note_wait(self, reply: Reply) -> None:
        now = reply.served_at or self._timing.clock.now()
        signal = throttle.read(reply.status, reply.headers, reply.body, now)
        if signal is not None and signal.is_refused:
            self._asked_to_wait_s = signal.seconds or 0.0

    def _go_on_after(self, refusal: replies.OAuthRefusal) -> None:
        """Go on waiting, or end.

        Raises:
            SignInError: It ended.
        """
        if refusal.error == "slow_down":
            given = refusal.interval_s or 0.0
            slower = self._interval_s + _SLOW_DOWN_S
            self._interval_s = given if given > self._interval_s else slower
        elif refusal.error != "authorization_pending":
            raise refused(refusal.error, refusal.description) from None
