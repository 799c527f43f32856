"""A thousand badges cost a thousand checks: none is checked again without need."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio.attest import app_keys
from portfolio.attest.badges import credential_steps, issuing, proofs
from portfolio.attest.badges.proofs import Finding
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import Work
from portfolio.model.keys import KeyTrust
from portfolio.operations import backpack_opening, keys
from portfolio.operations.badge_views import BadgeViews
from portfolio.workspace import Workspace
from tests.attest.badges import made
from tests.clocks import FixedClock

COUNT = 120
ADA = issuing.Giver("Ada", made.KEY, as_token=True)


@pytest.fixture
def workspace(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    opened = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    yield opened
    opened.close()


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the badges whose signature was checked, in that order; the check is the real one."""
    seen: list[str] = []
    check = proofs.check

    def noting(file: object, answers: object) -> Finding:
        seen.append(str(file.credential["id"]))  # type: ignore[attr-defined]
        return check(file, answers)  # type: ignore[arg-type]

    monkeypatch.setattr(credential_steps.proofs, "check", noting)
    return seen


def many() -> bytes:
    award = issuing.Award("Star", "d", "c", (Work("https://forge.example/1", "A review"),))
    receiver = issuing.Receiver(account="https://forge.example/noor")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(COUNT):
            each = replace(award, name=f"Star {number}")
            document = issuing.credential(each, ADA, receiver, at=made.AT)
            archive.writestr(f"{number}.jwt", issuing.sealed(document, ADA, made.AT))
    return out.getvalue()


def test_each_badge_is_checked_once_and_only_again_when_something_changed(
    workspace: Workspace, checked: list[str]
) -> None:
    raw = many()
    checked.clear()
    store, clock = workspace.store, workspace.clock
    taken = backpack_opening.take_in(store, clock, raw, name="mine.zip")
    assert len(taken.badges) == COUNT
    assert len(checked) <= COUNT
    assert len(store.history(limit=10)) == 1  # one step to undo
    checked.clear()
    views = BadgeViews()
    assert sum(map(len, views.parts(store, clock))) == COUNT
    assert sorted(checked) == sorted(set(checked))
    assert len(checked) == COUNT
    checked.clear()
    assert sum(map(len, views.parts(store, clock))) == COUNT
    assert checked == []
    keys.trust(store, app_keys.record(made.KEY).public, KeyTrust.MET, "met")
    assert sum(map(len, views.parts(store, clock))) == COUNT
    assert len(checked) == COUNT
