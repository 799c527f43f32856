"""Errors a person may see: one plain sentence, and what to do next.

::

    PortfolioError
      UsageError        the words of a command or a field are off            (exit 2)
      NotFoundError     the thing asked about is not there                   (exit 1)
      SourceError       a folder or repository could not be read
        GitMissingError   there is no git program on this computer
      StoreError        the record could not be read or written
        StoreLockedError  another Portfolio has it open
        StoreNewerError   it was made by a newer version
        StoreDamagedError it is not sound
        StoreReadOnlyError it may only be read
        DiskFullError     there is no room
        ReadInterruptedError a search was stopped because a newer one began
      ExportError       a document could not be made or saved
      KeychainError     the system's keyring could not be used
      OutsideFileError  a file somebody handed over cannot be taken
        LetterError       it is no letter, or not a whole one
        BadgeError        it is no badge, or a hostile one
        KeyFileError      it is no key, or the passphrase does not open it
      AccountError      something about an account or its service
        OfflineError      no network is wanted, or there is none
        SignInError       a sign-in ended without a token
        SignInNeededError the service does not take the token (any more)
        NotAllowedError   the service refuses this to this account
        NotThereError     the service has no such thing, or does not show it
        ThrottledError    the service asks to wait longer than a sync waits
        ServiceError      the service could not be reached or failed
          UnreadableReplyError it answered something else than it promises
          TooLargeReplyError   it answered more than a page may be
          ForeignAddressError  it pointed to another host
        TooMuchError      a listing holds more than the service gives out

Outside exceptions are translated where they enter (store, git reader, file writing), always
with ``raise ... from exc``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class PortfolioError(Exception):
    """An expected fault.

    Args:
        title: One plain sentence saying what happened and what is safe.
        detail: What to do next, or what an outside program said.
    """

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.title} {self.detail}".strip()


class UsageError(PortfolioError):
    """The words of a command or a field are off."""


class NamelessError(UsageError):
    """The holder has to say a name first: somebody reads it."""


class NotFoundError(PortfolioError):
    """The thing asked about is not there."""


class SourceError(PortfolioError):
    """A folder or repository could not be read."""


class GitMissingError(SourceError):
    """There is no git program on this computer."""


class StoreError(PortfolioError):
    """The record could not be read or written."""


class StoreLockedError(StoreError):
    """Another Portfolio has the record open."""


class StoreNewerError(StoreError):
    """The record was made by a newer version."""


class StoreDamagedError(StoreError):
    """The record is not sound."""


class StoreReadOnlyError(StoreError):
    """The record may only be read."""


class DiskFullError(StoreError):
    """There is no room on the disk."""


class ReadInterruptedError(StoreError):
    """A search was stopped on purpose, because a newer one began."""


class ExportError(PortfolioError):
    """A document could not be made or saved."""


class KeychainError(PortfolioError):
    """The system's keyring could not be used.

    Args:
        state: ``none``, ``locked`` or ``failed``.
    """

    def __init__(self, title: str, detail: str = "", *, state: str = "failed") -> None:
        super().__init__(title, detail)
        self.state = state


class AccountError(PortfolioError):
    """Something about an account or its service."""


class OfflineError(AccountError):
    """No network is wanted, or there is none."""


class SignInError(AccountError):
    """A sign-in ended without a token.

    Args:
        code: Stable code of the end state, e.g. ``denied``, ``expired``, ``wrong-state``.
        said: The service's own words, when it gave any; they are at the end of ``detail``.
    """

    def __init__(
        self, title: str, detail: str = "", *, code: str = "failed", said: str = ""
    ) -> None:
        super().__init__(title, detail)
        self.code, self.said = code, said


class SignInNeededError(AccountError):
    """The service does not take the token (any more)."""


class NotAllowedError(AccountError):
    """The service refuses this to this account."""


class NotThereError(AccountError):
    """The service has no such thing, or does not show it."""


class ThrottledError(AccountError):
    """The service asks to wait longer than a sync waits.

    Args:
        until: When the service says it answers again, when it said.
    """

    def __init__(self, title: str, detail: str = "", *, until: datetime | None = None) -> None:
        super().__init__(title, detail)
        self.until = until


class ServiceError(AccountError):
    """The service could not be reached or failed."""


class UnreadableReplyError(ServiceError):
    """The service answered something else than it promises."""


class TooLargeReplyError(ServiceError):
    """The service answered more than a page may be."""


class ForeignAddressError(ServiceError):
    """The service pointed to another host."""


class TooMuchError(AccountError):
    """A listing holds more than the service gives out; ask for a smaller period.

    Args:
        total: How many there are, when the service said.
    """

    def __init__(self, title: str, detail: str = "", *, total: int | None = None) -> None:
        super().__init__(title, detail)
        self.total = total


class OutsideFileError(PortfolioError):
    """A file somebody handed over cannot be taken as what it says it is."""


class LetterError(OutsideFileError):
    """It is no letter, or not a whole one."""


class BadgeError(OutsideFileError):
    """It is no badge, or one that is made to do harm."""


class KeyFileError(OutsideFileError):
    """It is no key that is understood, or the passphrase does not open it."""
