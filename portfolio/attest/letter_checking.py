"""Whether a letter's signature fits, over the bytes as they came."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from portfolio.attest import ssh_programs, sshsig
from portfolio.attest.sshsig import SignatureError

if TYPE_CHECKING:
    from portfolio.attest.letter import Letter

Verify = Callable[[bytes, str, sshsig.SshSignature], None]


def check(letter: Letter, verify: Verify = ssh_programs.verify) -> sshsig.SshSignature:
    """Return a letter's signature, which fits.

    A letter with the line ends of another system may have been signed so, or have got them on the
    way: it fits when its signature fits either, and says the same both ways.

    Args:
        letter: With a signature.
        verify: Checks one; raises `SignatureError` or `OtherKeyError`.

    Raises:
        LetterError: The signature is none.
        SignatureError: It does not fit.
        OtherKeyError: Its kind of key cannot be checked here.
    """
    signature = sshsig.read(letter.signature)
    try:
        verify(letter.body, letter.namespace, signature)
    except SignatureError:
        if not letter.as_came:
            raise
        verify(letter.as_came, letter.namespace, signature)
    return signature
