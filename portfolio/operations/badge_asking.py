"""Badges fetched and asked about online, on a person's action only; what was said is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from portfolio.attest.badges import reading, recognising
from portfolio.attest.badges.badge_file import Form
from portfolio.errors import BadgeError
from portfolio.model import steps
from portfolio.operations import badges, brought_badges
from portfolio.operations.asking import Ask, judged_online
from portfolio.operations.onlooking import view_of
from portfolio.store.attested import BADGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.attest.badges.badge_file import BadgeFile
    from portfolio.clock import Clock
    from portfolio.model.badge import Badge
    from portfolio.model.verdict import Answer, Verdict
    from portfolio.operations.badges import BadgeView, Looked
    from portfolio.store.store import Store


async def take_in_from(store: Store, clock: Clock, ask: Ask, address: str) -> Looked:
    """Fetch a badge from an address on the person's action, and take it in.

    Raises:
        BadgeError: The address does not answer, or there is no badge there.
    """
    answer = await ask(address)
    if answer.problem or answer.status != 200:
        why = answer.problem or f"It answered with {answer.status}."
        raise BadgeError("Nothing could be fetched from this address.", why)
    return badges.take_in(store, clock, answer.body, name=address)


async def check_online(store: Store, clock: Clock, ask: Ask, badge_id: str) -> BadgeView:
    """Ask online what would settle more about a badge, and keep what was said.

    Of a service's own badge its picture and document are fetched: they may hold an Open Badge.

    Raises:
        NotFoundError: There is none of this id.
    """
    shown = badges.view(store, clock, badge_id)
    if shown.file is None:
        return await _fetch_more(store, clock, ask, shown)
    if not shown.is_kept:
        shown = badges.keep(store, clock, shown, shown.badge.source_account)
    file = shown.file
    assert file is not None  # noqa: S101  (narrowing only)

    def judge(answers: Mapping[str, Answer]) -> Verdict:
        with store.reading() as reader:
            return badges.judged(reader, clock, badge_id, file, view_of(reader), answers)

    verdict, answers = await judged_online(judge, ask)
    with store.recording() as recorder:
        recorder.save_check(BADGE, badge_id, verdict, answers.values(), asked=True)
    if not verdict.state.does_not_hold:
        _learn(store, shown.badge, file, answers)
    return badges.view(store, clock, badge_id)


def _learn(store: Store, badge: Badge, file: BadgeFile, answers: Mapping[str, Answer]) -> None:
    """Keep names that lie at addresses: one day those may not answer any more."""
    good = next((each for each in answers.values() if each.status == 200), None)
    if good is None:
        return
    inner = file
    if file.form is Form.ADDRESS:
        try:
            inner = recognising.open_badge(good.body)
        except BadgeError:
            return
    with store.reading() as reader:
        said = badges.read_of(inner, view_of(reader), answers=answers)
    learned = replace(
        badge,
        name=badge.name if said.name in {"", reading.host(file.url)} else said.name,
        issuer=said.issuer if said.issuer.name else badge.issuer,
        recipient_match=said.recipient_match,
        description=said.description or badge.description,
        criteria=said.criteria or badge.criteria,
        criteria_url=said.criteria_url or badge.criteria_url,
        narrative=said.narrative or badge.narrative,
        evidence=said.evidence or badge.evidence,
        issued_at=said.issued_at or badge.issued_at,
        expires_at=said.expires_at or badge.expires_at,
        image=badge.image or said.image,
        image_type=badge.image_type or said.image_type,
        tags=said.tags or badge.tags,
    )
    if learned != badge:
        with store.editing(steps.BADGE_RECEIVED, name=learned.name) as editor:
            editor.save_badge(learned)


async def _fetch_more(store: Store, clock: Clock, ask: Ask, shown: BadgeView) -> BadgeView:
    """Fetch what lies behind a service's own badge; keep its picture, or the badge in it."""
    badge = shown.badge
    for address in brought_badges.addresses_of(badge.raw):
        answer = await ask(address)
        if answer.status != 200:
            continue
        try:
            taken = badges.take_in(
                store, clock, answer.body, name=address, account_id=badge.source_account
            )
        except BadgeError:
            kind = brought_badges.picture_kind(answer.body)
            if kind:
                with store.editing(steps.BADGE_RECEIVED, name=badge.name) as editor:
                    editor.save_badge(replace(badge, image=answer.body, image_type=kind))
            continue
        return taken.views[0]
    return badges.view(store, clock, badge.id)
