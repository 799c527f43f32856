"""Getting a bare machine ready."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def lacking(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A system without one of Qt's libraries, where this user may install nothing."""
    monkeypatch.setattr(
        bootstrap, "QT_LIBRARIES", (bootstrap.Need("libnowhere.so.1", ("libnowhere1",)),)
    )
    monkeypatch.setattr(bootstrap, "_rights", lambda: None)
    return bootstrap


def test_uses_the_standard_library_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-I", str(SCRIPT), "system", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_a_ready_system_is_silent(
    purpose: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "chromium").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "system", "--for", purpose],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("purpose", "status"), [("run", 0), ("test", 1)])
def test_what_is_missing_is_named_with_one_line_to_run(
    lacking: ModuleType, capsys: pytest.CaptureFixture[str], purpose: str, status: int
) -> None:
    assert lacking.main(["system", "--for", purpose]) == status
    said = capsys.readouterr().out
    assert "libnowhere.so.1" in said
    if lacking.shutil.which("apt-get"):
        assert said.count("apt-get install -y libnowhere1\n") == 1


@pytest.mark.parametrize("works", [True, False])
def test_a_browser_is_tried_for_and_not_needed(
    bootstrap: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    works: bool,
) -> None:
    asked = tmp_path / "asked"
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {asked}\n{"true" if works else "false"}\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(bootstrap, "BROWSERS", ("no-such-browser",))
    monkeypatch.setattr(bootstrap, "_rights", lambda: ["env"])
    monkeypatch.setattr(bootstrap, "_missing", lambda _: [])
    assert bootstrap.main(["system", "--for", "run"]) == 0
    assert not asked.exists()
    assert bootstrap.main(["system", "--for", "test"]) == 0
    assert asked.read_text().split()[-1] == "chromium"
    assert ("those tests are skipped" in capsys.readouterr().out) is not works


def test_other_systems_are_told_which_libraries(
    lacking: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    which = lacking.shutil.which
    monkeypatch.setattr(
        lacking.shutil, "which", lambda name: None if name == "apt-get" else which(name)
    )
    assert lacking.main(["system", "--for", "test"]) == 1
    said = capsys.readouterr().out
    assert "libnowhere.so.1" in said
    assert "apt-get" not in said


def test_names_of_packages_are_those_the_system_knows(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian 13 calls it libglib2.0-0t64, Debian 12 libglib2.0-0."""
    lists = tmp_path / "apt-cache"
    glib = next(need for need in bootstrap.QT_LIBRARIES if "glib" in need.what)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    for known, expected in [("libglib2.0-0t64", "libglib2.0-0t64"), ("", "libglib2.0-0")]:
        lists.write_text(f"#!/bin/sh\necho {known}\n", encoding="utf-8")
        lists.chmod(0o755)
        assert bootstrap._packages([glib]) == [expected]


def test_an_older_python_is_named(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(SystemExit):
        bootstrap.main(["system", "--for", "run"])
    assert "is needed" in capsys.readouterr().err


def test_what_pip_says_is_shown_only_when_it_fails(
    bootstrap: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "venv"
    venv.create(place, symlinks=True)
    (place / "lib").mkdir(exist_ok=True)
    fake = next((place / "lib").glob("python*")) / "site-packages" / "pip"
    fake.mkdir()
    program = """
        import sys
        print("noise of pip")
        sys.exit("--require-hashes" in sys.argv and "broken.txt" in sys.argv)
    """
    (fake / "__init__.py").write_text("", encoding="utf-8")
    lines = "\n".join(line.strip() for line in program.strip().splitlines())
    (fake / "__main__.py").write_text(lines, encoding="utf-8")
    command = ["environment", "--venv", str(place), "--requirements"]
    assert bootstrap.main([*command, "good.txt"]) == 0
    assert "noise" not in "".join(capsys.readouterr())
    with pytest.raises(SystemExit):
        bootstrap.main([*command, "broken.txt"])
    assert "noise of pip" in capsys.readouterr().err
