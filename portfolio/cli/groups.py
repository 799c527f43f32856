"""Makes a group of commands, all of them alike in how they show their help."""

from __future__ import annotations

import typer


def group(words: str, name: str | None = None) -> typer.Typer:
    """Return an empty group that says ``words`` in its help.

    Help is plain text: it is copied into docs/cli.md and read in terminals without colours.
    """
    return typer.Typer(
        name=name,
        help=words,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
