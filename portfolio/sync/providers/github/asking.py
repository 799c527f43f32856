"""Sends requests to GitHub and judges what comes back.

GraphQL answers 200 whatever happens: what went wrong is in ``errors``, each with a ``type``
("Rate limits and query limits for the GraphQL API"; the types are seen, not listed, there).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from portfolio.errors import (
    NotAllowedError,
    NotThereError,
    ServiceError,
    TooMuchError,
    UnreadableReplyError,
)
from portfolio.sync.parsing import BadItemError, optional_instant
from portfolio.sync.provider import Call, Pause, Reply, Request

HEADERS: Final[Mapping[str, str]] = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
}
_SECONDARY_S: Final = 60.0  # "at least one minute" where no header says more
_INCOMPLETE_S: Final = 5.0
_SECONDARY = re.compile(r"secondary rate limit|abuse detection", re.IGNORECASE)
_TOO_HEAVY = re.compile(
    r"timed? ?out|in time|something went wrong while executing|resource limits", re.IGNORECASE
)
_INCOMPLETE = re.compile(rb'"incomplete_results"\s*:\s*true')
_HEAVY_TYPES: Final = frozenset(
    ("RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED", "EXCESSIVE_PAGINATION", "TIMEOUT")
)
_SCOPE_TYPES: Final = frozenset(("INSUFFICIENT_SCOPES", "FORBIDDEN"))
_IN_PART: Final = _SCOPE_TYPES | {"NOT_FOUND"}


def rest_base(instance: str) -> str:
    """Return the base of the REST interface.

    GitHub's own is on a host beside the site; an Enterprise Server has it below the site, and a
    company's part of ghe.com on a host below its own.
    """
    parts = urlsplit(instance)
    if parts.hostname == "github.com" or (parts.hostname or "").endswith(".ghe.com"):
        return f"{parts.scheme}://api.{parts.netloc}"
    return f"{instance}/api/v3"


def graphql_address(instance: str) -> str:
    """Return the address of the GraphQL interface."""
    base = rest_base(instance)
    return f"{base.removesuffix('/v3')}/graphql"


def rest(
    path: str, *query: tuple[str, str], is_conditional: bool = False, returns_errors: bool = False
) -> Request:
    """Return a request to the REST interface."""
    return Request(
        path,
        query,
        headers=HEADERS,
        is_conditional=is_conditional,
        returns_errors=returns_errors,
    )


async def graphql(
    call: Call, instance: str, query: str, **variables: Any
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Ask a question and return its data, with codes of what a missing right left out.

    Raises:
        TooMuchError: The answer would cost the service more than it gives.
        AccountError: See `Call`.
    """
    operation = query.split("(", maxsplit=1)[0].removeprefix("query").split("{")[0].strip()
    body = {"query": query, "operationName": operation, "variables": variables}
    request = Request(graphql_address(instance), method="POST", headers=HEADERS, body=body)
    reply = await call(request)
    answer = reply.json()
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict):
        raise UnreadableReplyError("The service's answer is not the one asked for.")
    roots = [value for name, value in data.items() if name != "rateLimit"]
    if "viewer" in data and data["viewer"] is None:
        raise TooMuchError("The service gave nothing of this period.")
    if not roots:
        raise UnreadableReplyError("The service's answer is not the one asked for.")
    return data, _lacking(answer.get("errors"))


def _lacking(errors: object) -> tuple[str, ...]:
    """Return a code for each right the service says is missing."""
    types = _types(errors)
    return ("scope",) if types & _SCOPE_TYPES else ()


def _types(errors: object) -> frozenset[str]:
    found = set()
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, dict):
            extensions = error.get("extensions")
            code = extensions.get("code") if isinstance(extensions, dict) else None
            found.add(str(error.get("type") or code or "").upper())
    return frozenset(found)


def _said(errors: object) -> str:
    listed = errors if isinstance(errors, list) else []
    words = [str(error.get("message", "")) for error in listed if isinstance(error, dict)]
    return " ".join(words)[:1_000]


