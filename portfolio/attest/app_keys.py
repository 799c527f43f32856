"""Keys of this app: Ed25519, made on first need. Private parts are handed out for the keyring only.

In the keyring a key is the base64 of its 32 bytes (44 characters: Windows takes about 1,280). The
recovery file is an OpenSSH private key under a passphrase, so ``ssh-keygen -y -f FILE`` opens it
on any machine, whatever becomes of this program. The same key is a ``did:key`` for badges.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from portfolio.attest import sshsig
from portfolio.errors import KeyFileError
from portfolio.model.keys import OWN, KeyKind, KeyRecord
from portfolio.secret import Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SHORTEST_PASSPHRASE: Final = 8
MOST_BYTES: Final = 16 * 1024
ROUNDS: Final = 64
"""Of bcrypt over the passphrase: a good second here; ssh-keygen takes 16 unless told otherwise."""
MOST_ROUNDS: Final = 600
_PEM: Final = re.compile(
    rb"-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----"
)
_OPENSSH_KEY: Final = b"openssh-key-v1\0"
_DID: Final = "did:key:z"
_MULTICODEC: Final = b"\xed\x01"
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def make() -> Secret:
    """Return a fresh private key as it is kept in the keyring."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return kept(Ed25519PrivateKey.generate())


def kept(key: Ed25519PrivateKey) -> Secret:
    """Return a private key as it is kept in the keyring."""
    return Secret(base64.b64encode(key.private_bytes_raw()).decode("ascii"))


def private_key(secret: Secret) -> Ed25519PrivateKey:
    """Return the key a keyring entry holds.

    Raises:
        KeyFileError: It holds none.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        raw = base64.b64decode(secret.reveal(), validate=True)
        return Ed25519PrivateKey.from_private_bytes(raw)
    except (binascii.Error, ValueError) as exc:
        raise KeyFileError("What the keyring holds under this name is no key.") from exc


def wire(key: Ed25519PrivateKey) -> bytes:
    """Return the public part in SSH's wire format."""
    return sshsig.ed25519_wire(key.public_key().public_bytes_raw())


def record(key: Ed25519PrivateKey) -> KeyRecord:
    """Return the public part as it is kept in the record."""
    public = wire(key)
    return KeyRecord(
        fingerprint=sshsig.fingerprint(public),
        algorithm=sshsig.ED25519,
        public=sshsig.public_line(public),
        kind=KeyKind.APP,
        owner=OWN,
    )


def did(raw: bytes) -> str:
    """Return the ``did:key`` of the 32 bytes of a public key."""
    return f"{_DID}{_base58(_MULTICODEC + raw)}"


def raw_of_did(text: str) -> bytes:
    """Return the 32 bytes of the Ed25519 key a ``did:key`` names.

    Raises:
        KeyFileError: It names none.
    """
    data = _from_base58(text.removeprefix(_DID)) if text.startswith(_DID) else b""
    if len(data) != 34 or not data.startswith(_MULTICODEC):
        raise KeyFileError("This names no key of the kind this app uses.")
    return data[2:]


def recovery_file(key: Ed25519PrivateKey, passphrase: Secret) -> bytes:
    """Return a private key under a passphrase, as ``ssh-keygen`` writes and opens it.

    Raises:
        KeyFileError: The passphrase is too short.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

    words = passphrase.reveal()
    if len(words) < SHORTEST_PASSPHRASE:
        raise KeyFileError(f"The passphrase needs at least {SHORTEST_PASSPHRASE} characters.")
    how = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(ROUNDS)
    lock = how.build(words.encode("utf-8"))
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, lock)


def from_recovery_file(data: bytes, passphrase: Secret) -> Ed25519PrivateKey:
    """Return the key of a recovery file, or of another OpenSSH file with an Ed25519 key.

    Raises:
        KeyFileError: It is no such file, or the passphrase does not open it.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    if len(data) > MOST_BYTES or _rounds(data) is None:
        raise KeyFileError("This file is no key that this app or ssh-keygen wrote.")
    if (_rounds(data) or 0) > MOST_ROUNDS:
        raise KeyFileError("This key file asks for more work than opening a key takes.")
    # A file without a passphrase opens whatever was typed.
    words = passphrase.reveal().encode("utf-8") if _rounds(data) else None
    try:
        key = load_ssh_private_key(data, words)
    except (ValueError, TypeError, UnsupportedAlgorithm, binascii.Error) as exc:
        raise KeyFileError("The passphrase does not open this file, or it is damaged.") from exc
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError("This key is of another kind. This app signs with Ed25519 keys.")
    return key


def _rounds(data: bytes) -> int | None:
    """Return how much work opening a key file takes (OpenSSH, PROTOCOL.key); None if it is none.

    Read before anything is tried: a file could ask for years.
    """
    found = _PEM.fullmatch(data.strip())
    try:
        blob = base64.b64decode(b"".join(found[1].split()), validate=True) if found else b""
        if not blob.startswith(_OPENSSH_KEY):
            return None
        _, rest = _string(blob[len(_OPENSSH_KEY) :])
        kdf, rest = _string(rest)
        options, _ = _string(rest)
        if kdf == b"none":
            return 0
        return int.from_bytes(_string(options)[1][:4], "big") if kdf == b"bcrypt" else None
    except (binascii.Error, ValueError):
        return None


def _string(data: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(data[:4], "big")
    if len(data) < 4 + length:
        raise ValueError("not whole")
    return data[4 : 4 + length], data[4 + length :]


def _base58(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    text = ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def _from_base58(text: str) -> bytes:
    if len(text) > 100 or any(char not in _BASE58 for char in text):
        return b""
    number = 0
    for char in text:
        number = number * 58 + _BASE58.index(char)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
