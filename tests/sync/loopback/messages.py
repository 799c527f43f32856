"""What a scripted service is asked and what it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire.

    Attributes:
        target: Path and query as sent.
        headers: Names in lower case.
        at: The server's own base address, ``http://127.0.0.1:PORT``.
    """

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    at: str

    @cached_property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(urlsplit(self.target).path)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The query in order."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @cached_property
    def query(self) -> dict[str, str]:
        """The query; of repeated names the last value."""
        return dict(self.pairs)

    @cached_property
    def form(self) -> dict[str, str]:
        """The posted form; of repeated names the last value."""
        found = parse_qs(self.body.decode(), keep_blank_values=True)
        return {name: values[-1] for name, values in found.items()}

    def json(self) -> Any:
        """Return the posted JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What is sent back.

    Attributes:
        chunks: Sent instead of ``body``, chunked, one at a time.
        between_s: Real seconds before each chunk (slow drip).
        latency_s: Real seconds before the answer (benchmarks).
        breaks_after: Close the connection hard after so many bytes of the body; None: do not.
        hangs: Send no end and wait until the other side goes away.
        tunnels: Of a CONNECT: join the connection with the one asked for, like a proxy.
        sends_date: Send a Date header of this computer's time unless ``headers`` has one.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    chunks: Iterable[bytes] | None = None
    between_s: float = 0.0
    latency_s: float = 0.0
    breaks_after: int | None = None
    hangs: bool = False
    tunnels: bool = False
    sends_date: bool = True

    def having(self, **headers: str) -> Answer:
        """Return it with further headers; ``_`` in names stands for ``-``."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})


class Service(Protocol):
    """Answers requests. Called on the server's thread, one request at a time."""

    def handle(self, request: Asked) -> Answer:
        """Return the answer to a request."""
        ...


@dataclass
class FromFunction:
    """A service that is one function."""

    function: Callable[[Asked], Answer]

    def handle(self, request: Asked) -> Answer:
        return self.function(request)


@dataclass
class Script:
    """A service that gives prepared answers in turn, the last one for ever."""

    answers: Sequence[Answer]
    given: int = 0

    def handle(self, request: Asked) -> Answer:
        answer = self.answers[min(self.given, len(self.answers) - 1)]
        self.given += 1
        return answer


def as_json(value: Any, status: int = 200, /, **headers: str) -> Answer:
    """Return an answer with a JSON body; ``_`` in header names stands for ``-``."""
    plain = Answer(status, {"Content-Type": "application/json; charset=utf-8"})
    return replace(plain, body=json.dumps(value).encode()).having(**headers)


def as_html(text: str = "<!doctype html><title>Sign in</title>", status: int = 200) -> Answer:
    """Return a web page."""
    return Answer(status, {"Content-Type": "text/html; charset=utf-8"}, text.encode())


def link_next(address: str) -> str:
    """Return a Link header that names the next page."""
    return f'<{address}>; rel="next"'
