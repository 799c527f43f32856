"""How far a long piece of work has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of a long piece of work; reporters send at most 20 a second and the last one.

    Attributes:
        step: Code of what is going on, e.g. ``scan``, ``commits``, ``statistics``.
        label: What is worked on: a folder, a repository's label.
        done: How many of whatever the step counts (folders, commits).
        total: How many there are, when that is known.
    """

    step: str
    label: str
    done: int
    total: int | None = None
