"""Reading a body without ever holding more of it than was allowed.

The compressed bytes are inflated here, in bounded steps: 64 kB of gzip can stand for 64 MB.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from typing import Final

from portfolio.errors import TooLargeReplyError, UnreadableReplyError

_STEP = 65_536
_ZLIB: Final = 15
_WINDOWS: Final = {"gzip": 31, "x-gzip": 31, "deflate": _ZLIB}
ACCEPTED_ENCODINGS: Final = "gzip, deflate"


class Inflater:
    """Turns the bytes of one reply into its decoded body, up to a cap.

    Args:
        encoding: The Content-Encoding header.
        max_bytes: Most decoded bytes.

    Raises:
        UnreadableReplyError: It is packed in a way that was not asked for.
    """

    def __init__(self, encoding: str, max_bytes: int) -> None:
        name = encoding.strip().lower()
        self._window = _WINDOWS.get(name)
        if self._window is None and name not in ("", "identity"):
            raise UnreadableReplyError("The service's answer is packed in an unknown way.")
        self._max = max_bytes
        self._taken = 0
        self._out = bytearray()
        self._unpacker = None if self._window is None else zlib.decompressobj(self._window)
        self._begun = b"" if self._window == _ZLIB else None  # until its first two bytes are here

    def feed(self, data: bytes) -> None:
        """Take bytes as they came.

        Raises:
            TooLargeReplyError: The body is larger than allowed.
            UnreadableReplyError: The packed bytes are damaged.
        """
        self._taken += len(data)
        if self._taken > self._max * 2 + 1024:  # empty blocks for ever
            raise _too_large(self._max)
        if self._unpacker is None:
            self._keep(data)
            return
        if self._begun is not None:
            self._begun = data = self._begun + data
            if len(data) < 2:
                return
            self._begun = None
            if not _has_zlib_header(data):
                self._window = -_ZLIB
                self._unpacker = zlib.decompressobj(self._window)
        try:
            self._unpack(data)
        except zlib.error as error:
            raise UnreadableReplyError("The service's answer is packed wrongly.") from error

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            UnreadableReplyError: The packed bytes end too early.
        """
        if self._unpacker is not None and self._taken and not self._unpacker.eof:
            raise UnreadableReplyError("The service's answer ends too early.")
        return bytes(self._out)

    def _unpack(self, data: bytes) -> None:
        while data and self._unpacker is not None and self._window is not None:
            if self._unpacker.eof:  # gzip may have several members
                self._unpacker = zlib.decompressobj(self._window)
            self._keep(self._unpacker.decompress(data, _STEP))
            data = self._unpacker.unconsumed_tail or self._unpacker.unused_data

    def _keep(self, data: bytes) -> None:
        self._out += data
        if len(self._out) > self._max:
            raise _too_large(self._max)


async def read_body(
    chunks: AsyncIterator[bytes], *, encoding: str, length: str, max_bytes: int
) -> bytes:
    """Return the decoded body of a reply.

    Args:
        chunks: The bytes as they come, still packed.
        encoding: The Content-Encoding header.
        length: The Content-Length header, "" for none.
        max_bytes: Most decoded bytes.

    Raises:
        TooLargeReplyError: It is or says it is larger than allowed.
        UnreadableReplyError: It cannot be unpacked.
    """
    if length.isascii() and length.isdigit() and int(length[:20]) > max_bytes * 2 + 1024:
        raise _too_large(max_bytes)
    inflater = Inflater(encoding, max_bytes)
    async for chunk in chunks:
        inflater.feed(chunk)
    return inflater.finish()


def _has_zlib_header(data: bytes) -> bool:
    """Tell deflate in its wrapping (RFC 1950, 2.2) from what some servers send without."""
    return data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0


def _too_large(max_bytes: int) -> TooLargeReplyError:
    return TooLargeReplyError(
        f"The service sent more than the {max_bytes // 1000} kB a page may be. It was not read."
    )
