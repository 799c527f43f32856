"""Taking over a token from gh, glab and git: real git, and programs that play the other two."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import SignInError
from portfolio.secret import Secret
from portfolio.sync.signin import tools
from portfolio.sync.signin.shapes import Attempt
from tests.processes import wait_until_gone
from tests.sync.signin.attempts import CANARY, Tried, inline


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that comes first on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def helper(script: str) -> None:
    """Make the person's own settings of git name a credential helper."""
    settings = Path(os.environ["GIT_CONFIG_GLOBAL"])
    with settings.open("a", encoding="utf-8") as file:
        file.write(f'[credential]\n\thelper = "!f() {{ {script}; }}; f"\n')


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("gh", "auth token --hostname forge.example:8443"),
        ("glab", "config get token --host forge.example:8443"),
    ],
)
def test_a_programs_token_is_taken_over(
    programs: Path, tmp_path: Path, name: str, arguments: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GH_DEBUG", "api")
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    program(
        programs,
        name,
        f'echo "$@" > {tmp_path}/asked; env > {tmp_path}/around; pwd > {tmp_path}/where\n'
        f"echo {CANARY}; echo noise >&2",
    )
    assert tools.take_token(name, "https://Forge.example:8443/sub") == Secret(CANARY)
    assert (tmp_path / "asked").read_text().strip() == arguments
    assert (tmp_path / "where").read_text().strip() == "/"
    around = (tmp_path / "around").read_text()
    assert "GH_DEBUG" not in around
    assert "GIT_TRACE" not in around
    assert "GIT_TERMINAL_PROMPT=0" in around
    assert CANARY not in around


def test_gits_credential_helper_is_asked(tmp_path: Path) -> None:
    helper(f"cat > {tmp_path}/asked; echo username=ada; echo password={CANARY}")
    assert tools.take_token("git", "https://forge.example") == Secret(CANARY)
    assert (tmp_path / "asked").read_text().split() == ["protocol=https", "host=forge.example"]


def test_git_never_asks_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asker = tmp_path / "asker"
    asker.write_text(f"#!/bin/sh\ntouch {tmp_path}/mark; echo secret\n", encoding="utf-8")
    asker.chmod(0o755)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(asker))
    with Path(os.environ["GIT_CONFIG_GLOBAL"]).open("a", encoding="utf-8") as file:
        file.write(f"[core]\n\taskPass = {asker}\n")
    with pytest.raises(SignInError) as caught:
        tools.take_token("git", "https://forge.example")
    assert caught.value.code == "no-tool-token"
    assert not (tmp_path / "mark").exists()


def test_a_repository_one_stands_in_names_no_helper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / ".git" / "config"
    config.parent.mkdir()
    config.write_text(f'[credential]\n\thelper = "!touch {tmp_path}/mark"\n', encoding="utf-8")
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    for name in ("objects", "refs"):
        (tmp_path / ".git" / name).mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    with pytest.raises(SignInError):
        tools.take_token("git", "https://forge.example")
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 1", "no-tool-token"),
        ("true", "no-tool-token"),
        ("echo two words", "tool-failed"),
        ("printf 'a\\nb'", "tool-failed"),
        ("printf '\\303\\244'", "tool-failed"),
        ("head -c 200000 /dev/zero", "tool-failed"),
    ],
)
def test_what_is_no_token_is_said(programs: Path, script: str, code: str) -> None:
    program(programs, "gh", script)
    with pytest.raises(SignInError) as caught:
        tools.take_token("gh", "https://github.com")
    assert caught.value.code == code


def test_another_hosts_answer_is_refused() -> None:
    helper("echo host=elsewhere.example; echo username=a; echo password=b")
    with pytest.raises(SignInError) as caught:
        tools.take_token("git", "https://forge.example")
    assert caught.value.code == "tool-failed"


def test_a_program_that_hangs_is_ended_with_its_children(programs: Path, tmp_path: Path) -> None:
    program(programs, "gh", f"sleep 600 & echo $! > {tmp_path}/child; wait")
    with pytest.raises(SignInError) as caught:
        tools.take_token("gh", "https://github.com", limit_s=0.5)
    assert caught.value.code == "tool-failed"
    assert wait_until_gone(int((tmp_path / "child").read_text()))


@pytest.mark.parametrize("host", ["-o=x", "a\u0430.example"])
def test_a_host_is_never_an_option_or_a_trick(programs: Path, tmp_path: Path, host: str) -> None:
    program(programs, "gh", f"touch {tmp_path}/mark")
    with pytest.raises(SignInError):
        tools.take_token("gh", f"https://{host}")
    assert not (tmp_path / "mark").exists()


def test_what_is_not_installed_is_not_offered(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(programs))
    assert tools.tools_for("github") == ()
    with pytest.raises(SignInError) as caught:
        tools.take_token("gh", "https://github.com")
    assert caught.value.code == "no-tool"
    for name in ("gh", "glab", "git"):
        program(programs, name, "true")
    assert [tool.id for tool in tools.tools_for("github")] == ["gh", "git"]
    assert [tool.id for tool in tools.tools_for("gitlab")] == ["glab", "git"]
    assert [tool.id for tool in tools.tools_for("gitea")] == ["git"]
    with pytest.raises(SignInError):
        tools.take_token("sh", "https://github.com")


def test_the_flow_shows_nothing_of_the_token(programs: Path) -> None:
    program(programs, "gh", f"echo {CANARY}")
    tried = Tried()

    async def send(base: str, request: object) -> object:
        raise AssertionError

    given = Attempt(send, tried.time.timing, tried.report)  # type: ignore[arg-type]
    grant = asyncio.run(tools.by_tool("gh", "https://github.com", given, inline))
    assert grant.secret == Secret(CANARY)
    assert CANARY not in repr(grant) + repr(tried.steps)


@given(st.text())
def test_any_answer_of_git_is_read(said: str) -> None:
    found = tools.parse_credential(said)
    assert all("=" not in name and "\n" not in name for name in found)
