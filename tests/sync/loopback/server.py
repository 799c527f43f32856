"""A web server on loopback with a thread and an event loop of its own.

Real sockets, HTTP/1.1 with keep-alive, optionally TLS. It keeps every request it got. Leaving the
``with`` block ends the thread and closes every connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
import traceback
from collections.abc import AsyncIterator
from email.utils import formatdate
from http import HTTPStatus
from typing import Self

from tests.sync.loopback.messages import Answer, Asked, Service


class LoopbackServer:
    """Serves one service on ``127.0.0.1``; use it as a context manager.

    Args:
        service: May be exchanged at any time by setting ``service``.
        tls: Settings to speak https with, from `tests.sync.loopback.tls`.

    Attributes:
        base: ``http://127.0.0.1:PORT`` or ``https://localhost:PORT``, without a slash.
        asked: Every request so far, oldest first.
        faults: Tracebacks of what the service raised; it answered 500 then.
    """

    def __init__(self, service: Service, *, tls: ssl.SSLContext | None = None) -> None:
        self.service = service
        self.asked: list[Asked] = []
        self.faults: list[str] = []
        self.base = ""
        self.port = 0
        self._tls = tls
        self._started = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="loopback server")

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait()
        if not self.base:
            self._thread.join()
            raise RuntimeError("the loopback server did not start")
        return self

    def __exit__(self, *exc: object) -> None:
        if self._loop is not None and self._end is not None:
            self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(
            self._talk, "127.0.0.1", 0, ssl=self._tls, limit=1_000_000
        )
        self.port = server.sockets[0].getsockname()[1]
        self.base = (
            f"https://localhost:{self.port}" if self._tls else f"http://127.0.0.1:{self.port}"
        )
        self._started.set()
        await self._end.wait()
        server.close()
        for talk in list(self._talks):
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            while (asked := await self._read(reader)) is not None:
                if not await self._answer(asked, reader, writer):
                    break
        except asyncio.CancelledError:
            if self._end is None or not self._end.is_set():
                raise
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, TimeoutError):
            pass
        finally:
            self._talks.discard(task)
            writer.transport.abort()
            with contextlib.suppress(OSError, ssl.SSLError):
                await writer.wait_closed()

    async def _read(self, reader: asyncio.StreamReader) -> Asked | None:
        line = await reader.readline()
        if not line.strip():
            return None
        method, target, _version = line.decode("latin-1").split()
        headers: dict[str, str] = {}
        while (line := await reader.readline()).strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        asked = Asked(method, target, headers, body, self.base)
        self.asked.append(asked)
        return asked

    def _handle(self, asked: Asked) -> Answer:
        try:
            return self.service.handle(asked)
        except Exception:  # noqa: BLE001 - shown by whoever looks at `faults`
            self.faults.append(traceback.format_exc())
            return Answer(500, {"Content-Type": "text/plain"}, b"the scripted service raised")

    async def _answer(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        answer = self._handle(asked)
        if answer.latency_s:
            await asyncio.sleep(answer.latency_s)
        writer.write(_head(answer))
        if answer.tunnels:
            await _tunnel(asked.target, reader, writer)
            return False
        sent = 0
        async for data in _bodies(answer, asked):
            if answer.breaks_after is not None and sent + len(data) >= answer.breaks_after:
                writer.write(data[: answer.breaks_after - sent])
                await _break(writer)
                return False
            sent += len(data)
            writer.write(_framed(answer, data))
            await writer.drain()
        if answer.breaks_after is not None:
            await _break(writer)
            return False
        if answer.hangs:
            await reader.read()  # ends when the other side goes away
            return False
        if answer.chunks is not None and asked.method != "HEAD":
            writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True


def _head(answer: Answer) -> bytes:
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "Odd"
    headers = dict(answer.headers)
    names = {name.lower() for name in headers}
    if answer.sends_date and "date" not in names:
        headers["Date"] = formatdate(usegmt=True)
    if answer.chunks is not None:
        headers["Transfer-Encoding"] = "chunked"
    elif "content-length" not in names and answer.status not in (204, 304) and not answer.tunnels:
        headers["Content-Length"] = str(len(answer.body))
    lines = [f"HTTP/1.1 {answer.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


async def _bodies(answer: Answer, asked: Asked) -> AsyncIterator[bytes]:
    if asked.method == "HEAD":
        return
    if answer.chunks is None:
        if answer.body:
            yield answer.body
        return
    for chunk in answer.chunks:
        if answer.between_s:
            await asyncio.sleep(answer.between_s)
        yield chunk


def _framed(answer: Answer, data: bytes) -> bytes:
    return data if answer.chunks is None else b"%x\r\n%b\r\n" % (len(data), data)


async def _tunnel(target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes both ways until either side ends."""
    host, _, port = target.rpartition(":")
    there_reader, there_writer = await asyncio.open_connection(host, int(port))

    async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(65_536):
                sink.write(data)
                await sink.drain()
        sink.transport.abort()

    try:
        await asyncio.gather(carry(reader, there_writer), carry(there_reader, writer))
    finally:
        there_writer.transport.abort()


async def _break(writer: asyncio.StreamWriter) -> None:
    """Send what was written, then reset the connection (RST instead of FIN)."""
    await writer.drain()
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
