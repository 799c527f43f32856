"""Where the record comes from, as a person counts it: folders, accounts, what was typed in.

An account is read container by container; all of them together are one place here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.model.codes import SourceKind
from portfolio.ui.models.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portfolio.model.source import Source

translate = QCoreApplication.translate

ACCOUNT = "account:"
"""How the id of a place begins that is an account."""


def gathered(sources: Iterable[Source]) -> list[Source]:
    """Return the places: each folder as it is, each account once, named by its host."""
    found: dict[str, Source] = {}
    for source in sources:
        if not source.account_id:
            found[source.id] = source
            continue
        key = ACCOUNT + source.account_id
        if key not in found:
            instance = source.instance.partition("#")[0]
            host = instance.partition("://")[2] or instance
            found[key] = replace(source, id=key, label=host, place=instance, remotes=())
    return list(found.values())


def count_words(places: Sequence[Source]) -> str:
    """Return how many there are of each sort: "6 folders and 2 accounts"."""
    read = [each for each in places if not each.is_unreadable]
    folders = sum(each.kind is SourceKind.GIT_FOLDER for each in read)
    accounts = sum(each.kind is SourceKind.ACCOUNT for each in places)
    said = []
    if folders:
        said.append(translate("places", "%n folder(s)", None, folders))
    if accounts:
        said.append(translate("places", "%n account(s)", None, accounts))
    if any(each.kind is SourceKind.MANUAL for each in places):
        said.append(translate("places", "what you typed in"))
    return listed(said)
