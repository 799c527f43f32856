"""SSH signatures over letters (OpenSSH, PROTOCOL.sshsig), made and checked here for Ed25519.

The armoured block is what ``ssh-keygen -Y sign`` writes and ``-Y verify`` reads. Signatures of
other keys are read, named and left to ``ssh-keygen`` (`ssh_programs`).

::

    byte[6]  "SSHSIG"
    uint32   1
    string   public key            string "ssh-ed25519", string 32 bytes
    string   namespace
    string   reserved
    string   hash algorithm        "sha512" or "sha256"
    string   signature             string "ssh-ed25519", string 64 bytes

What is signed is ``"SSHSIG" || string namespace || string reserved || string hash algorithm ||
string H(message)``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portfolio.errors import LetterError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAGIC: Final = b"SSHSIG"
VERSION: Final = 1
ED25519: Final = "ssh-ed25519"
BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
END: Final = "-----END SSH SIGNATURE-----"
MOST_BYTES: Final = 16 * 1024
"""Of an armoured block; an RSA-16384 key and its signature take about 6 KB."""
_LINE: Final = 70
_FIELD: Final = 2**255 - 19
_SMALL_ORDER: Final = frozenset(
    (
        *(0, 1, _FIELD - 1),
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    )
)
"""Heights of the curve's points of order 1, 2, 4 and 8: as keys they fit any text."""
_CERTIFIED: Final = "-cert-v01@openssh.com"
_HASHES: Final = {"sha512": hashlib.sha512, "sha256": hashlib.sha256}


class SignatureError(LetterError):
    """The signature does not fit what it stands under."""


class OtherKeyError(LetterError):
    """The key is of a kind that is checked by ``ssh-keygen`` only.

    Args:
        algorithm: Name of the kind, e.g. ``ssh-rsa``.
    """

    def __init__(self, algorithm: str) -> None:
        super().__init__(
            f"A signature by a key of the kind {algorithm} cannot be checked here.",
            "The program ssh-keygen can.",
        )
        self.algorithm = algorithm


@dataclass(frozen=True, slots=True)
class SshSignature:
    """What a signature says of itself; nothing of it is checked yet.

    Attributes:
        key: The public key in SSH's wire format.
        algorithm: Kind of the key, e.g. ``ssh-ed25519``.
        made_by: Kind of the signature, e.g. ``rsa-sha2-512``.
        signature: The raw signature.
    """

    key: bytes
    algorithm: str
    namespace: str
    hash_name: str
    made_by: str
    signature: bytes
    armoured: bytes

    @property
    def fingerprint(self) -> str:
        """``SHA256:`` and base64 without padding, as ssh-keygen prints it."""
        return fingerprint(self.key)

    @property
    def public_line(self) -> str:
        """``<algorithm> <base64>``, as it stands in a list of keys."""
        return public_line(self.key)


def fingerprint(key: bytes) -> str:
    """Return the fingerprint of a public key in wire format."""
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode("ascii")
    return f"SHA256:{digest.rstrip('=')}"


def public_line(key: bytes) -> str:
    """Return ``<algorithm> <base64>`` of a public key in wire format.

    Raises:
        LetterError: It is no key.
    """
    return f"{_Reader(key).text('kind of key')} {base64.b64encode(key).decode('ascii')}"


def ed25519_wire(raw: bytes) -> bytes:
    """Return the wire format of the 32 bytes of an Ed25519 public key."""
    return _string(ED25519.encode()) + _string(raw)


def ed25519_raw(key: bytes) -> bytes | None:
    """Return the 32 bytes of an Ed25519 public key in wire format; None for another kind.

    Raises:
        LetterError: It is no key, or not a whole one.
    """
    reader = _Reader(key)
    if reader.text("kind of key") != ED25519:
        return None
    raw = reader.string("key")
    reader.end("key")
    if len(raw) != 32:
        raise LetterError("The key in the signature is not whole.")
    height = int.from_bytes(raw, "little") & ((1 << 255) - 1)
    if height >= _FIELD or height in _SMALL_ORDER:
        raise LetterError("The key in the signature is none that anybody can hold.")
    return raw


def read(armoured: bytes) -> SshSignature:
    """Read an armoured signature, strictly: nothing before, between or after.

    Raises:
        LetterError: It is none, or not a whole one.
    """
    reader = _Reader(_decoded(armoured))
    if reader.take(len(MAGIC)) != MAGIC:
        raise LetterError("The signature is not one that ssh-keygen makes.")
    if reader.number() != VERSION:
        raise LetterError("The signature is of a version this program does not know.")
    key = reader.string("key")
    namespace = reader.text("namespace")
    if reader.string("reserved part"):
        raise LetterError("The signature says something no program writes.")
    hash_name = reader.text("hash")
    blob = _Reader(reader.string("signature"))
    reader.end("signature")
    made_by = blob.text("kind of signature")
    # What follows differs by kind (security keys add a counter); only Ed25519 is read on.
    signature = blob.string("signature") if made_by == ED25519 else blob.rest()
    if made_by == ED25519:
        blob.end("signature")
    if not namespace:
        raise LetterError("The signature says not what it is for.")
    algorithm = _Reader(key).text("kind of key")
    if made_by not in _made_with(algorithm):
        raise LetterError("The signature is of another kind than the key it names.")
    return SshSignature(key, algorithm, namespace, hash_name, made_by, signature, armoured)


