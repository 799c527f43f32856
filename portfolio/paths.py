"""Where a profile's files lie.

With ``--profile-dir DIR`` everything of the profile is under DIR; otherwise the platform's usual
folders are used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders of one profile; made when first written to, not before."""

    data: Path
    config: Path
    state: Path
    cache: Path

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.data / "record.sqlite"

    @property
    def backups(self) -> Path:
        """Folder of automatic backups."""
        return self.data / "backups"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.state / "portfolio.log"


def for_profile(folder: Path | None) -> Paths:
    """Return the folders of the profile in ``folder``, or of the person's usual profile."""
    if folder is not None:
        root = folder.expanduser().absolute()
        return Paths(root / "data", root / "config", root / "state", root / "cache")
    import platformdirs

    dirs = platformdirs.PlatformDirs("portfolio", appauthor=False)
    return Paths(
        Path(dirs.user_data_dir),
        Path(dirs.user_config_dir),
        Path(dirs.user_state_dir),
        Path(dirs.user_cache_dir),
    )
