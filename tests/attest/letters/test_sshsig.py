"""Signatures of ours are good to ssh-keygen and the other way round, and no others are."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.attest import ssh_programs, sshsig
from portfolio.attest.sshsig import OtherKeyError, SignatureError
from portfolio.errors import LetterError
from tests.attest.letters.letters import KEY, OTHER_KEY
from tests.attest.ssh import is_good, make_key, needs_ssh_keygen, signed_by

BODY = b"A letter.\nWith two lines.\n"
SPACE = "testimonial@portfolio"
PUBLIC = sshsig.public_line(sshsig.ed25519_wire(KEY.public_key().public_bytes_raw()))


@needs_ssh_keygen
def test_ssh_keygen_takes_ours(tmp_path: Path) -> None:
    made = sshsig.sign(BODY, SPACE, KEY)
    assert is_good(tmp_path, PUBLIC, BODY, made, SPACE)
    assert not is_good(tmp_path, PUBLIC, BODY + b" ", made, SPACE)
    assert not is_good(tmp_path, PUBLIC, BODY, made, "vouch@portfolio")


@needs_ssh_keygen
def test_we_take_ssh_keygens(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    made = signed_by(key, BODY, SPACE)
    signature = sshsig.read(made)
    sshsig.verify(BODY, SPACE, signature)
    assert signature.public_line == key.public
    with pytest.raises(SignatureError):
        sshsig.verify(BODY + b"!", SPACE, signature)
    with pytest.raises(SignatureError, match="another purpose"):
        sshsig.verify(BODY, "vouch@portfolio", signature)


@needs_ssh_keygen
def test_the_same_key_gives_the_same_block_by_both(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    key = make_key(tmp_path)
    private = load_ssh_private_key(key.path.read_bytes(), None)
    assert sshsig.sign(BODY, SPACE, private) == signed_by(key, BODY, SPACE)  # type: ignore[arg-type]


@needs_ssh_keygen
@pytest.mark.parametrize(("kind", "options"), [("rsa", ("-b", "2048")), ("ecdsa", ())])
def test_other_kinds_are_checked_by_ssh_keygen(
    tmp_path: Path, kind: str, options: tuple[str, ...]
) -> None:
    made = sshsig.read(signed_by(make_key(tmp_path, kind, *options), BODY, SPACE))
    with pytest.raises(OtherKeyError) as told:
        sshsig.verify(BODY, SPACE, made)
    assert kind in told.value.algorithm
    ssh_programs.verify(BODY, SPACE, made)
    with pytest.raises(SignatureError):
        ssh_programs.verify(BODY + b"!", SPACE, made)
    with pytest.raises(SignatureError, match="another purpose"):
        ssh_programs.verify(BODY, "vouch@portfolio", made)


def test_without_ssh_keygen_other_kinds_cannot_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = b"".join(len(part).to_bytes(4, "big") + part for part in (b"ssh-rsa", b"\x03", b"\x05"))
    made = sshsig.read(sshsig.assembled(wire, SPACE, "rsa-sha2-512", b"\0\0\0\x01x"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OtherKeyError, match="ssh-rsa"):
        ssh_programs.verify(BODY, SPACE, made)


def test_every_flipped_byte_is_noticed() -> None:
    armoured = sshsig.sign(BODY, SPACE, KEY)
    lines = armoured.decode().splitlines()
    blob = base64.b64decode("".join(lines[1:-1]))
    for at in range(len(blob)):
        for bit in (1, 128):
            changed = bytearray(blob)
            changed[at] ^= bit
            text = base64.b64encode(bytes(changed)).decode()
            block = f"{sshsig.BEGIN}\n{text}\n{sshsig.END}\n".encode()
            with pytest.raises(LetterError):
                sshsig.verify(BODY, SPACE, sshsig.read(block))
    for at in range(len(BODY)):
        changed = bytearray(BODY)
        changed[at] ^= 1
        with pytest.raises(SignatureError):
            sshsig.verify(bytes(changed), SPACE, sshsig.read(armoured))


def test_another_key_under_a_signature_does_not_fit() -> None:
    mine, other = sshsig.read(sshsig.sign(BODY, SPACE, KEY)), sshsig.sign(BODY, SPACE, OTHER_KEY)
    blob = sshsig.assembled(
        mine.key, SPACE, sshsig.ED25519,
        len(sshsig.read(other).signature).to_bytes(4, "big") + sshsig.read(other).signature,
    )  # fmt: skip
    with pytest.raises(SignatureError):
        sshsig.verify(BODY, SPACE, sshsig.read(blob))


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_no_signature(data: bytes) -> None:
    with pytest.raises(LetterError):
        sshsig.read(data)


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_arbitrary_blobs_are_no_signature(data: bytes) -> None:
    text = base64.b64encode(b"SSHSIG\0\0\0\x01" + data).decode()
    with pytest.raises(LetterError):
        sshsig.read(f"{sshsig.BEGIN}\n{text}\n{sshsig.END}\n".encode())


def test_something_after_the_end_is_refused() -> None:
    armoured = sshsig.sign(BODY, SPACE, KEY)
    for block in (armoured + b"x\n", b"x\n" + armoured, armoured + armoured):
        with pytest.raises(LetterError):
            sshsig.read(block)
