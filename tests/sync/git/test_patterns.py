"""Authorship that may not be work: found, asked about, never decided here."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.sync.git.patterns import pattern_of
from portfolio.sync.git.vendored import vendored_tree
from tests.sync.git.repositories import ADA, GRACE, Repository, make, mine, read


@pytest.mark.parametrize(
    "title",
    [
        "Updated German translation",
        "Update Brazilian Portuguese translation by Ana",
        "Added Serbian translation",
        "Add Czech translation (thanks to Jan)",
        "updated Spanish translations.",
        "Translations update from Weblate",
        "Translations update from Hosted Weblate (#123)",
        "Translated using Weblate (French)",
        "Import translations from Launchpad",
        "l10n: updates for German",
        "i18n(fr): update from the team",
        "SVN_SILENT made messages (.desktop file)",
        "New translations strings.po (Polish)",
        "Sync translations with Crowdin",
    ],
)
def test_translations(title: str) -> None:
    assert pattern_of(title) == "translations"


@pytest.mark.parametrize(
    "title",
    [
        "Merge changes from upstream",
        "Merge upstream into main",
        "Import zlib 1.3 from upstream",
        "Import of the parser from mesa",
        "Imported Upstream version 1.2.3",
        "New upstream version 2.0",
        "Sync with upstream",
    ],
)
def test_upstream(title: str) -> None:
    assert pattern_of(title) == "upstream"


@pytest.mark.parametrize(
    "title",
    [
        "Bump vendored requests to 2.31",
        "Update vendored libxml2",
        "third_party/zlib: roll to 1.3",
        "Update third_party/skia",
        "vendor: update golang.org/x/net",
        "Vendor lodash 4.17.21",
        "Re-vendor urllib3 at 2.0",
    ],
)
def test_vendored(title: str) -> None:
    assert pattern_of(title) == "vendored"


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Fix the focus ring",
        "Add support for translations",
        "Update the way translations are loaded",
        "Fix crash when translation is missing",
        "Import the os module late",
        "Update the vendor name in the dialog",
        "Let the importer read from pipes",
        "Mark strings for translation",
        "Report fixes upstream",
        "Merge branch 'main' into fix",
        "Show the upstream version",
    ],
)
def test_ordinary_work(title: str) -> None:
    assert pattern_of(title) == ""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return make(tmp_path / "project")


def test_often_enough_is_asked_about_and_marked(repository: Repository) -> None:
    own = repository.commit("Fix the focus ring")
    for language in ("German", "French", "Czech", "Polish", "Greek"):
        repository.commit(f"Updated {language} translation")
    found = read(repository, mine(ADA))
    (question,) = found.last.questions
    assert question.key == "bulk-import:source-1:translations"
    assert (question.kind, question.detail, question.count) == ("bulk-import", "translations", 5)
    assert question.examples[0] == "Updated Greek translation"
    marks = {row.title: row.pattern for row in found.rows.values()}
    assert marks.pop("Fix the focus ring") == ""
    assert set(marks.values()) == {question.key}
    assert all(row.action == "authored" for row in found.rows.values())
    assert found.rows[(own, "authored")].pattern == ""


def test_a_few_are_ordinary_work(repository: Repository) -> None:
    for number in range(4):
        repository.commit(f"Updated German translation {number}")
    found = read(repository, mine(ADA))
    assert found.last.questions == ()
    assert {row.pattern for row in found.rows.values()} == {""}


def test_only_what_the_holder_wrote_is_asked_about(repository: Repository) -> None:
    for number in range(5):
        repository.commit(f"Updated German translation {number}", GRACE, ADA)
    found = read(repository, mine(ADA))
    assert found.last.questions == ()
    assert {row.action for row in found.rows.values()} == {"integrated"}


def test_one_more_makes_the_earlier_ones_be_marked_too(repository: Repository) -> None:
    for number in range(4):
        repository.commit(f"Updated German translation {number}")
    first = read(repository, mine(ADA))
    repository.commit("Updated German translation 4")
    second = read(repository, mine(ADA), after=first)
    assert {row.pattern for row in second.rows.values()} == {"bulk-import:source-1:translations"}
    assert len(second.rows) == 5
    assert second.last.questions[0].count == 5
    repository.commit("Updated Greek translation")
    third = read(repository, mine(ADA), after=second)
    assert [row.pattern for row in third.rows.values()] == ["bulk-import:source-1:translations"]
    (question,) = third.last.questions
    assert question.count == 6
    assert question.examples[0] == "Updated Greek translation"
    assert len(question.examples) == 3


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "title",
    [
        "update " + "(" * 5000,
        "update " + "((" * 100 + " x" * 100,
        "update " + "a.b-c(d) " * 500,
        "import " + "a " * 3000,
        "vendor/" + "a:" * 3000,
        "bump " + "vendored" * 500,
        "translation" * 1000,
        "l10n(" + "(" * 5000,
    ],
)
def test_titles_made_to_take_long_do_not(title: str) -> None:
    for _ in range(200):
        pattern_of(title)


def test_trees_of_other_projects() -> None:
    many = [b"%d.c" % number for number in range(201)]
    assert vendored_tree([b"third_party/zlib/" + name for name in many]) == "third_party/zlib/"
    assert vendored_tree([b"src/vendor/a/b/" + name for name in many]) == "src/vendor/a/"
    assert vendored_tree([b"vendor/a/" + n for n in many] + [b"vendor/b/x"]) == "vendor/"
    assert vendored_tree([b"vendor/" + name for name in many]) == "vendor/"
    assert vendored_tree([b"src/" + name for name in many]) == ""
    assert vendored_tree([b"vendor/a/" + name for name in many[:200]]) == ""
    assert vendored_tree([b"vendor/a/" + name for name in many] + [b"README"]) == ""
    assert vendored_tree([]) == ""
