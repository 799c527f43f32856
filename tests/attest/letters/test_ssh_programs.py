"""The keys of this computer: public files, a real agent that signs, and hostile ones."""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.attest import ssh_programs, sshsig
from portfolio.attest.sshsig import SignatureError
from portfolio.errors import KeyFileError, LetterError
from tests.attest.letters.letters import KEY
from tests.attest.ssh import (
    SshKey,
    add_to_agent,
    is_good,
    make_key,
    needs_agent,
    needs_ssh_keygen,
    run,
    running_agent,
)

BODY = b"A letter.\n"
SPACE = "testimonial@portfolio"


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path fits into the address of a socket."""
    with tempfile.TemporaryDirectory(prefix="pf-") as folder:
        yield Path(folder)


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A running ssh-agent without keys."""
    with running_agent() as path:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        yield path


def wire_of(key: SshKey) -> bytes:
    return ssh_programs.public_key(key.public)[0]


@needs_agent
@needs_ssh_keygen
@pytest.mark.parametrize(
    ("kind", "options"), [("ed25519", ()), ("rsa", ("-b", "2048")), ("ecdsa", ("-b", "384"))]
)
def test_the_agent_signs_and_ssh_keygen_agrees(
    agent: Path, tmp_path: Path, kind: str, options: tuple[str, ...]
) -> None:
    key = make_key(tmp_path, kind, *options)
    add_to_agent(agent, key)
    (listed,) = ssh_programs.keys_here(tmp_path / "none")
    assert (listed.line, listed.comment, listed.in_agent) == (key.public, "test", True)
    shown = run("ssh-keygen", "-l", "-f", str(key.path)).stdout.decode()
    assert listed.fingerprint in shown
    made = ssh_programs.agent_sign(BODY, SPACE, listed.wire)
    assert is_good(tmp_path, key.public, BODY, made, SPACE)
    assert not is_good(tmp_path, key.public, BODY + b"x", made, SPACE)
    ssh_programs.verify(BODY, SPACE, sshsig.read(made))


@needs_agent
@needs_ssh_keygen
def test_an_agent_without_the_key_says_no(agent: Path, tmp_path: Path) -> None:
    key = make_key(tmp_path)
    with pytest.raises(KeyFileError, match="did not sign"):
        ssh_programs.agent_sign(BODY, SPACE, wire_of(key))


@needs_ssh_keygen
def test_only_public_files_of_the_folder_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    key = make_key(tmp_path)
    key.path.chmod(0)
    (tmp_path / "junk.pub").write_text("not a key\n")
    (tmp_path / "huge.pub").write_bytes(b"ssh-ed25519 " + b"A" * 100_000)
    (tmp_path / "folder.pub").mkdir()
    (tmp_path / "gone.pub").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.pub")
    (found,) = ssh_programs.keys_here(tmp_path)
    assert (found.line, found.comment, found.in_agent) == (key.public, "test", False)
    assert found.path == str(tmp_path / "id_ed25519.pub")


def test_no_folder_and_no_agent_means_no_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "nothing"))
    assert ssh_programs.keys_here(tmp_path / "nothing") == []
    with pytest.raises(KeyFileError, match="does not answer"):
        ssh_programs.agent_sign(BODY, SPACE, sshsig.ed25519_wire(b"\x05" * 32))
    monkeypatch.delenv("SSH_AUTH_SOCK")
    with pytest.raises(KeyFileError, match="no SSH agent"):
        ssh_programs.agent_sign(BODY, SPACE, sshsig.ed25519_wire(b"\x05" * 32))


@contextmanager
def answering(path: Path, answer: bytes) -> Iterator[None]:
    """Run an agent that gives one answer to everything and hangs up."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(path))
        server.listen()

        def serve() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(65536)
                peer.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            thread.join()
    path.unlink()


def framed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


HOSTILE = [
    b"",
    b"\0\0",
    b"\xff\xff\xff\xff",
    framed(b""),
    framed(b"\x05"),
    framed(b"\x0c\xff\xff\xff\xff"),
    framed(b"\x0c\0\0\0\x02" + framed(b"junk") + framed(b"\xff\xfe")),
    framed(b"\x0e"),
    framed(b"\x0e" + framed(b"")),
    framed(b"\x0e" + framed(framed(b"\xff\xff") + b"x")),
    framed(b"\x0e" + framed(framed(b"ssh-rsa") + framed(b"x"))),
]


@pytest.mark.parametrize("answer", HOSTILE)
def test_a_hostile_agent_ends_in_a_plain_sentence(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    path = short_folder / "agent"
    monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
    with answering(path, answer):
        assert ssh_programs.keys_here(short_folder / "none") == []
    with answering(path, answer), pytest.raises((KeyFileError, LetterError)):
        ssh_programs.agent_sign(BODY, SPACE, sshsig.ed25519_wire(b"\x05" * 32))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.booleans())
def test_arbitrary_answers_of_an_agent_end_plainly(
    short_folder: Path, answer: bytes, whole: bool
) -> None:
    path = short_folder / "agent"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSH_AUTH_SOCK", str(path))
        with answering(path, framed(answer) if whole else answer):
            try:
                ssh_programs.agent_sign(BODY, SPACE, sshsig.ed25519_wire(b"\x05" * 32))
            except (KeyFileError, LetterError):
                return


@given(st.text(max_size=80) | st.binary(max_size=40).map(
    lambda data: "ssh-ed25519 " + base64.b64encode(data).decode()))  # fmt: skip
def test_arbitrary_lines_are_no_public_key(line: str) -> None:
    with pytest.raises(KeyFileError):
        ssh_programs.public_key(line)


@needs_ssh_keygen
def test_the_signature_of_a_security_key_is_checked_by_ssh_keygen() -> None:
    # What a security key signs (OpenSSH, PROTOCOL.u2f): application, flags, counter, message.
    application, flags_counter = b"ssh:", b"\x01\0\0\0\x07"
    message = sshsig.message_for(BODY, SPACE)
    made = KEY.sign(
        hashlib.sha256(application).digest() + flags_counter + hashlib.sha256(message).digest()
    )
    kind = "sk-ssh-ed25519@openssh.com"
    raw = KEY.public_key().public_bytes_raw()
    wire = framed(kind.encode()) + framed(raw) + framed(application)
    signature = sshsig.read(sshsig.assembled(wire, SPACE, kind, framed(made) + flags_counter))
    ssh_programs.verify(BODY, SPACE, signature)
    with pytest.raises(SignatureError):
        ssh_programs.verify(BODY + b"x", SPACE, signature)


@needs_ssh_keygen
def test_what_ssh_keygen_is_given_is_no_option_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    wire = b"".join(map(framed, (b"ecdsa-sha2-nistp256", b"nistp256", b"\x04" + b"\x07" * 64)))
    block = sshsig.assembled(wire, SPACE, "ecdsa-sha2-nistp256", framed(b"\1" * 70))
    with pytest.raises(LetterError):
        ssh_programs.verify(BODY, SPACE, sshsig.read(block))
    assert list(temporary.iterdir()) == []
