"""The one known keyring of each system, made directly.

`keyring.get_keyring` is never called: it follows a settings file that can load any class, an
environment variable, and plug-ins of whatever packages are installed, some of which write plain
text or nothing at all. ``KEYRING_PROPERTY_*`` variables are undone for the same reason.

KWallet is reached through the Secret Service it offers (KDE Frameworks 5.97 and later).
"""

from __future__ import annotations

import functools
import socket
import sys
from typing import TYPE_CHECKING, Any, Protocol

from portfolio.errors import KeychainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from portfolio.keychain.line import Call

WINDOWS_MOST_BYTES = 2560
"""CRED_MAX_CREDENTIAL_BLOB_SIZE (wincred.h); the text is stored as UTF-16."""


class Ring(Protocol):
    """What is used of a backend of `keyring`. Keyring's thread only."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a secret, in place of another of this name."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Delete a secret."""
        ...


class NothingStoredError(LookupError):
    """The keyring is new and holds nothing at all."""


def system_ring(call: Call) -> Ring:
    """Return the keyring of this system, for one call.

    Raises:
        Exception: Whatever the libraries raise; `translated` tells what it means.
    """
    ring: Any
    if sys.platform == "darwin":
        from keyring.backends import macOS

        ring = macOS.Keyring()
    elif sys.platform == "win32":
        from keyring.backends import Windows

        ring = Windows.WinVaultKeyring()
    else:
        ring = _secret_service()()
    vars(ring).clear()  # what KEYRING_PROPERTY_* variables set
    if sys.platform not in ("darwin", "win32"):
        ring.call = call
    return ring  # type: ignore[no-any-return]  # each of the three is one


@functools.cache
def _secret_service() -> Callable[[], Any]:
    import secretstorage
    from keyring.backends import SecretService

    class PatientKeyring(SecretService.Keyring):
        """Keyring's own, except that its call can be cut off, asks only if it may, and says so."""

        call: Call

        def get_preferred_collection(self) -> Any:
            bus = secretstorage.dbus_init()
            self.call.can_be_cut(functools.partial(bus.sock.shutdown, socket.SHUT_RDWR))
            try:
                collection = _collection(self.call, bus)
                _unlock(self.call, collection)
            except BaseException:
                bus.close()
                raise
            return collection

        def unlock(self, item: Any) -> None:
            _unlock(self.call, item)

    return PatientKeyring


def _collection(call: Call, bus: Any) -> Any:
    """Return the person's own collection; make it when there is something to store."""
    import secretstorage

    try:
        return secretstorage.Collection(bus)
    except secretstorage.ItemNotFoundException:
        if not call.creates:
            raise NothingStoredError from None
    _begin_to_ask(call)
    collection = secretstorage.create_collection(bus, "Default", "default")
    call.is_asking = False
    return collection


def _unlock(call: Call, thing: Any) -> None:
    """Open a collection or an item; the person may be asked for a password."""
    if not thing.is_locked():
        return
    _begin_to_ask(call)
    thing.unlock()
    call.is_asking = False
    if thing.is_locked():
        from keyring.errors import KeyringLocked

        raise KeyringLocked("It was not unlocked.")


def _begin_to_ask(call: Call) -> None:
    from keyring.errors import KeyringLocked

    if not call.may_ask:
        raise KeyringLocked("It is locked.")
    call.is_asking = True


def look(call: Call) -> None:
    """Reach the keyring without asking the person anything; returns when it can be used.

    Raises:
        Exception: As `system_ring`.
    """
    if sys.platform in ("darwin", "win32"):
        system_ring(call)
        return
    ring: Any = system_ring(call)
    try:
        ring.get_preferred_collection().connection.close()
    except NothingStoredError:
        return


def check_length(secret: str) -> None:
    """Refuse what this system's keyring cannot hold.

    Raises:
        KeychainError: It is too long.
    """
    if sys.platform == "win32" and len(secret.encode("utf-16-le")) > WINDOWS_MOST_BYTES:
        raise KeychainError(
            "This token is too long for the Windows Credential Manager, so it was not stored.",
            "Make a shorter one (a personal access token), or sign in for this session only.",
        )


def translated(error: BaseException) -> KeychainError:
    """Return what a library's error means, in one of the states none, locked and failed.

    The words of the library are left out: they may hold what was to be stored.
    """
    if isinstance(error, KeychainError):
        return error
    if sys.platform not in ("darwin", "win32") and _is_missing(error):
        return KeychainError(
            "This computer offers no keyring (no Secret Service answers).",
            "Start one, such as GNOME Keyring, KWallet or KeePassXC, or sign in for this session"
            " only: the token is then kept in memory and gone when Portfolio is closed.",
            state="none",
        )
    if _is_locked(error):
        return KeychainError(
            "The system's keyring is locked. Your accounts and data are as they were.",
            "Unlock it and try again, or sign in for this session only.",
            state="locked",
        )
    return KeychainError(
        "The system's keyring could not do it.",
        f"Its error was {type(error).__name__}. Try again, or sign in for this session only.",
    )


def _is_missing(error: BaseException) -> bool:
    from keyring.errors import NoKeyringError

    try:
        from secretstorage import SecretServiceNotAvailableException
    except ImportError:
        return True
    # OSError: a session bus is named that cannot be reached.
    return isinstance(error, (SecretServiceNotAvailableException, NoKeyringError, OSError))


def _is_locked(error: BaseException) -> bool:
    from keyring.errors import InitError, KeyringLocked

    kinds: tuple[type[BaseException], ...] = (KeyringLocked, InitError)
    if sys.platform not in ("darwin", "win32"):
        from secretstorage import LockedException, PromptDismissedException

        kinds += (LockedException, PromptDismissedException)
    return isinstance(error, kinds)
