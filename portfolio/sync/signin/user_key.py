"""Signing in to a Discourse forum with a user API key.

::

    this program                    browser                     forum
    key pair, nonce  --address-->   page asks the person  --->  makes a key,
    decrypts  <---------paste-----  shows text  <-------------  encrypts it to the public key

The forum encrypts with PKCS#1 v1.5, newer ones with OAEP when asked to; both are tried. The nonce
in the text ties it to this very attempt.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from portfolio.errors import SignInError
from portfolio.secret import Secret
from portfolio.sync.signin.addresses import check_encrypted
from portfolio.sync.signin.faults import ended
from portfolio.sync.signin.shapes import (
    Attempt,
    Blocking,
    Grant,
    SignInEndpoints,
    SignInStep,
    StepKind,
)
from portfolio.sync.signin.tokens import CLIENT_ID

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

Paste = Callable[[str], Awaitable[str]]
"""Asks the person for the text; told the code of what was wrong with the last one, "" at first."""

_BITS: Final = 2048
_MOST_PASTED: Final = 20_000
_MOST_KEY: Final = 1_000


@dataclass(frozen=True, slots=True, repr=False)
class UserKeyAttempt:
    """One attempt: its key pair never leaves this object.

    Attributes:
        address: The page to open.
        client_id: Under which the forum knows this program; a new key under the same one makes
            an older key useless, so each attempt has its own.
    """

    address: str
    client_id: str
    scopes: tuple[str, ...]
    _key: RSAPrivateKey
    _nonce: Secret

    def finish(self, pasted: str) -> Grant:
        """Return the key in what the person pasted.

        Raises:
            SignInError: ``bad-payload`` or ``wrong-nonce``; another text may be tried.
        """
        payload = _payload(pasted)
        for plain in _decrypted(self._key, payload):
            found = parse_payload(plain)
            if found is None:
                continue
            key, nonce = found
            if not hmac.compare_digest(nonce.encode(), self._nonce.reveal().encode()):
                raise ended("wrong-nonce")
            return Grant(key, self.scopes, options={CLIENT_ID: self.client_id})
        raise ended("bad-payload")


def begin(endpoints: SignInEndpoints) -> UserKeyAttempt:
    """Make a key pair and the address of the page. Takes about 0.1 s: not on the loop.

    Raises:
        SignInError: The forum is not reached over https.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    check_encrypted(endpoints.user_key)
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    nonce, client_id = Secret(secrets.token_hex(16)), secrets.token_hex(16)
    scopes = endpoints.scopes or ("read",)
    pairs = (
        ("application_name", "Portfolio"),
        ("client_id", client_id),
        ("scopes", ",".join(scopes)),
        ("public_key", public.decode()),
        ("nonce", nonce.reveal()),
        ("padding", "oaep"),
    )
    address = f"{endpoints.user_key}?{urlencode(pairs)}"
    return UserKeyAttempt(address, client_id, scopes, key, nonce)


async def by_user_key(
    endpoints: SignInEndpoints, attempt: Attempt, paste: Paste, blocking: Blocking
) -> Grant:
    """Have a page opened and the text it shows pasted, as often as it takes.

    Args:
        endpoints: Of the forum.
        attempt: Told which page to open.
        paste: Asks for the text; giving up is cancelling the task.
        blocking: Runs the making of the key pair.

    Raises:
        SignInError: The forum is not reached over https.
    """
    handshake = await blocking(lambda: begin(endpoints))
    attempt.report(SignInStep(StepKind.PASTE, address=handshake.address))
    problem = ""
    while True:
        pasted = await paste(problem)
        try:
            grant = handshake.finish(pasted)
        except SignInError as error:
            problem = error.code
        else:
            attempt.report(SignInStep(StepKind.DONE))
            return grant


def parse_payload(plain: bytes) -> tuple[Secret, str] | None:
    """Read the decrypted text: the key and the nonce, or None when it is no such text."""
    try:
        raw = json.loads(plain)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict):
        return None
    key, nonce = raw.get("key"), raw.get("nonce")
    if not isinstance(key, str) or not isinstance(nonce, str):
        return None
    if not 0 < len(key) <= _MOST_KEY or not key.isascii() or not key.isprintable():
        return None
    return (Secret(key), nonce) if nonce.isascii() else None


def _payload(pasted: str) -> bytes:
    text = "".join(pasted[:_MOST_PASTED].split())
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ended("bad-payload") from error


def _decrypted(key: RSAPrivateKey, payload: bytes) -> Iterator[bytes]:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    # Ruby's OAEP uses SHA-1 for both; it is no signature, and nobody can choose collisions here.
    ways: tuple[padding.AsymmetricPadding, ...] = (
        padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None),  # noqa: S303
        padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None),
        padding.PKCS1v15(),
    )
    for way in ways:
        with contextlib.suppress(ValueError):
            yield key.decrypt(payload, way)
