"""The validators of conditional requests: what was stored, and what is new (RFC 9110, 13.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from portfolio.model.account import Validator

_MAX = 1000  # characters of a validator; a longer one is no validator but an attack on the store


class ValidatorBook:
    """Validators of one account.

    The engine makes one from the store and, once what a reply brought is stored too, writes
    `take_new` in the same transaction. A validator must never be stored before its page: the
    service would then say "unchanged" of something that is not there.

    Args:
        known: As `reader.accounts.validators` gives them.
    """

    def __init__(self, known: Mapping[str, Validator] | None = None) -> None:
        self._known = dict(known or {})
        self._new: dict[str, Validator] = {}

    def headers(self, key: str) -> dict[str, str]:
        """Return the headers that make a request conditional; none when nothing is known."""
        known = self._known.get(key)
        if known is None:
            return {}
        pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in pairs.items() if value}

    def note(self, key: str, headers: Mapping[str, str]) -> None:
        """Remember the validators of a reply (names in lower case)."""
        etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
        if len(etag) > _MAX or len(modified) > _MAX or not (etag or modified):
            return
        self._new[key] = Validator(key, etag, modified)

    def take_new(self) -> tuple[Validator, ...]:
        """Return what was noted since the last call, and count it as known from now on."""
        new = tuple(self._new.values())
        self._known.update(self._new)
        self._new.clear()
        return new

    def forget_new(self) -> None:
        """Drop what was noted since: its page could not be stored."""
        self._new.clear()


def validator_key(method: str, address: str) -> str:
    """Return the key of a request: method and address with query, of bounded length."""
    key = f"{method} {address}"
    if len(key) <= 300:
        return key
    return f"{key[:200]}#{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"
