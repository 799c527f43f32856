"""A command line on a profile of its own, and a record worth looking at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from portfolio.cli.main import main
from portfolio.operations.sample import make_sample
from tests.cli.running import Ran, Runner


@pytest.fixture
def run(profile: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run a command on the test's profile."""

    def call(*words: str, code: int | None = 0) -> Ran:
        capsys.readouterr()
        ended = main(["--profile-dir", str(profile), *words])
        out, err = capsys.readouterr()
        ran = Ran(ended, out, err)
        if code is not None:
            assert ran.code == code, ran
        assert "Traceback" not in err
        return ran

    return call


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "profile")


@pytest.fixture
def sample(_sample: Path, profile: Path) -> Path:
    """The sample record as the test's profile; the folder of its repositories."""
    shutil.copytree(_sample / "data", profile / "data")
    return _sample / "repositories"
