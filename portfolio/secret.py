"""Secrets in memory: they never show in a log, an error, a repr or a crash report."""

from __future__ import annotations

import hmac

_revealed: set[str] = set()


def revealed() -> frozenset[str]:
    """Return the text of every secret that was revealed so far: no line may hold it. Any thread."""
    return frozenset(_revealed)


class Secret:
    """A token or key. `reveal` is called where it is handed to a service or a keyring only."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret itself, which the log keeps out of its lines from now on.

        Before this nothing can hold its text; after it a library may put it into an error.
        """
        _revealed.add(self._value)
        return self._value

    def __bool__(self) -> bool:
        """Say whether there is anything in it."""
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        """Compare in constant time."""
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        """Return a hash that says nothing of the secret outside this process."""
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> str | tuple[object, ...]:
        """Refuse to be written anywhere."""
        raise TypeError("A secret is not written.")
