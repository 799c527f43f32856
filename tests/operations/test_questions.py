"""Only the holder can say whether a repository on a public site is private."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portfolio.clock import Clock
from portfolio.errors import NotFoundError, UsageError
from portfolio.export import text
from portfolio.model.codes import Confidentiality
from portfolio.model.identity import git_identity_key
from portfolio.operations import editions, folders, identities, preview, questions
from portfolio.paths import Paths
from portfolio.store.store import Store
from tests.sync.git.repositories import ADA, Repository


def _nothing(_report: object) -> None:
    return None


@pytest.fixture
def read(tmp_path: Path, paths: Paths, clock: Clock) -> Store:
    """A record read from one repository with a remote on a public site."""
    (tmp_path / "secretsauce").mkdir()
    repository = Repository(tmp_path / "secretsauce")
    repository.git("init", "-q")
    repository.git("remote", "add", "origin", "https://github.com/acme/secretsauce.git")
    repository.commit("Stir the sauce", author=ADA)
    store = Store.open(paths, clock=clock)
    found = folders.scan([repository.path], report=_nothing, cancelled=lambda: False)
    folders.read(store, clock, found, report=_nothing, cancelled=lambda: False)
    identities.confirm(store, clock, [git_identity_key(*ADA)])
    folders.read(store, clock, found, report=_nothing, cancelled=lambda: False)
    return store


def _printed(store: Store) -> str:
    edition = editions.ensure_default(store)
    result = preview.gate_result(store, edition.id, made_on=date(2026, 11, 22))
    return text.render(result.document).decode()


def test_a_repository_said_to_be_private_leaves_no_trace(read: Store) -> None:
    with read.reading() as reader:
        (source,) = reader.sources.all()
    assert "secretsauce" in _printed(read)

    said = questions.set_confidentiality(read, source.id, Confidentiality.LEAVE_OUT)

    assert said.confidentiality is Confidentiality.LEAVE_OUT
    assert "sauce" not in _printed(read)
    read.undo()
    assert "secretsauce" in _printed(read)
    read.close()


def test_unknown_codes_and_sources_are_refused(read: Store) -> None:
    with read.reading() as reader:
        (source,) = reader.sources.all()
    with pytest.raises(UsageError):
        questions.set_confidentiality(read, source.id, "perhaps")
    with pytest.raises(NotFoundError):
        questions.set_confidentiality(read, "nowhere", Confidentiality.LEAVE_OUT)
    read.close()
