"""The provider kit, on a provider that is right and on some that are not."""

from __future__ import annotations

from typing import Any

from portfolio.model.account import Way
from portfolio.model.kinds import Kind
from tests.sync.example.provider import PROVIDER
from tests.sync.example.service import Notebook
from tests.sync.kit import Nothing, ProviderKit, World
from tests.sync.loopback import Service


class TestExample(ProviderKit):
    provider = PROVIDER

    def service(self, world: World) -> Service:
        return Notebook(world)

    def item(self, kind: Kind, number: int) -> Any:
        made = f"2026-10-{28 - number:02}T10:00:00Z"
        item = {"id": 1000 + number, "title": f"Item {number}", "made": made, "by": {"id": 4321}}
        return {**item, "state": "open" if number % 2 else "done"} if kind is Kind.ISSUE else item

    def bad_item(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "id": None}

    def by_deleted_author(self, kind: Kind) -> Any:
        return {**self.item(kind, 1), "by": None}

    def of_unknown_type(self, kind: Kind) -> Any:
        if kind is Kind.COMMENT:
            return Nothing("remarks have no states")
        return {**self.item(kind, 1), "state": "levitating"}


class TestExampleByName(TestExample):
    way = Way.NAME
