"""The real OpenSSH programs, for tests: keys, signatures and checks made by them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_ssh_keygen = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed"
)

needs_agent = pytest.mark.skipif(
    shutil.which("ssh-agent") is None or shutil.which("ssh-add") is None,
    reason="ssh-agent is not installed",
)


@dataclass(frozen=True, slots=True)
class SshKey:
    """A key pair that ssh-keygen made."""

    path: Path

    @property
    def public(self) -> str:
        """The public line without its comment."""
        text = self.path.with_suffix(".pub").read_text(encoding="utf-8")
        return " ".join(text.split()[:2])


def run(*command: str, input_bytes: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a program of OpenSSH in a bare environment."""
    return subprocess.run(
        command,
        input=input_bytes,
        capture_output=True,
        check=False,
        timeout=60,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
    )


def make_key(folder: Path, kind: str = "ed25519", *options: str) -> SshKey:
    """Have ssh-keygen make a key without a passphrase."""
    path = folder / f"id_{kind}"
    done = run("ssh-keygen", "-q", "-t", kind, *options, "-N", "", "-C", "test", "-f", str(path))
    assert done.returncode == 0, done.stderr
    return SshKey(path)


@contextlib.contextmanager
def running_agent() -> Iterator[Path]:
    """Run a real ssh-agent without keys; its socket lies where the path is short enough."""
    with tempfile.TemporaryDirectory(prefix="pf-") as folder:
        path = Path(folder) / "agent"
        started = run("ssh-agent", "-s", "-a", str(path))
        pid = re.search(rb"SSH_AGENT_PID=(\d+)", started.stdout)
        assert pid is not None, started
        try:
            yield path
        finally:
            os.kill(int(pid[1]), 15)


def add_to_agent(agent: Path, key: SshKey) -> None:
    """Hand a key to an agent."""
    done = run("env", f"SSH_AUTH_SOCK={agent}", "ssh-add", "-q", str(key.path))
    assert done.returncode == 0, done.stderr


def signed_by(key: SshKey, body: bytes, namespace: str) -> bytes:
    """Have ssh-keygen sign, and return the armoured signature."""
    file = key.path.parent / "body"
    file.write_bytes(body)
    (key.path.parent / "body.sig").unlink(missing_ok=True)
    done = run("ssh-keygen", "-Y", "sign", "-n", namespace, "-f", str(key.path), str(file))
    assert done.returncode == 0, done.stderr
    return (key.path.parent / "body.sig").read_bytes()


def is_good(folder: Path, public: str, body: bytes, armoured: bytes, namespace: str) -> bool:
    """Ask ssh-keygen whether a signature by a key fits."""
    (folder / "signers").write_text(f"writer {public}\n", encoding="ascii")
    (folder / "block.sig").write_bytes(armoured)
    done = run("ssh-keygen", "-Y", "verify", "-n", namespace, "-f", str(folder / "signers"),
               "-I", "writer", "-s", str(folder / "block.sig"), input_bytes=body)  # fmt: skip
    return done.returncode == 0
