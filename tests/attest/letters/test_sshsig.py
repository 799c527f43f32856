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
from tests.attest.ssh import is_good, make_key, needs_ssh_keygen, run, signed_by

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


@pytest.mark.parametrize(
    ("algorithm", "made_by", "is_read"),
    [
        ("ssh-rsa", "rsa-sha2-512", True),
        ("ssh-rsa", "rsa-sha2-256", True),
        ("ssh-rsa", "ssh-rsa", False),
        ("ssh-rsa", "ssh-ed25519", False),
        ("ssh-ed25519", "rsa-sha2-512", False),
        ("ssh-ed25520", "ssh-ed25519", False),
        ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", True),
        ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", False),
        ("ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519", True),
        ("sk-ssh-ed25519@openssh.com", "sk-ssh-ed25519@openssh.com", True),
        ("sk-ssh-ed25519-cert-v01@openssh.com", "sk-ssh-ed25519@openssh.com", True),
        ("sk-ecdsa-sha2-nistp256@openssh.com",
         "webauthn-sk-ecdsa-sha2-nistp256@openssh.com", True),
    ],
)  # fmt: skip
def test_a_signature_is_of_the_kind_of_its_key(algorithm: str, made_by: str, is_read: bool) -> None:
    wire = b"".join(len(p).to_bytes(4, "big") + p for p in (algorithm.encode(), b"\x03" * 32))
    block = sshsig.assembled(wire, SPACE, made_by, b"\0\0\0\x40" + b"x" * 64)
    if is_read:
        assert sshsig.read(block).made_by == made_by
        return
    with pytest.raises(LetterError, match="another kind"):
        sshsig.read(block)


P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P


def times(point: tuple[int, int], count: int) -> tuple[int, int]:
    """Return a multiple of a point of edwards25519 (RFC 8032, 5.1)."""
    total = (0, 1)
    for _ in range(count):
        (x1, y1), (x2, y2) = total, point
        k = D * x1 * x2 * y1 * y2 % P
        total = (
            (x1 * y2 + x2 * y1) * pow(1 + k, -1, P) % P,
            (y1 * y2 + x1 * x2) * pow(1 - k, -1, P) % P,
        )
    return total


def abscissa(y: int) -> int:
    """Return a square root of the x² that belongs to a y."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    if root * root % P != square:
        root = root * pow(2, (P - 1) // 4, P) % P
    assert root * root % P == square
    return root


def test_the_points_refused_as_keys_are_those_of_small_order() -> None:
    orders = {
        next(n for n in (1, 2, 4, 8) if times((abscissa(y), y), n) == (0, 1))
        for y in sshsig._SMALL_ORDER
    }
    assert orders == {1, 2, 4, 8}
    assert len(sshsig._SMALL_ORDER) == 5


@pytest.mark.parametrize("height", [*sorted(sshsig._SMALL_ORDER), P, P + 1, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_that_fits_any_text_is_refused(height: int, sign: int) -> None:
    raw = (height | sign << 255).to_bytes(32, "little")
    made = b"\1" + b"\0" * 63  # fits every text under the first of them
    block = sshsig.assembled(sshsig.ed25519_wire(raw), SPACE, sshsig.ED25519, b"\0\0\0\x40" + made)
    with pytest.raises(LetterError, match="anybody"):
        sshsig.verify(BODY, SPACE, sshsig.read(block))


@given(st.integers(1, 80))
def test_there_is_one_way_to_write_a_signature(length: int) -> None:
    armoured = sshsig.assembled(sshsig.read(sshsig.sign(BODY, SPACE, KEY)).key,
                                SPACE + "x" * (length % 3), sshsig.ED25519,
                                b"\0\0\0\x40" + b"x" * 64)  # fmt: skip
    sshsig.read(armoured)
    text = armoured.decode()
    end = text.rindex("\n-----END")
    pad = len(text[:end]) - len(text[:end].rstrip("="))
    for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/":
        other = text[: end - pad - 1] + char + text[end - pad :]
        if other == text or not pad:
            continue
        try:
            assert sshsig.read(other.encode()).signature != b"x" * 64
        except LetterError:
            continue


def test_something_after_the_end_is_refused() -> None:
    armoured = sshsig.sign(BODY, SPACE, KEY)
    for block in (armoured + b"x\n", b"x\n" + armoured, armoured + armoured):
        with pytest.raises(LetterError):
            sshsig.read(block)


@pytest.mark.parametrize("more", [b"\0", b"\0\0\0\0", b"more"])
def test_something_after_the_signature_inside_the_block_is_refused(more: bytes) -> None:
    lines = sshsig.sign(BODY, SPACE, KEY).decode().splitlines()
    blob = base64.b64decode("".join(lines[1:-1]))
    text = base64.b64encode(blob + more).decode()
    with pytest.raises(LetterError, match="after"):
        sshsig.read("\n".join([lines[0], text, lines[-1], ""]).encode())
    inside = len(sshsig.read(sshsig.sign(BODY, SPACE, KEY)).signature).to_bytes(4, "big")
    made = sshsig.read(sshsig.sign(BODY, SPACE, KEY))
    block = sshsig.assembled(made.key, SPACE, sshsig.ED25519, inside + made.signature + more)
    with pytest.raises(LetterError, match="after"):
        sshsig.read(block)


@needs_ssh_keygen
@pytest.mark.parametrize("name", ["sha512", "sha256"])
def test_both_hashes_of_ssh_keygen_are_taken(tmp_path: Path, name: str) -> None:
    key = make_key(tmp_path)
    file = tmp_path / "letter"
    file.write_bytes(BODY)
    done = run("ssh-keygen", "-Y", "sign", "-O", f"hashalg={name}", "-n", SPACE,
               "-f", str(key.path), str(file))  # fmt: skip
    assert done.returncode == 0, done.stderr
    signature = sshsig.read((tmp_path / "letter.sig").read_bytes())
    assert signature.hash_name == name
    sshsig.verify(BODY, SPACE, signature)
    with pytest.raises(SignatureError):
        sshsig.verify(BODY + b"x", SPACE, signature)