def verify(body: bytes, namespace: str, signature: SshSignature) -> None:
    """Check that a signature fits a body.

    Args:
        body: Exactly the bytes that were signed.
        namespace: What it has to be signed for.
        signature: From `read`.

    Raises:
        SignatureError: It does not fit.
        OtherKeyError: The key is of another kind.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    raw = ed25519_raw(signature.key)
    if raw is None:
        raise OtherKeyError(signature.algorithm)
    if signature.namespace != namespace:
        raise SignatureError("The signature is for another purpose.", signature.namespace)
    if signature.made_by != ED25519 or signature.hash_name not in _HASHES:
        raise SignatureError("The signature is not made as it says.")
    message = _signed(body, namespace, signature.hash_name)
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature.signature, message)
    except (InvalidSignature, ValueError) as exc:
        raise SignatureError("The signature does not fit.") from exc


def sign(body: bytes, namespace: str, key: Ed25519PrivateKey) -> bytes:
    """Return the armoured signature of a body, as ``ssh-keygen -Y sign -n NAMESPACE`` makes it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    made = key.sign(_signed(body, namespace, "sha512"))
    return assembled(ed25519_wire(raw), namespace, ED25519, _string(made))


def message_for(body: bytes, namespace: str) -> bytes:
    """Return the bytes an agent has to sign (SHA-512)."""
    return _signed(body, namespace, "sha512")


def assembled(key: bytes, namespace: str, made_by: str, rest: bytes) -> bytes:
    """Return an armoured signature from its parts.

    Args:
        key: Public key in wire format.
        namespace: What it was signed for.
        made_by: Kind of the signature.
        rest: What stands after the kind inside the signature's string.
    """
    blob = (
        MAGIC
        + VERSION.to_bytes(4, "big")
        + _string(key)
        + _string(namespace.encode())
        + _string(b"")
        + _string(b"sha512")
        + _string(_string(made_by.encode()) + rest)
    )
    text = base64.b64encode(blob).decode("ascii")
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    return "\n".join([BEGIN, *lines, END, ""]).encode("ascii")


def _made_with(algorithm: str) -> tuple[str, ...]:
    """Return the kinds of signatures a kind of key makes; SHA-1 is none of them."""
    plain = algorithm.removesuffix(_CERTIFIED)
    plain = f"{plain}@openssh.com" if plain.startswith("sk-") and "@" not in plain else plain
    if plain == "ssh-rsa":
        return ("rsa-sha2-512", "rsa-sha2-256")
    return (plain, f"webauthn-{plain}") if plain.startswith("sk-ecdsa-") else (plain,)


def _signed(body: bytes, namespace: str, hash_name: str) -> bytes:
    digest = _HASHES[hash_name](body).digest()
    parts = (namespace.encode(), b"", hash_name.encode(), digest)
    return MAGIC + b"".join(map(_string, parts))


def _decoded(armoured: bytes) -> bytes:
    if len(armoured) > MOST_BYTES:
        raise LetterError("The signature is too long to be one.")
    try:
        lines = armoured.decode("ascii").replace("\r\n", "\n").removesuffix("\n").split("\n")
    except UnicodeDecodeError as exc:
        raise LetterError("The signature holds characters that none has.") from exc
    if len(lines) < 3 or lines[0] != BEGIN or lines[-1] != END or not all(lines):
        raise LetterError("The signature is not whole.")
    try:
        text = "".join(lines[1:-1])
        blob = base64.b64decode(text, validate=True)
    except binascii.Error as exc:
        raise LetterError("The signature is not whole.") from exc
    if base64.b64encode(blob).decode("ascii") != text:
        raise LetterError("The signature is not written the way signatures are.")
    return blob


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


class _Reader:
    """Reads SSH's wire format (RFC 4251, 5)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        found = self._data[self._at : self._at + count]
        if len(found) != count:
            raise LetterError("The signature is not whole.")
        self._at += count
        return found

    def number(self) -> int:
        return int.from_bytes(self.take(4), "big")

    def string(self, what: str) -> bytes:
        length = self.number()
        if length > len(self._data) - self._at:
            raise LetterError(f"The {what} in the signature is not whole.")
        return self.take(length)

    def text(self, what: str) -> str:
        found = self.string(what)
        if not found.isascii() or not found.decode("ascii").isprintable() or len(found) > 100:
            raise LetterError(f"The {what} in the signature cannot be read.")
        return found.decode("ascii")

    def rest(self) -> bytes:
        return self.take(len(self._data) - self._at)

    def end(self, what: str) -> None:
        if self._at != len(self._data):
            raise LetterError(f"There is something after the {what} in the signature.")
