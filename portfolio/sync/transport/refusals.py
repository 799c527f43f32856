"""From a reply that is no answer to the error a person reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from portfolio.errors import (
    AccountError,
    NotAllowedError,
    NotThereError,
    ServiceError,
    SignInNeededError,
    UnreadableReplyError,
)
from portfolio.secret import Secret
from portfolio.sync.provider import Reply

_MAX_SAID = 300
_BLANKS = re.compile(r"\s+")
# What could pretend to be something else on a screen: controls, bidi, invisible characters.
_TRICKY = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_FIELDS = (
    "message",
    "error_description",
    "error_message",
    "error_info",
    "detail",
    "title",
    "error",
)


def refused(reply: Reply, host: str, secrets: Iterable[Secret] = ()) -> AccountError:
    """Return the error that a reply of status 400 or above stands for."""
    said = what_it_said(reply, host, secrets)
    if reply.status == 401:
        return SignInNeededError(
            f"{host} does not take the sign-in any more. Everything read so far is kept.",
            said or "Sign in again.",
        )
    if reply.status == 403:
        return NotAllowedError(f"{host} does not allow this account to read that.", said)
    if reply.status in (404, 410):
        return NotThereError(f"{host} has no such thing, or does not show it.", said)
    if reply.status >= 500:
        return ServiceError(
            f"{host} has a fault of its own ({reply.status}).", said or "Try again later."
        )
    return ServiceError(f"{host} refused the request ({reply.status}).", said)


def what_it_said(reply: Reply, host: str, secrets: Iterable[Secret] = ()) -> str:
    """Return the service's own words, marked as such, harmless and short; "" for none."""
    text = _words(reply)
    for secret in secrets:
        if secret:
            text = text.replace(secret.reveal(), "[token]")
    text = harmless(text)
    return f"{host} said: {text}" if text else ""


def harmless(text: str) -> str:
    """Return one short line in which nothing is invisible or turns the order of letters."""
    line = _BLANKS.sub(" ", text[: _MAX_SAID * 8]).strip()
    line = _TRICKY.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", line)
    return line if len(line) <= _MAX_SAID else line[: _MAX_SAID - 1] + "…"


def _words(reply: Reply) -> str:
    kind = reply.headers.get("content-type", "").lower()
    body = reply.body[:20_000]
    if "html" in kind or body.lstrip()[:1] == b"<":
        return ""  # a page made for a browser says nothing in one line
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace") if kind.startswith("text/") else ""
    return _message(value, 3)


def _message(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return value
    if depth and isinstance(value, list) and value:
        return _message(value[0], depth - 1)
    if depth and isinstance(value, dict):
        for name in (*_FIELDS, "errors"):
            if name in value and (text := _message(value[name], depth - 1)):
                return text
    return ""


def check_type(reply: Reply, takes: tuple[str, ...], host: str) -> None:
    """Refuse a reply that is of another content type than asked for.

    Raises:
        UnreadableReplyError: It is.
    """
    kind = _main_type(reply.headers)
    if not takes or not kind or not reply.body or reply.status in (204, 304):
        return
    if kind in takes or (_is_json(kind) and any(_is_json(take) for take in takes)):
        return
    what = "a web page" if "html" in kind else f"“{harmless(kind)[:60]}”"
    raise UnreadableReplyError(
        f"{host} answered with {what} where data was asked for.",
        "A sign-in page, a notice of the network you are in, or a service that moved.",
    )


def _main_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_json(kind: str) -> bool:
    return kind in ("application/json", "text/json") or kind.endswith("+json")
