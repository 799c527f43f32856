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

Outside exceptions are translated where they enter (store, git reader, file writing), always
with ``raise ... from exc``.
"""

from __future__ import annotations


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
