"""The built package holds everything the program needs, and nothing of the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release would be, from the files git knows of."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_resources_travel_with_the_package(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "from portfolio import resources; from portfolio.model.roles import role_words;"
        "print(resources.folder()); print(role_words('release-manager'))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        str(tmp_path / "portfolio" / "_resources"),
        "Release manager",
    ]


def test_the_package_is_whole_and_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        commands = archive.read(entry_points).decode()
    tops = {name.partition("/")[0] for name in names}
    assert {top.partition("-")[0] for top in tops} == {"portfolio"}
    assert "portfolio/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "portfolio = portfolio.__main__:main" in commands
    resources = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    for path in resources:
        assert f"portfolio/_resources/{path.relative_to(ROOT / 'resources').as_posix()}" in names
