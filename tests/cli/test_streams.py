"""Streams, exit codes and the options of every command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio.cli import main as entry
from portfolio.cli.main import in_front, main
from portfolio.cli.session import printable
from tests.cli.running import Runner

PYTHON = (sys.executable, "-m", "portfolio")
HOLD_IT_OPEN = """
import sys
from pathlib import Path
from portfolio.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
workspace.store
print("open", flush=True)
sys.stdin.read()
workspace.close()
"""
LISTS = (
    ("deed", "list"),
    ("contribution", "list"),
    ("project", "list"),
    ("story", "list"),
    ("role", "list"),
    ("identity", "list", "--all"),
    ("question", "list"),
    ("edition", "list"),
    ("history",),
    ("doctor",),
    ("backup", "--list"),
)


@pytest.mark.parametrize("words", LISTS, ids="-".join)
def test_lists_are_json_lines_and_nothing_else(
    run: Runner, sample: Path, words: tuple[str, ...]
) -> None:
    ran = run(*words, "--json", code=None)
    assert ran.code in (0, 1)
    assert all(isinstance(each, dict) for each in ran.lines)
    if words != ("backup", "--list"):
        assert ran.lines


@pytest.mark.parametrize("words", LISTS, ids="-".join)
def test_quiet_says_nothing_when_all_is_well(
    run: Runner, sample: Path, words: tuple[str, ...]
) -> None:
    assert run("--quiet", *words, code=None).err == ""


def test_options_stand_before_or_after_the_command(run: Runner, sample: Path) -> None:
    before = run("--json", "story", "list")
    assert run("story", "list", "--json").out == before.out
    assert before.lines[0]["title"] == "Keyboard access for the whole editor"
    assert before.lines[0]["items"][0]["featured"] is True


def test_words_after_two_dashes_are_never_options() -> None:
    given = ["deed", "note", "k", "--", "--json", "--profile-dir", "x"]
    assert in_front(given) == given
    assert in_front(["a", "--profile-dir", "p", "--json"]) == ["--profile-dir", "p", "--json", "a"]


def test_a_negative_word_after_two_dashes_reaches_the_command(run: Runner, sample: Path) -> None:
    key = run("deed", "list", "--limit", "1", "--json").json["key"]
    assert run("--json", "deed", "note", key, "--", "--json").json["note"] == "--json"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nonsense",), 2, "No such command"),
        (("deed", "list", "--kind", "slept"), 2, "--kind"),
        (("deed", "list", "--since", "then"), 2, "--since"),
        (("deed", "list", "--since", "2024-02-01", "--until", "2024-01-01"), 2, "before the first"),
        (("deed", "list", "--after", "here"), 2, "not a place in a list"),
        (("deed", "list", "--query", "zzzz"), 1, "Nothing matches"),
        (("deed", "hide", "git:none:authored"), 1, "no work called"),
        (("story", "show", "None of mine"), 1, "no story called"),
        (("identity", "confirm"), 2, "--suggested"),
        (("identity", "confirm", "nobody@at.all"), 1, "Nobody called"),
        (("question", "answer", "what", "include"), 1, "no such question"),
        (("edition", "show", "For nobody"), 1, "no edition"),
        (("edition", "set", "General"), 2, "at least one"),
        (("scan", "does-not-exist"), 2, "There is no folder"),
        (("restore", "does-not-exist"), 2, "There is no file"),
        (("export", "pdf", "--edition", "For nobody"), 1, "no edition"),
        (("open", "--no-such-option"), 2, "No such option"),
    ],
)
def test_faults_are_one_plain_sentence(
    run: Runner, sample: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = run(*words, code=code)
    assert said in ran.err
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1


def test_looking_at_a_record_that_is_not_there(run: Runner) -> None:
    assert "no record here yet" in run("deed", "list", code=1).err


def test_changing_while_another_has_it_open_is_refused_and_looking_is_not(
    run: Runner, sample: Path, profile: Path
) -> None:
    holding = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLD_IT_OPEN,
            str(profile),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holding.stdout is not None
        assert holding.stdout.readline() == b"open\n"
        assert run("holder", "set", "--name", "Ada", code=4).err.count("\n") == 1
        assert run("deed", "list", "--limit", "1").out
    finally:
        holding.communicate()
    run("holder", "set", "--name", "Ada")


def test_a_damaged_record_is_said_in_words(run: Runner, sample: Path, profile: Path) -> None:
    store = profile / "data" / "record.sqlite"
    store.write_bytes(b"no database at all " * 500)
    for words in (("deed", "list"), ("holder", "set", "--name", "Ada")):
        assert "record" in run(*words, code=4).err
    assert run("doctor", "--json", code=1).lines[0]["is_ok"] is False


def test_a_fault_of_ours_is_in_the_log_and_not_on_the_screen(
    run: Runner, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_words: object, **_more: object) -> int:
        raise ZeroDivisionError("seen nowhere")

    monkeypatch.setattr(entry, "_commands", broken)
    with pytest.raises(ZeroDivisionError):
        main(["deed", "list"])  # outside of every command there is nothing to protect
    monkeypatch.undo()
    monkeypatch.setattr("portfolio.cli.deed.asked.wanted", broken)
    make_record(run)
    ran = run("deed", "list", code=4)
    assert "Portfolio made a mistake (ZeroDivisionError)" in ran.err
    assert "seen nowhere" in (profile / "state" / "portfolio.log").read_text()


def make_record(run: Runner) -> None:
    run("holder", "set", "--name", "Ada")


@pytest.mark.parametrize(
    "words",
    [("deed", "list", "--limit", "9999", "--json"), ("story", "list")],
    ids=["long", "short"],
)
def test_a_reader_that_leaves_early_is_no_fault(
    sample: Path, profile: Path, words: tuple[str, ...]
) -> None:
    command = [*PYTHON, "--profile-dir", str(profile), *words]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0
    assert b"rror" not in done.stderr


def test_control_characters_never_reach_the_terminal(run: Runner) -> None:
    make_record(run)
    ran = run("holder", "set", "--headline", "red \x1b[31m\u202e txt")
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert printable("a\x1b[2Jb\u2066c\nd") == "a[2Jbc\nd"


def test_version_and_help_answer_on_stdout(run: Runner) -> None:
    assert run("--version").out.startswith("portfolio ")
    assert "Exit codes" in run("--help").out
    assert json.loads(run("--json", "holder", "set", "--name", "Ada").out)["name"] == "Ada"


def test_help_imports_neither_window_nor_store_nor_renderers() -> None:
    look = (
        "import sys; from portfolio.cli.main import main; main(['--version']); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"PySide6", "sqlmodel", "sqlalchemy", "reportlab", "pypdfium2", "babel"}


def test_warnings_go_into_the_log_and_not_between_the_answers(run: Runner, profile: Path) -> None:
    make_record(run)
    settings = profile / "config" / "settings.json"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text('{"reading": {"max_depth": "deep"}, "logging": {"level": "warning"}}')
    command = [*PYTHON, "--profile-dir", str(profile), "project", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == "No projects yet.\n"
    assert "max_depth is not valid" in run("log").out
