"""Faults that may be put around any scripted service.

Each is a service itself, so they can be nested: ``Throttled(Latency(service, 0.02), first=3)``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from tests.sync.loopback.messages import Answer, Asked, Service, as_html, as_json, link_next


@dataclass
class Fault:
    """A service with something wrong from request ``after`` (counted from 0) for ``times``.

    Attributes:
        service: What answers when nothing is wrong.
        after: How many requests are answered well first.
        times: How many are then answered wrongly; None: all.
        only: Restricts it to some requests.
    """

    service: Service
    after: int = 0
    times: int | None = None
    only: Callable[[Asked], bool] = field(default=lambda _: True, kw_only=True)
    seen: int = field(default=0, init=False)

    def handle(self, request: Asked) -> Answer:
        if not self.only(request):
            return self.service.handle(request)
        index, self.seen = self.seen, self.seen + 1
        is_wrong = index >= self.after
        if is_wrong and (self.times is None or index < self.after + self.times):
            return self.wrong(request)
        return self.service.handle(request)

    def wrong(self, request: Asked) -> Answer:
        """Return the wrong answer."""
        raise NotImplementedError


@dataclass
class Instead(Fault):
    """Answers with something prepared."""

    answer: Answer = field(default_factory=Answer, kw_only=True)

    def wrong(self, request: Asked) -> Answer:
        return self.answer


@dataclass
class Changed(Fault):
    """Answers well, then changes the answer."""

    change: Callable[[Answer], Answer] = field(default=lambda answer: answer, kw_only=True)

    def wrong(self, request: Asked) -> Answer:
        return self.change(self.service.handle(request))


def throttled(
    service: Service,
    first: int = 1,
    *,
    after: int = 0,
    status: int = 429,
    headers: Mapping[str, str] | None = None,
) -> Fault:
    """Refuse some requests with the headers given, e.g. ``{"Retry-After": "3"}``."""
    answer = as_json({"message": "Too many requests"}, status)
    answer = replace(answer, headers={**answer.headers, **(headers or {})})
    return Instead(service, after, first, answer=answer)


def retry_after_forms(now: datetime, seconds: int = 7) -> dict[str, dict[str, str]]:
    """Return three forms of Retry-After and of reset headers, all meaning the same wait."""
    at = now + timedelta(seconds=seconds)
    date = {"Date": format_datetime(now.astimezone(UTC), usegmt=True)}
    empty = {**date, "X-RateLimit-Remaining": "0"}
    return {
        "seconds": {**date, "Retry-After": str(seconds)},
        "http-date": {**date, "Retry-After": format_datetime(at.astimezone(UTC), usegmt=True)},
        "fraction": {**date, "Retry-After": f"{seconds}.0"},
        "epoch": {**empty, "X-RateLimit-Reset": str(int(at.timestamp()))},
        "milliseconds": {**empty, "X-RateLimit-Reset": str(int(at.timestamp() * 1000))},
        "iso-8601": {**empty, "X-RateLimit-Reset": at.isoformat()},
        "delta": {**date, "RateLimit-Remaining": "0", "RateLimit-Reset": str(seconds)},
    }


def token_dead(service: Service, after: int = 0, answer: Answer | None = None) -> Fault:
    """Refuse every request from some point on as not signed in."""
    return Instead(service, after, answer=answer or as_json({"message": "Bad credentials"}, 401))


def failing(service: Service, times: int = 2, *, after: int = 0, status: int = 502) -> Fault:
    """Fail some requests."""
    return Instead(service, after, times, answer=Answer(status, {}, b"bad gateway"))


def breaking(service: Service, times: int = 1, *, after: int = 0, at_byte: int = 0) -> Fault:
    """Reset the connection in the middle of some answers."""
    return Changed(
        service, after, times, change=lambda answer: replace(answer, breaks_after=at_byte)
    )


def html_instead(service: Service, after: int = 0, times: int | None = None) -> Fault:
    """Answer 200 with a web page."""
    return Instead(service, after, times, answer=as_html())


def truncated(service: Service, after: int = 0) -> Fault:
    """Cut the body in half and say that is all."""
    return Changed(
        service,
        after,
        change=lambda answer: replace(answer, body=answer.body[: len(answer.body) // 2]),
    )


def hanging(service: Service, after: int = 0) -> Fault:
    """Send the beginning of an answer and nothing more."""
    return Changed(
        service,
        after,
        change=lambda answer: replace(answer, chunks=[answer.body[:1] or b" "], hangs=True),
    )


def dripping(service: Service, between_s: float = 0.02, after: int = 0) -> Fault:
    """Send an answer byte by byte, for ever."""
    return Changed(
        service,
        after,
        change=lambda answer: replace(answer, chunks=_for_ever(b" "), between_s=between_s),
    )


def _for_ever(byte: bytes) -> Iterator[bytes]:
    while True:
        yield byte


def gzip_bomb(service: Service, decoded_bytes: int = 200_000_000, after: int = 0) -> Fault:
    """Answer with spaces, packed to a thousandth."""
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    block = gzip.compress(b" " * 10_000_000)
    return Instead(
        service, after, answer=Answer(200, headers, block * max(1, decoded_bytes // 10_000_000))
    )


def huge(service: Service, size: int = 30_000_000, *, says_length: bool = True) -> Fault:
    """Answer with more than a page may be, with or without a Content-Length."""
    headers = {"Content-Type": "application/json"}
    block = b" " * 100_000
    if says_length:
        return Instead(service, answer=Answer(200, headers, block * (size // len(block))))
    return Instead(service, answer=Answer(200, headers, chunks=[block] * (size // len(block))))


def foreign_next(service: Service, elsewhere: str, after: int = 0) -> Fault:
    """Let links to the next page, in the Link header and in the body, lead to another origin."""
    return Changed(service, after, change=lambda answer: _pointing(answer, elsewhere))


def _pointing(answer: Answer, elsewhere: str) -> Answer:
    answer = answer.having(Link=link_next(f"{elsewhere}/next"))
    try:
        value = json.loads(answer.body)
    except ValueError:
        return answer
    return replace(answer, body=json.dumps(_point(value, elsewhere)).encode())


def _point(value: Any, elsewhere: str) -> Any:
    if isinstance(value, list):
        return [_point(item, elsewhere) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: f"{elsewhere}/next"
        if "next" in name.lower() and isinstance(item, str) and "/" in item
        else _point(item, elsewhere)
        for name, item in value.items()
    }


def redirected(service: Service, to: str, after: int = 0, status: int = 302) -> Fault:
    """Send every request on to one address."""
    return Instead(service, after, answer=Answer(status, {"Location": to}))


@dataclass
class Latency:
    """Real waiting before each answer; for benchmarks."""

    service: Service
    seconds: float

    def handle(self, request: Asked) -> Answer:
        return replace(self.service.handle(request), latency_s=self.seconds)


@dataclass
class OtherClock:
    """The service's clock is off."""

    service: Service
    by: timedelta
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def handle(self, request: Asked) -> Answer:
        at = (self.now() + self.by).astimezone(UTC)
        return self.service.handle(request).having(Date=format_datetime(at, usegmt=True))


@dataclass
class WithEtags:
    """Gives every good GET an ETag and answers 304 to whoever has it.

    Attributes:
        unchanged: How often it did.
    """

    service: Service
    unchanged: int = field(default=0, init=False)

    def handle(self, request: Asked) -> Answer:
        answer = self.service.handle(request)
        if request.method != "GET" or answer.status != 200:
            return answer
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        if request.headers.get("if-none-match") == etag:
            self.unchanged += 1
            return Answer(304, {"ETag": etag})
        return answer.having(ETag=etag)
