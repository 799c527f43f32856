"""When a consent lets the holder make a document about somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio.attest import app_keys, consents, sshsig
from portfolio.errors import UsageError
from portfolio.keychain import SessionSecrets
from portfolio.model.attestation import Party, Work
from portfolio.model.consent import Consent, ConsentField
from portfolio.model.keys import KeyTrust
from portfolio.model.person import Holder
from portfolio.operations import about_others, keys, nominating
from portfolio.workspace import Workspace
from tests.attest.letters.letters import ID, KEY
from tests.clocks import FixedClock

NOOR = Party("Noor", "", ("https://forge.example/noorvt",))
CAS = Party("Casimir", "", ("https://forge.example/coduya",))


@pytest.fixture
def cas(profile: Path, clock: FixedClock) -> Iterator[Workspace]:
    made = Workspace.open(profile, clock=clock, keychain=SessionSecrets())
    with made.store.editing("holder.changed") as editor:
        editor.save_holder(Holder(CAS.name, links=CAS.accounts))
    keys.trust(made.store, app_keys.record(KEY).public, KeyTrust.MET, "met")
    yield made
    made.close()


def agreed(cas: Workspace, **changes: object) -> bytes:
    today = cas.clock.now().date()
    plain = Consent(ID, NOOR, CAS, "Thanks.", (ConsentField.WORKS,), today, today)
    body = consents.compose(replace(plain, **changes))  # type: ignore[arg-type]
    return body + sshsig.sign(body, consents.NAMESPACE, KEY)


def draft(cas: Workspace) -> bytes:
    works = (Work("https://wiki.example/page", "The page"),)
    return nominating.write(cas, f"Noor {NOOR.accounts[0]}", "She wrote it.", works).data


def test_it_holds_on_its_last_day_and_not_after(cas: Workspace) -> None:
    raw, today = draft(cas), cas.clock.now().date()
    assert about_others.document(cas, raw, agreed(cas)).document.sections
    yesterday = today - timedelta(days=1)
    with pytest.raises(UsageError, match="This consent ended on"):
        about_others.document(cas, raw, agreed(cas, given_on=yesterday, until=yesterday))
    later = today + timedelta(days=3)
    with pytest.raises(UsageError, match="dated after today"):
        about_others.document(cas, raw, agreed(cas, given_on=later, until=later))


def test_a_key_marked_as_nothing_is_not_theirs(cas: Workspace) -> None:
    keys.trust(cas.store, app_keys.record(KEY).public, KeyTrust.NONE)
    with pytest.raises(UsageError, match="Whose key signed this consent is not known"):
        about_others.document(cas, draft(cas), agreed(cas))
    keys.trust(cas.store, app_keys.record(KEY).public, KeyTrust.REFUSED)
    with pytest.raises(UsageError, match="Whose key signed this consent is not known"):
        about_others.document(cas, draft(cas), agreed(cas))
