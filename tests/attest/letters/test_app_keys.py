"""Keys of the app: short in the keyring, recoverable by ssh-keygen, one key for both formats."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.attest import app_keys, sshsig
from portfolio.errors import KeyFileError
from portfolio.secret import Secret
from tests.attest.letters.letters import KEY
from tests.attest.ssh import make_key, needs_ssh_keygen, run

PASS = Secret("seven words are enough")


def test_a_key_is_short_in_the_keyring_and_comes_back() -> None:
    secret = app_keys.make()
    assert len(secret.reveal()) == 44
    key = app_keys.private_key(secret)
    assert app_keys.kept(key) == secret
    assert app_keys.make() != secret


@pytest.mark.parametrize("text", ["", "x", "AAAA", "=" * 44, "é" * 44])
def test_what_is_no_key_is_said_plainly(text: str) -> None:
    with pytest.raises(KeyFileError, match="no key"):
        app_keys.private_key(Secret(text))


def test_a_recovery_file_opens_with_its_passphrase_only() -> None:
    file = app_keys.recovery_file(KEY, PASS)
    assert app_keys.from_recovery_file(file, PASS).private_bytes_raw() == KEY.private_bytes_raw()
    assert KEY.private_bytes_raw() not in file
    for wrong in ("", "seven words", "seven words are enough "):
        with pytest.raises(KeyFileError, match="passphrase"):
            app_keys.from_recovery_file(file, Secret(wrong))
    with pytest.raises(KeyFileError, match="8 characters"):
        app_keys.recovery_file(KEY, Secret("short"))


@needs_ssh_keygen
def test_ssh_keygen_opens_a_recovery_file(tmp_path: Path) -> None:
    path = tmp_path / "recovery"
    path.write_bytes(app_keys.recovery_file(KEY, PASS))
    path.chmod(0o600)
    done = run("ssh-keygen", "-y", "-P", PASS.reveal(), "-f", str(path))
    assert done.stdout.decode().split()[:2] == app_keys.record(KEY).public.split()
    shown = run("ssh-keygen", "-l", "-f", str(path)).stdout.decode()
    assert app_keys.record(KEY).fingerprint in shown


@needs_ssh_keygen
def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = make_key(tmp_path, "ecdsa").path
    with pytest.raises(KeyFileError, match="another kind"):
        app_keys.from_recovery_file(path.read_bytes(), Secret(""))


def with_rounds(rounds: int) -> bytes:
    """Return a recovery file that asks for another number of rounds."""
    lines = app_keys.recovery_file(KEY, PASS).decode().splitlines()
    blob = bytearray(base64.b64decode("".join(lines[1:-1])))
    at = blob.index(b"bcrypt") + len("bcrypt") + 4 + 4 + 16  # lengths of the options and the salt
    assert int.from_bytes(blob[at : at + 4], "big") == app_keys.ROUNDS
    blob[at : at + 4] = rounds.to_bytes(4, "big")
    return "\n".join([lines[0], base64.b64encode(blob).decode(), lines[-1], ""]).encode()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("rounds", [app_keys.MOST_ROUNDS + 1, 2**31, 2**32 - 1])
def test_a_file_that_asks_for_years_is_refused_at_once(rounds: int) -> None:
    with pytest.raises(KeyFileError, match="more work"):
        app_keys.from_recovery_file(with_rounds(rounds), PASS)


def quick_file(passphrase: bytes | None) -> bytes:
    how = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(1)
    lock = how.build(passphrase) if passphrase else NoEncryption()
    return KEY.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, lock)


QUICK = [quick_file(None), quick_file(PASS.reveal().encode())]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_key_file_opens_as_it_was_or_is_refused_plainly(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(QUICK))
    lines = file.decode().splitlines()
    blob = bytearray(base64.b64decode("".join(lines[1:-1])))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(blob)))
        blob[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    text = "\n".join([lines[0], base64.b64encode(blob).decode(), lines[-1], ""]).encode()
    try:
        key = app_keys.from_recovery_file(text, PASS if file is QUICK[1] else Secret(""))
    except KeyFileError:
        return
    assert len(key.private_bytes_raw()) == 32


@needs_ssh_keygen
@pytest.mark.parametrize("options", [(), ("-a", "100")])
def test_a_key_that_ssh_keygen_made_is_taken(tmp_path: Path, options: tuple[str, ...]) -> None:
    path = tmp_path / "key"
    run("ssh-keygen", "-q", "-t", "ed25519", *options, "-N", PASS.reveal(), "-f", str(path))
    key = app_keys.from_recovery_file(path.read_bytes(), PASS)
    public = path.with_suffix(".pub").read_text(encoding="utf-8")
    assert app_keys.record(key).public.split() == public.split()[:2]
    run("ssh-keygen", "-q", "-p", "-P", PASS.reveal(), "-N", "", "-f", str(path))
    assert app_keys.from_recovery_file(path.read_bytes(), Secret(""))


@given(st.binary(max_size=200))
def test_arbitrary_files_are_no_key(data: bytes) -> None:
    text = b"-----BEGIN OPENSSH PRIVATE KEY-----\n" + data
    for file in (data, text):
        with pytest.raises(KeyFileError):
            app_keys.from_recovery_file(file, PASS)


@given(st.binary(min_size=32, max_size=32))
def test_did_and_key_are_inverse(seed: bytes) -> None:
    raw = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    text = app_keys.did(raw)
    assert text.startswith("did:key:z6Mk")
    assert app_keys.raw_of_did(text) == raw
    assert sshsig.ed25519_raw(sshsig.ed25519_wire(raw)) == raw


def test_the_published_example_of_a_did() -> None:
    # From the did:key specification's test vectors (Ed25519).
    text = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
    assert app_keys.did(app_keys.raw_of_did(text)) == text


@pytest.mark.parametrize(
    "text", ["", "did:key:", "did:key:z", "did:web:x", "did:key:z6Mk0", "x" * 9999]
)
def test_other_dids_name_no_key(text: str) -> None:
    with pytest.raises(KeyFileError):
        app_keys.raw_of_did(text)
