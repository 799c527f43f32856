"""What is said when a letter or badge is shown that an edition, once chosen, does not carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.model.attestation import Decision
from portfolio.ui.models.words import fill, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.attestation import Attestation
    from portfolio.model.badge import Badge
    from portfolio.model.edition import Edition
    from portfolio.store.store import Store

translate = QCoreApplication.translate


def of_letter(store: Store, said: Attestation) -> str:
    """Return what to say of a letter that was decided about, "" when there is nothing."""
    from portfolio.operations.carrying import without_letter

    if said.decision is not Decision.ACCEPTED or not said.shown:
        return ""
    with store.reading() as reader:
        without = without_letter(reader, said.id)
    words = translate(
        "Carried",
        "The letter of %1 is not in %2, where you chose the letters. “What goes in” under "
        "Documents adds it.",
        "a person, editions",
    )
    return _filled(words, said.issuer.name or translate("Carried", "somebody"), without)


def of_badge(store: Store, badge: Badge) -> str:
    """Return what to say of a badge that was shown or left out, "" when there is nothing."""
    from portfolio.operations.carrying import without_badge

    if not badge.shown:
        return ""
    with store.reading() as reader:
        without = without_badge(reader, badge.id)
    words = translate(
        "Carried",
        "“%1” is not in %2, where you chose the badges. “What goes in” under Documents adds it.",
        "a badge, editions",
    )
    return _filled(words, badge.name, without)


def _filled(words: str, name: str, without: Iterable[Edition]) -> str:
    names = [fill(translate("Carried", "“%1”", "an edition"), each.name) for each in without]
    return fill(words, name, listed(names)) if names else ""
