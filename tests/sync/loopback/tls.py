"""Certificates for loopback: good ones, and each kind of bad one."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme


class Authority:
    """A certificate authority nobody else knows.

    Args:
        folder: Where its certificate is written, for programs that want a file.
    """

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(self.file)

    def serving(self, *names: str, is_expired: bool = False) -> ssl.SSLContext:
        """Return the settings of a server of these names (``localhost`` when none is given)."""
        ends = datetime.now(UTC) - timedelta(days=2) if is_expired else None
        begins = datetime.now(UTC) - timedelta(days=9) if is_expired else None
        certificate = self._authority.issue_cert(
            *(names or ("localhost", "127.0.0.1")), not_after=ends, not_before=begins
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
        return context
