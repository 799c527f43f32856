"""Where the data files lie that come with the program: icons, words, translations, fonts."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """Return the folder of resources: inside an installed package, else beside it (a checkout)."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def path(*parts: str) -> Path:
    """Return the path of a resource, e.g. ``path("icons", "house.svg")``."""
    return folder().joinpath(*parts)


def read_text(*parts: str) -> str:
    """Return the text of a resource.

    Raises:
        FileNotFoundError: There is no such resource.
    """
    return path(*parts).read_text(encoding="utf-8")
