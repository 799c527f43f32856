"""Receiving the browser's answer on this computer (RFC 8252, 7.3).

Listens on 127.0.0.1 at a port nobody chose, for one answer to one attempt. Everything else that
knocks gets 404 and changes nothing. The page shown in the browser holds nothing of the answer and
loads nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from dataclasses import dataclass
from html import escape
from typing import Final, Self
from urllib.parse import parse_qsl

from portfolio.errors import SignInError
from portfolio.secret import Secret
from portfolio.sync.signin.faults import ended, refused
from portfolio.sync.signin.shapes import SignInEndpoints
from portfolio.sync.transport import origins

HOST: Final = "127.0.0.1"  # a name could be made to lead elsewhere; 0.0.0.0 is everybody's
_MOST_BYTES: Final = 16_384
_MOST_FIELDS: Final = 30
_PATIENCE_S: Final = 10.0
_OURS: Final = ("code", "error", "state", "iss")


@dataclass(frozen=True, slots=True)
class PageWords:
    """What the browser shows at the end, in the window's language."""

    language: str = "en"
    direction: str = "ltr"
    title: str = "Portfolio"
    received: str = "Your answer has arrived. You can close this page and go back to Portfolio."
    failed: str = "This sign-in did not work. Portfolio says why. You can close this page."


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must have to belong to an attempt.

    Attributes:
        issuer: What ``iss`` must be, when known; otherwise its origin must be `authorize`'s.
    """

    path: str
    state: Secret
    authorize: str
    issuer: str = ""
    needs_issuer: bool = False

    @classmethod
    def by(cls, endpoints: SignInEndpoints, state: Secret) -> Self:
        """Return what an answer of these endpoints must have."""
        return cls(
            endpoints.redirect_path,
            state,
            endpoints.authorize,
            endpoints.issuer,
            endpoints.needs_issuer,
        )


def judge(target: str, expected: Expected) -> Secret | None:
    """Look at the target of a request, and return the code when it is the answer.

    Args:
        target: Path and query as sent; outside text.
        expected: What the answer must have.

    Returns:
        The code; None when the request is no answer at all.

    Raises:
        SignInError: It ends the attempt: ``wrong-state``, ``wrong-issuer``, ``no-code``,
            ``unreadable``, or what the service says.
    """
    path, _, query = target.partition("?")
    if path != expected.path:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    found = [(name, value) for name, value in pairs if name in _OURS]
    if not found:
        return None
    values = dict(found)
    state = values.get("state", "").encode("utf-8", "replace")
    if not hmac.compare_digest(state, expected.state.reveal().encode()):
        raise ended("wrong-state")
    if len(values) != len(found):  # RFC 6749, 3.1: each at most once
        raise ended("unreadable")
    _check_issuer(values.get("iss"), expected)
    if "error" in values:
        raise refused(values["error"])
    code = values.get("code", "")
    if not code:
        raise ended("no-code")
    if not code.isascii() or not code.isprintable():
        raise ended("unreadable")
    return Secret(code)


def _check_issuer(issuer: str | None, expected: Expected) -> None:
    if issuer is None:
        if expected.needs_issuer:
            raise ended("wrong-issuer")
        return
    if expected.issuer:
        if issuer != expected.issuer:
            raise ended("wrong-issuer")
        return
    with contextlib.suppress(Exception):
        if origins.origin_of(issuer) == origins.origin_of(expected.authorize):
            return
    raise ended("wrong-issuer")


class Loopback:
    """Listens for the answer to one attempt; an asynchronous context manager.

    Args:
        expected: What the answer must have.
        words: For the page in the browser.

    Attributes:
        address: Where the service is to send the browser, ``http://127.0.0.1:PORT/callback``.
    """

    def __init__(self, expected: Expected, words: PageWords | None = None) -> None:
        self.address = ""
        self._expected, self._words = expected, words or PageWords()
        self._host = ""
        self._is_used = False
        self._talks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._answer: asyncio.Future[Secret]

    async def __aenter__(self) -> Self:
        self._answer = asyncio.get_running_loop().create_future()
        try:
            self._server = await asyncio.start_server(self._talk, HOST, 0, limit=_MOST_BYTES)
        except OSError as error:
            raise ended("no-port") from error
        port = self._server.sockets[0].getsockname()[1]
        self._host = f"{HOST}:{port}"
        self.address = f"http://{self._host}{self._expected.path}"
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._server is not None:
            self._server.close()
        for talk in list(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        if self._server is not None:
            await self._server.wait_closed()
        if self._answer.done() and not self._answer.cancelled():
            self._answer.exception()  # looked at, whether or not anybody waited
        else:
            self._answer.cancel()

    async def code(self) -> Secret:
        """Wait for the answer and return its code.

        Raises:
            SignInError: As `judge`.
        """
        return await asyncio.shield(self._answer)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._talks.add(task)
            task.add_done_callback(self._talks.discard)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                target = await self._read(reader)
                await self._reply(target, writer)
        except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
            pass  # whoever knocked went away, or sent what is no request
        finally:
            writer.transport.abort()

    async def _read(self, reader: asyncio.StreamReader) -> str:
        """Return the target of a request that may be the answer, else ""."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            return ""
        lines = head.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        hosts = [line[5:].strip() for line in lines[1:] if line.lower().startswith("host:")]
        # A name that was made to lead to this computer sends that name as its host.
        if len(words) != 3 or words[0] != "GET" or hosts != [self._host]:
            return ""
        return words[1]

    async def _reply(self, target: str, writer: asyncio.StreamWriter) -> None:
        code: Secret | None = None
        error: SignInError | None = None
        if not self._is_used:
            try:
                code = judge(target, self._expected)
            except SignInError as caught:
                error = caught
        if code is None and error is None:
            await _say(writer, _page(404, self._words, ""))
            return
        self._is_used = True  # before anything is awaited: a second answer finds it so
        try:
            if error is None:
                await _say(writer, _page(200, self._words, self._words.received))
            else:
                await _say(writer, _page(400, self._words, self._words.failed))
        finally:
            self._end(code, error)

    def _end(self, code: Secret | None, error: SignInError | None) -> None:
        if self._answer.done():
            return
        if error is not None:
            self._answer.set_exception(error)
        elif code is not None:
            self._answer.set_result(code)


async def _say(writer: asyncio.StreamWriter, page: bytes) -> None:
    writer.write(page)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


def _page(status: int, words: PageWords, said: str) -> bytes:
    phrase = {200: "OK", 400: "Bad Request", 404: "Not Found"}[status]
    body = (
        f'<!doctype html><html lang="{escape(words.language)}" dir="{escape(words.direction)}">'
        f'<head><meta charset="utf-8"><title>{escape(words.title)}</title></head>'
        f"<body><p>{escape(said)}</p></body></html>"
        if said
        else ""
    ).encode()
    head = (
        f"HTTP/1.1 {status} {phrase}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body