def judge(reply: Reply) -> Pause | None:
    """Find what the status of a reply does not say. See `Provider.judge`."""
    if reply.status >= 400:
        return _judge_refusal(reply)
    if urlsplit(reply.address).path.endswith("/graphql"):
        return _judge_answer(reply)
    # The search timed out: what it gave is not all, and the next page would hide that.
    return Pause(_INCOMPLETE_S, again=True) if _INCOMPLETE.search(reply.body) else None


def _judge_refusal(reply: Reply) -> Pause | None:
    words = reply.body[:4_000].decode("utf-8", "replace")
    if reply.status in (403, 429) and _SECONDARY.search(words):
        return Pause(_SECONDARY_S, again=True)
    if reply.status == 403 and reply.headers.get("x-github-sso"):
        raise NotAllowedError(
            "An organisation asks for its own sign-in before it shows this.",
            "Authorise the token for it on GitHub's page of tokens, then sync again.",
        )
    if reply.status == 409 and "is empty" in words:
        raise NotThereError("The repository is empty.")
    if reply.status == 422 and "first 1000 search results" in words:
        raise TooMuchError("The search finds more than the service gives out.")
    if reply.status == 422 and re.search(r"cannot be searched|do not exist", words):
        raise NotThereError("There is nobody of this name, or they are not shown.")
    if reply.status in (502, 504) and _is_graphql(reply) and "in time" in words:
        raise TooMuchError("The service could not answer this in time.")
    return None


def _is_graphql(reply: Reply) -> bool:
    return urlsplit(reply.address).path.endswith("/graphql")


def _judge_answer(reply: Reply) -> Pause | None:
    answer = reply.json()
    if not isinstance(answer, dict):
        raise UnreadableReplyError("The service's answer is not the one asked for.")
    errors, data = answer.get("errors"), answer.get("data")
    if not errors:
        return _pause_of(reply, data)
    types, said = _types(errors), _said(errors)
    if "RATE_LIMITED" in types or "RATE_LIMIT" in types:
        return Pause(_until_reset(reply), again=True)
    if _SECONDARY.search(said):
        return Pause(_SECONDARY_S, again=True)
    if types & _HEAVY_TYPES:
        raise TooMuchError("The service finds the question too heavy.")
    has_data = isinstance(data, dict) and any(
        value is not None for name, value in data.items() if name != "rateLimit"
    )
    if has_data and types <= _IN_PART:
        return _pause_of(reply, data)
    if types and types <= _SCOPE_TYPES:
        raise NotAllowedError("GitHub does not let this token read that.", "")
    if not has_data and types == {"NOT_FOUND"}:
        raise NotThereError("GitHub has no such thing, or does not show it.")
    if _TOO_HEAVY.search(said):
        raise TooMuchError("The service could not answer this in time.")
    raise ServiceError("GitHub could not answer.", "Try again later.")


def _pause_of(reply: Reply, data: object) -> Pause | None:
    """Wait before the next question when the points left do not pay for another one."""
    rate = data.get("rateLimit") if isinstance(data, dict) else None
    if not isinstance(rate, dict):
        return None
    cost, left = rate.get("cost"), rate.get("remaining")
    if not isinstance(cost, int) or not isinstance(left, int) or left >= max(cost, 1):
        return None
    try:
        reset = optional_instant(rate, "resetAt")
    except BadItemError:
        reset = None
    if reset is None:
        return Pause(_SECONDARY_S)
    now = reply.served_at or datetime.now(UTC)
    return Pause(max(0.0, (reset - now).total_seconds()))


def _until_reset(reply: Reply) -> float:
    """Return the seconds until the header's reset time; a minute when there is none."""
    try:
        reset = optional_instant({"at": reply.headers.get("x-ratelimit-reset")}, "at")
    except BadItemError:
        reset = None
    if reset is None:
        return _SECONDARY_S
    return max(1.0, (reset - (reply.served_at or datetime.now(UTC))).total_seconds())
