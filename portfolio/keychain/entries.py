"""Under which names secrets are kept."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import urlsplit

TOKEN: Final = ""
REFRESH: Final = "#refresh"
CLIENT: Final = "#client"
_PARTS: Final = (TOKEN, REFRESH, CLIENT)


class Entry(NamedTuple):
    """The name of one secret. One secret each: Windows takes about 1,280 characters of one.

    Attributes:
        service: ``portfolio:<provider>:<host>``.
        user: The account's id, with ``#refresh`` for the refresh token and ``#client`` for the
            secret of a client the service made for this account alone.
    """

    service: str
    user: str


def entry_for(provider: str, instance: str, account_id: str, part: str = TOKEN) -> Entry:
    """Return the name of one secret of an account.

    Args:
        provider: Id of the provider, e.g. ``github``.
        instance: The account's base address; its host, port and path name the service.
        account_id: The account's own id, not its handle: handles are renamed.
        part: `TOKEN`, `REFRESH` or `CLIENT`.
    """
    where = urlsplit(instance)
    host = where.netloc.rpartition("@")[2].lower() + where.path.rstrip("/")
    return Entry(f"portfolio:{provider}:{host}", account_id + part)


def entries_of(provider: str, instance: str, account_id: str) -> tuple[Entry, ...]:
    """Return every name an account may have a secret under: what goes when it is removed."""
    return tuple(entry_for(provider, instance, account_id, part) for part in _PARTS)
