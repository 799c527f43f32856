"""OpenSSH's own programs: ``ssh-keygen`` for kinds of keys we do not check, and the SSH agent.

The only place in this room that starts a program or opens a socket (the agent's, on this
computer). ``ssh-keygen`` gets files in a folder of its own, no shell, a bare environment and a
time limit. Private key files are never opened: the agent signs, or the person runs the command.
"""

from __future__ import annotations

import base64
import binascii
import os
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from portfolio.attest import sshsig
from portfolio.attest.sshsig import OtherKeyError, SignatureError
from portfolio.errors import KeyFileError, LetterError

if TYPE_CHECKING:
    from collections.abc import Iterator

TIME_LIMIT_S: Final = 20.0
AGENT_LIMIT_S: Final = 60.0
"""An agent may ask the person for a touch or a passphrase."""
_MOST_ANSWER: Final = 256 * 1024
_LONGEST_PUBLIC: Final = 16 * 1024
_SIGNER: Final = "signer"
_REQUEST_IDENTITIES, _IDENTITIES_ANSWER = 11, 12
_SIGN_REQUEST, _SIGN_RESPONSE = 13, 14
_RSA_SHA2_512: Final = 4


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of this computer or of its agent.

    Attributes:
        wire: In SSH's wire format.
        comment: As its owner named it.
        path: Of its ``.pub`` file, "" for one only the agent has.
        in_agent: The agent can sign with it.
    """

    wire: bytes
    comment: str = ""
    path: str = ""
    in_agent: bool = False

    @property
    def line(self) -> str:
        """``<algorithm> <base64>``."""
        return sshsig.public_line(self.wire)

    @property
    def fingerprint(self) -> str:
        """``SHA256:...``."""
        return sshsig.fingerprint(self.wire)


def verify(body: bytes, namespace: str, signature: sshsig.SshSignature) -> None:
    """Check a signature, by ``ssh-keygen`` where it is not ours to check.

    Raises:
        SignatureError: It does not fit.
        OtherKeyError: The kind is not checked here and there is no ``ssh-keygen``.
    """
    if signature.algorithm == sshsig.ED25519:
        sshsig.verify(body, namespace, signature)
        return
    if signature.namespace != namespace:
        raise SignatureError("The signature is for another purpose.", signature.namespace)
    program = shutil.which("ssh-keygen")
    if program is None:
        raise OtherKeyError(signature.algorithm)
    with tempfile.TemporaryDirectory(prefix="portfolio-") as folder:
        _ask_ssh_keygen(program, Path(folder), body, signature)


def _ask_ssh_keygen(
    program: str, folder: Path, body: bytes, signature: sshsig.SshSignature
) -> None:
    signers, block = folder / "signers", folder / "letter.sig"
    signers.write_text(f"{_SIGNER} {signature.public_line}\n", encoding="ascii")
    block.write_bytes(signature.armoured)
    command = [program, "-Y", "verify", "-n", signature.namespace, "-f", str(signers),
               "-I", _SIGNER, "-s", str(block)]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  (a fixed program; what varies is no option)
            command,
            input=body,
            capture_output=True,
            timeout=TIME_LIMIT_S,
            check=False,
            env={"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C"},
            cwd=folder,
        )
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise OtherKeyError(signature.algorithm) from exc
    if done.returncode == 0:
        return
    said = done.stdout + done.stderr
    if b"unsupported" in said.lower() or b"unknown key type" in said.lower():
        raise OtherKeyError(signature.algorithm)
    raise SignatureError("The signature does not fit.")


def keys_here(folder: Path | None = None) -> list[PublicKey]:
    """Return the public keys of this computer: those in ``~/.ssh`` and those of the agent.

    Only files ending in ``.pub`` are opened.
    """
    found: dict[bytes, PublicKey] = {}
    try:
        paths = sorted((folder or Path.home() / ".ssh").glob("*.pub"))
    except OSError:
        paths = []
    for path in paths:
        key = _public_file(path)
        if key is not None:
            found.setdefault(key.wire, key)
    for wire, comment in _agent_keys():
        known = found.get(wire)
        place = known.path if known else ""
        found[wire] = PublicKey(wire, comment or (known.comment if known else ""), place, True)  # noqa: FBT003
    return list(found.values())


def public_key(line: str) -> tuple[bytes, str]:
    """Return wire format and comment of a public key line ``<algorithm> <base64> [comment]``.

    Raises:
        KeyFileError: It is none.
    """
    parts = line.strip().split(None, 2)
    try:
        wire = base64.b64decode(parts[1], validate=True)
        named = sshsig.public_line(wire).split()[0]
    except (IndexError, binascii.Error, ValueError, LetterError) as exc:
        raise KeyFileError("This is no public key.") from exc
    if named != parts[0]:
        raise KeyFileError("This public key does not say what it is.")
    return wire, parts[2] if len(parts) > 2 else ""


def _public_file(path: Path) -> PublicKey | None:
    try:
        if not stat.S_ISREG(path.stat().st_mode) or path.stat().st_size > _LONGEST_PUBLIC:
            return None
        wire, comment = public_key(path.read_text(encoding="utf-8", errors="replace"))
    except (OSError, KeyFileError):
        return None
    return PublicKey(wire, comment, str(path))


def agent_sign(body: bytes, namespace: str, wire: bytes) -> bytes:
    """Have the agent sign, and return the armoured signature.

    Blocks until the agent answers; never on the UI thread or a loop.

    Raises:
        KeyFileError: There is no agent, it has not this key, or the person said no.
    """
    flags = _RSA_SHA2_512 if sshsig.public_line(wire).startswith("ssh-rsa ") else 0
    message = sshsig.message_for(body, namespace)
    ask = bytes([_SIGN_REQUEST]) + _string(wire) + _string(message) + flags.to_bytes(4, "big")
    answer = _ask_agent(ask, AGENT_LIMIT_S)
    if not answer or answer[0] != _SIGN_RESPONSE:
        raise KeyFileError(
            "The SSH agent did not sign.", "It may have been told not to, or lost the key."
        )
    blob, _ = _take(answer[1:])
    made_by, rest = _take(blob)
    made = sshsig.assembled(wire, namespace, made_by.decode("ascii", "replace"), rest)
    try:
        verify(body, namespace, sshsig.read(made))
    except OtherKeyError:
        return made
    except LetterError as exc:  # e.g. an old agent, which signs RSA with SHA-1 only
        raise KeyFileError("What the SSH agent signed does not fit.", exc.title) from exc
    return made


def _agent_keys() -> Iterator[tuple[bytes, str]]:
    try:
        answer = _ask_agent(bytes([_REQUEST_IDENTITIES]), TIME_LIMIT_S)
        if not answer or answer[0] != _IDENTITIES_ANSWER:
            return
        count, rest = int.from_bytes(answer[1:5], "big"), answer[5:]
        for _ in range(min(count, 100)):
            wire, rest = _take(rest)
            comment, rest = _take(rest)
            sshsig.public_line(wire)
            yield wire, " ".join(comment.decode("utf-8", "replace").split())
    except (KeyFileError, LetterError):
        return


def _ask_agent(message: bytes, limit_s: float) -> bytes:
    """Send one message to the agent and return its answer.

    Raises:
        KeyFileError: There is no agent, or it does not answer.
    """
    path = os.environ.get("SSH_AUTH_SOCK", "")
    if not path or not hasattr(socket, "AF_UNIX"):
        raise KeyFileError("There is no SSH agent on this computer.")
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as agent:
            ends_at = time.monotonic() + limit_s
            agent.settimeout(limit_s)
            agent.connect(path)
            agent.sendall(_string(message))
            length = int.from_bytes(_received(agent, 4, ends_at), "big")
            if length > _MOST_ANSWER:
                raise KeyFileError("The SSH agent answered more than it should.")
            return _received(agent, length, ends_at)
    except OSError as exc:
        raise KeyFileError("The SSH agent does not answer.") from exc


def _received(agent: socket.socket, count: int, ends_at: float) -> bytes:
    data = b""
    while len(data) < count:
        agent.settimeout(max(0.01, ends_at - time.monotonic()))
        part = agent.recv(count - len(data))
        if not part:
            raise KeyFileError("The SSH agent ended in the middle of its answer.")
        data += part
    return data


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _take(data: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(data[:4], "big")
    if len(data) < 4 + length:
        raise KeyFileError("The SSH agent's answer is not whole.")
    return data[4 : 4 + length], data[4 + length :]
