"""What the holder set: one frozen dataclass per group, kept in one JSON file.

Keys of another version are kept as they are; a value of the wrong kind falls back to its default
and is logged. Nothing secret is ever kept here.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portfolio.errors import PortfolioError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the window looks.

    Attributes:
        theme: ``system``, ``light`` or ``dark``.
        high_contrast: Black and white grounds, stronger lines.
        language: A locale's name such as ``ar``; "" is the system's.
    """

    theme: str = "system"
    high_contrast: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How folders are read.

    Attributes:
        max_depth: How many folders deep repositories are looked for, 1 to 20.
        folders: Folders chosen for reading, newest last; read again by "Bring up to date".
    """

    max_depth: int = 6
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Documents:
    """How documents are saved.

    Attributes:
        folder: Where a document was saved last; "" is the person's documents folder.
        opens_saved: Open a document in the system's viewer once it is saved.
    """

    folder: str = ""
    opens_saved: bool = False


@dataclass(frozen=True, slots=True)
class Accounts:
    """How services are reached and when they are read.

    Proxies are not set here: those of the system and its environment are used, and shown.

    Attributes:
        client_ids: Client ids for signing in, by ``provider:host`` or by ``provider`` for its own
            default instance. A client id is no secret.
        ca_files: Files with further certificate authorities (PEM), by host.
        interval_hours: How long after a sync the next one begins by itself while Portfolio is
            open, 0 to 720; 0 is never.
        on_metered: Also by itself over a connection that costs by amount.
        on_battery: Also by itself while the computer runs on its battery.
    """

    client_ids: Mapping[str, str] = field(default_factory=dict)
    ca_files: Mapping[str, str] = field(default_factory=dict)
    interval_hours: int = 24
    on_metered: bool = False
    on_battery: bool = False


@dataclass(frozen=True, slots=True)
class Logging:
    """What the log keeps.

    Attributes:
        level: ``debug``, ``info``, ``warning`` or ``error``.
    """

    level: str = "info"


@dataclass(frozen=True, slots=True)
class Settings:
    """All groups, and what another version wrote."""

    appearance: Appearance = field(default_factory=Appearance)
    reading: Reading = field(default_factory=Reading)
    documents: Documents = field(default_factory=Documents)
    accounts: Accounts = field(default_factory=Accounts)
    logging: Logging = field(default_factory=Logging)
    unknown: dict[str, Any] = field(default_factory=dict, compare=False)


_MOST_CLIENT_ID = 500


def _are_client_ids(value: dict[str, str]) -> bool:
    return all(
        name and 0 < len(text) <= _MOST_CLIENT_ID and text.isascii() and text.isprintable()
        for name, text in value.items()
    )


def _are_ca_files(value: dict[str, str]) -> bool:
    return all(
        host and host == host.lower() and "/" not in host and os.path.isabs(path)  # noqa: PTH117
        for host, path in value.items()
    )


_CHECKS: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("appearance", "theme"): lambda value: value in {"system", "light", "dark"},
    ("reading", "max_depth"): lambda value: 1 <= value <= 20,
    ("accounts", "client_ids"): _are_client_ids,
    ("accounts", "ca_files"): _are_ca_files,
    ("accounts", "interval_hours"): lambda value: 0 <= value <= 720,
    ("logging", "level"): lambda value: value in {"debug", "info", "warning", "error"},
}
_GROUPS: dict[str, type] = {
    "appearance": Appearance,
    "reading": Reading,
    "documents": Documents,
    "accounts": Accounts,
    "logging": Logging,
}


def read(text: str) -> Settings:
    """Return the settings a file's text stands for; what is wrong falls back to its default."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        _LOG.warning("The settings file cannot be read, defaults are used: %s", error)
        raw = {}
    if not isinstance(raw, dict):
        _LOG.warning("The settings file holds no object, defaults are used")
        raw = {}
    unknown = {name: value for name, value in raw.items() if name not in _GROUPS}
    groups: dict[str, Any] = {}
    for name, kind in _GROUPS.items():
        given = raw.get(name, {})
        if not isinstance(given, dict):
            _LOG.warning("The settings group %s holds no object, defaults are used", name)
            given = {}
        groups[name], extra = _read_group(name, kind, given)
        if extra:
            unknown[name] = extra
    return Settings(**groups, unknown=unknown)


def _read_group(group: str, kind: type, given: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    defaults = kind()
    values: dict[str, Any] = {}
    known = {item.name for item in dataclasses.fields(kind)}
    for name, value in given.items():
        if name not in known:
            continue
        fitting = _fitting(value, getattr(defaults, name))
        check = _CHECKS.get((group, name))
        if fitting is None or (check is not None and not check(fitting)):
            _LOG.warning("The setting %s.%s is not valid, its default is used", group, name)
            continue
        values[name] = fitting
    return kind(**values), {name: value for name, value in given.items() if name not in known}


def _fitting(value: Any, default: Any) -> Any:
    """Return ``value`` in the kind of ``default``, or None when it is of another kind."""
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        return None
    if isinstance(default, dict) and isinstance(value, dict):
        return value if all(isinstance(text, str) for text in value.values()) else None
    return value if type(value) is type(default) else None


def write(settings: Settings) -> str:
    """Return the text of the settings file: what differs from the defaults, and the unknown."""
    out: dict[str, Any] = {}
    for name, kind in _GROUPS.items():
        defaults, group = kind(), getattr(settings, name)
        out[name] = {
            item.name: getattr(group, item.name)
            for item in dataclasses.fields(kind)
            if getattr(group, item.name) != getattr(defaults, item.name)
        }
        kept = settings.unknown.get(name)
        if isinstance(kept, dict):
            out[name].update(kept)
    out.update({name: value for name, value in settings.unknown.items() if name not in _GROUPS})
    return json.dumps({name: value for name, value in out.items() if value != {}}, indent=2) + "\n"


class SettingsFile:
    """The settings of one profile, and their file. Use from one thread.

    Args:
        path: The file; made with the first change.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._value = read(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._value = Settings()
        except (OSError, UnicodeDecodeError) as error:
            _LOG.warning("The settings file cannot be opened, defaults are used: %s", error)
            self._value = Settings()

    @property
    def value(self) -> Settings:
        """The settings now."""
        return self._value

    def change(self, group: str, **values: Any) -> Settings:
        """Change values of one group and keep them.

        Raises:
            PortfolioError: The file could not be written; the new values hold until the end of
                this run.
        """
        changed = dataclasses.replace(getattr(self._value, group), **values)
        self._value = dataclasses.replace(self._value, **{group: changed})
        self._save()
        return self._value

    def reset(self, group: str) -> Settings:
        """Put one group back to its defaults and keep that.

        Raises:
            PortfolioError: As `change`.
        """
        self._value = dataclasses.replace(self._value, **{group: _GROUPS[group]()})
        self._save()
        return self._value

    def _save(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".settings-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(write(self._value))
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, self._path)  # noqa: PTH105  (the name is text here)
            except BaseException:
                os.unlink(name)  # noqa: PTH108
                raise
        except OSError as error:
            raise PortfolioError(
                "The settings could not be saved. They hold until you close Portfolio.",
                f"{self._path}: {error.strerror}",
            ) from error
