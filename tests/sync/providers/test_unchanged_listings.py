"""Listings that can be asked for conditionally cost one short request when nothing is new."""

from __future__ import annotations

from typing import Any

import pytest

from portfolio.model.kinds import Kind
from portfolio.sync.transport import ValidatorBook
from tests.sync.kit import ProviderKit
from tests.sync.kit_checks import Reading, read_kind
from tests.sync.loopback import faults
from tests.sync.providers import (
    test_badgr,
    test_crates,
    test_credly,
    test_drupal,
    test_fedora_badges,
    test_feed,
    test_launchpad,
    test_mastodon,
    test_npm,
    test_orcid,
)


@pytest.mark.parametrize(
    ("kit", "kind"),
    [
        (test_badgr.TestBadgr(), Kind.BADGE),
        (test_crates.TestCrates(), Kind.PACKAGE),
        (test_credly.TestCredly(), Kind.BADGE),
        (test_drupal.TestDrupal(), Kind.COMMENT),
        (test_fedora_badges.TestFedoraBadges(), Kind.BADGE),
        (test_feed.TestFeed(), Kind.BLOG_POST),
        (test_launchpad.TestLaunchpad(), Kind.PULL_REQUEST),
        (test_mastodon.TestMastodon(), Kind.POST),
        (test_npm.TestNpm(), Kind.PACKAGE),
        (test_orcid.TestOrcid(), Kind.PUBLICATION),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, ProviderKit) else "",
)
def test_nothing_new_costs_one_request(kit: ProviderKit, kind: Kind) -> None:
    book, service = ValidatorBook(), faults.WithEtags(kit.service(kit.world(kind)))

    async def act(call: Any) -> tuple[Reading, int]:
        ask = kit.ask(call.access.instance, kind)
        await read_kind(kit.provider, ask, call)
        book.take_new()
        before = call.requests
        return await read_kind(kit.provider, ask, call), call.requests - before

    second, requests = kit.talk(service, act, book=book)
    assert [page.is_unchanged for _, page in second.pages] == [True]
    assert (service.unchanged, requests) == (1, 1)
