"""What is said when a letter or badge is shown that an edition, once chosen, does not carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from portfolio.model.attestation import Decision
from portfolio.ui.models.words import fill, listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from portfolio.model.attestation import Attestation
    from portfolio.model.badge import Badge
    from portfolio.model.edition import Edition
    from portfolio.store.store import Store

translate = QCoreApplication.translate


def of_letter(store: Store, said: Attestation, today: date) -> str:
    """Return what to say of a letter that was decided about, "" when there is nothing."""
    from portfolio.operations.attested_choice import is_only_attached
    from portfolio.operations.carrying import without_letter

    if said.decision is not Decision.ACCEPTED or not said.shown:
        return ""
    if said.keeps_work_back:
        words = translate(
            "Carried",
            "Documents leave the letter of %1 out: you did not accept all the works it lists.",
            "a person",
        )
        return fill(words, said.issuer.name or translate("Carried", "somebody"))
    with store.reading() as reader:
        without = without_letter(reader, said.id)
        is_attached = is_only_attached(reader, said.id, today)
    name = said.issuer.name or translate("Carried", "somebody")
    attached = translate(
        "Carried",
        "Documents attach the letter of %1, but do not print its words: no account is known to "
        "list its key. “Go online and look” tells.",
        "a person",
    )
    told = fill(attached, name) if is_attached else ""
    words = translate(
        "Carried",
        "The letter of %1 is not in %2, where you chose the letters. “What goes in” under "
        "Documents adds it.",
        "a person, editions",
    )
    return " ".join(part for part in (_filled(words, name, without), told) if part)


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
