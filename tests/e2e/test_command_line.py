"""From an empty profile and a folder with three repositories to documents, by command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
import pytest

from portfolio.check import pdf_file
from portfolio.cli.main import main
from portfolio.paths import for_profile
from portfolio.store.store import Store
from tests.cli.running import Ran, Runner
from tests.clocks import FixedClock
from tests.e2e import folders
from tests.e2e.folders import CANARY, HERON, NOOR

FORMS = ("pdf", "html", "markdown", "text", "json-resume", "csv")


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folders.build(tmp_path_factory.mktemp("built") / "code")


@pytest.fixture
def code(_built: Path, tmp_path: Path) -> Path:
    """A copy of the folder of its own."""
    folders.settings_of_this_computer()
    return Path(shutil.copytree(_built, tmp_path / "code"))


@pytest.fixture
def run(profile: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    def call(*words: str, code: int | None = 0) -> Ran:
        capsys.readouterr()
        ended = main(["--profile-dir", str(profile), *words])
        ran = Ran(ended, *capsys.readouterr())
        assert code is None or ran.code == code, ran
        return ran

    return call


def digest(profile: Path) -> str:
    """What the store says of everything curated."""
    store = Store.open(for_profile(profile), clock=FixedClock())
    try:
        return store.curated_digest()
    finally:
        store.close()


def inside(path: Path) -> list[bytes]:
    """Everything a file says: its bytes, and for a PDF its text, metadata and attachments."""
    if path.suffix != ".pdf":
        return [path.read_bytes()]
    found = [pdf_file.read(path).text.encode()]
    with pikepdf.open(path) as pdf:
        found += [attached.get_file().read_bytes() for attached in pdf.attachments.values()]
        found += [str(pdf.docinfo).encode(), bytes(pdf.Root.Metadata.read_bytes())]
        found += [
            each.read_bytes()
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream)
            if each.get("/Subtype") != "/Image" and "/Length1" not in each
        ]
        found += [repr(each).encode() for each in pdf.objects]
    return found


def told(run: Runner, code: Path) -> str:
    """Scan, confirm, tell one story and mark one deed; return the story's id."""
    run("scan", str(code), code=None)
    run("identity", "confirm", "--suggested")
    run("holder", "set", "--name", "Noor Vantongeren", "--headline", "Editor engineer")
    works = run("--json", "deed", "list", "--query", "caret").lines
    given = [word for work in works[:3] for word in ("--deed", work["key"])]
    story = run(
        *("--json", "story", "new", "The caret stays", *given),
        *("--situation", "The caret was lost.", "--did", "I kept it in view."),
    ).json
    run("story", "ready", story["id"])
    (heron,) = run("--json", "deed", "list", "--query", HERON).lines
    run("deed", "confidential", heron["key"])
    run("edition", "set", "General", "--story", "The caret stays", "--page-limit", "2")
    return str(story["id"])


def test_from_an_empty_profile_to_every_document(run: Runner, code: Path, tmp_path: Path) -> None:
    scanned = run("--json", "scan", str(code), code=None)
    assert scanned.code == 0
    rows = {row["address"]: row for row in scanned.json["identities"]}
    assert {each["label"] for each in scanned.json["repositories"]} == {
        "Quillmark",
        "Ledger",
        "Tern",
    }
    assert (len(rows[NOOR]["spellings"]), rows[NOOR]["ticked"]) == (5, True)
    assert rows["none@none"]["ticked"] is False
    assert rows["none@none"]["reason"] == "placeholder"
    shallow = next(each for each in scanned.json["repositories"] if each["label"] == "Tern")
    assert any("shallow" in code for each in shallow["coverage"] for code in each["missing"])

    told(run, code)
    kinds = {each["kind"]: each for each in run("--json", "question", "list").lines}
    assert set(kinds) == {"bulk-import", "not-public"}
    assert len(run("--json", "deed", "list", "--kind", "integrated").lines) == 8

    out = tmp_path / "out"
    out.mkdir()
    for form in FORMS:
        run("export", form, "--edition", "General", "--out", str(out))
    made = sorted(out.iterdir())
    assert len(made) == 6
    for path in made:
        for data in inside(path):
            for words in (CANARY, HERON, "ledger", "company.example"):
                assert not folders.is_mentioned(words, data), (path.name, words)
    (pdf,) = out.glob("*.pdf")
    text = " ".join(pdf_file.read(pdf).text.split())
    for words in (
        "Noor Vantongeren",
        "editor",
        "translations",
        "I kept it in view",
        "2019",
        "2025",
    ):
        assert words in text


def test_what_is_included_does_appear(run: Runner, code: Path, tmp_path: Path) -> None:
    """The look for canaries above finds them when they are let out."""
    told(run, code)
    key = next(
        each["key"]
        for each in run("--json", "question", "list").lines
        if each["kind"] == "not-public"
    )
    run("question", "answer", key, "include")
    work = run("--json", "deed", "list", "--query", CANARY).lines[0]["key"]
    run("story", "new", "Books", "--deed", work, "--did", "I booked.")
    run("edition", "set", "General", "--story", "Books")
    target = tmp_path / "open.pdf"
    run("export", "pdf", "--out", str(target))
    assert any(folders.is_mentioned(CANARY, data) for data in inside(target))


def test_reading_again_leaves_every_decision_as_it_was(
    run: Runner, code: Path, profile: Path
) -> None:
    told(run, code)
    before, deeds = digest(profile), len(run("--json", "deed", "list", "--hidden").lines)
    for number in range(3):
        folders.commit_today(code / "Quillmark", f"Sort the list again, {number}")
        run("scan", str(code))
        assert digest(profile) == before
    assert len(run("--json", "deed", "list", "--hidden").lines) == deeds + 3
    again = run("--json", "scan", str(code)).json["repositories"]
    assert {(each["new"], each["changed"], each["gone"]) for each in again} == {(0, 0, 0)}


def test_undo_and_redo_go_through_the_whole_day(run: Runner, code: Path, profile: Path) -> None:
    told(run, code)
    after = digest(profile)
    steps = len(run("--json", "history").lines)
    undone = run("--json", "undo", str(steps)).lines
    assert len(undone) == steps
    run("deed", "list", code=1)
    assert len(run("--json", "redo", str(steps)).lines) == steps
    assert digest(profile) == after


def test_a_folder_that_went_away_is_said_and_its_work_kept(
    run: Runner, code: Path, profile: Path
) -> None:
    told(run, code)
    before = run("--json", "deed", "list").lines
    shutil.rmtree(code / "Tern")
    ran = run("identity", "confirm", NOOR, code=3)
    assert "Tern is no longer at" in ran.err
    assert "What was read from it stays." in ran.err
    assert run("--json", "deed", "list").lines == before


def test_a_broken_repository_stops_no_other(run: Runner, code: Path) -> None:
    (code / "Ledger" / ".git" / "HEAD").write_text("nonsense")
    for each in (code / "Ledger" / ".git" / "objects").iterdir():
        if len(each.name) == 2:
            shutil.rmtree(each)
    ran = run("--json", "scan", str(code), code=None)
    assert ran.code in (0, 3)
    by_label = {each["label"]: each for each in ran.json["repositories"]}
    assert by_label["Quillmark"]["problem"] == ""
    assert by_label["Tern"]["problem"] == ""
    if "Ledger" in by_label:
        assert by_label["Ledger"]["problem"]
        assert ran.code == 3
