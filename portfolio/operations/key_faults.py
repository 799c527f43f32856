"""What a person is told of a keyring that cannot be used, where a signing key is concerned.

The keychain speaks of tokens: with one of those a person can sign in for one session only. A
signing key has no such way, since it would be gone when Portfolio is closed.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from portfolio.errors import KeychainError

if TYPE_CHECKING:
    from collections.abc import Iterator

_WAYS_OUT: Final = {
    "none": (
        "Your signing key is kept in a keyring and nowhere else. Start one, such as GNOME Keyring,"
        " KWallet or KeePassXC, and try again, or sign with an SSH key of your own."
    ),
    "locked": "Your signing key is kept there. Unlock it and try again.",
    "failed": "Your signing key is kept there. Try again later.",
}


@contextlib.contextmanager
def told_of_keys() -> Iterator[None]:
    """Say of the keyring's faults what they mean for a signing key.

    Raises:
        KeychainError: As the keychain does, with another way out.
    """
    try:
        yield
    except KeychainError as error:
        raise KeychainError(error.title, _WAYS_OUT[error.state], state=error.state) from None
