"""Which certificates are believed, and plain words for those that are not.

Certificates are always checked; there is no way to switch it off. The authorities are those of
certifi, those of the system, and for single hosts a file the holder named.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path

from portfolio.errors import ServiceError
from portfolio.sync.transport.origins import Origin

# Codes of OpenSSL's X509_verify_cert_error_string(3).
_WORDS = {
    9: "its certificate is not valid yet. Look at this computer's date",
    10: "its certificate has expired",
    18: "its certificate is signed by itself",
    19: "its certificate comes from an authority this computer does not know",
    20: "its certificate comes from an authority this computer does not know",
    21: "its certificate comes from an authority this computer does not know",
    23: "its certificate was revoked",
    62: "its certificate is for another name",
    64: "its certificate is for another address",
}
_UNKNOWN_AUTHORITY = (18, 19, 20, 21)


class Trust:
    """The TLS settings of this process; one context per file of authorities, made when needed.

    Args:
        authorities: Files with further authorities (PEM), by host in lower case.
    """

    def __init__(self, authorities: Mapping[str, Path] | None = None) -> None:
        self._authorities = {host.lower(): file for host, file in (authorities or {}).items()}
        self._contexts: dict[Path | None, ssl.SSLContext] = {}

    def context(self, there: Origin) -> ssl.SSLContext:
        """Return the TLS settings for an origin.

        Raises:
            ServiceError: The host's own file cannot be read.
        """
        if there.scheme == "http":  # never used: trusts nobody, and takes no time to make
            unused = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            # Said here too: Debian's Python 3.11 leaves it to the system, which may say none.
            unused.minimum_version = ssl.TLSVersion.TLSv1_2
            return unused
        host = there.host
        file = self._authorities.get(host)
        if file not in self._contexts:
            self._contexts[file] = self._make(host, file)
        return self._contexts[file]

    def _make(self, host: str, file: Path | None) -> ssl.SSLContext:
        import httpx

        context = httpx.create_ssl_context(trust_env=False)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_default_certs()
        if file is not None:
            try:
                context.load_verify_locations(cafile=file)
            except (OSError, ssl.SSLError) as error:
                raise ServiceError(
                    f"The certificate file set for {host} cannot be read.", str(file)
                ) from error
        return context


def explained(error: BaseException, there: Origin) -> ServiceError | None:
    """Return plain words when a connection failed over its encryption, else None."""
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            words = _WORDS.get(cause.verify_code, f"its certificate fails: {cause.verify_message}")
            hint = "Nothing was sent. Whoever runs the server, or somebody in between, caused this."
            if cause.verify_code in _UNKNOWN_AUTHORITY:
                hint = "Nothing was sent. For a server of your own, name its certificate file."
            return ServiceError(f"{there.host} cannot be trusted: {words}.", hint)
        if isinstance(cause, ssl.SSLError):
            reason = (cause.reason or "no reason given").replace("_", " ").lower()
            return ServiceError(
                f"No encrypted connection to {there.host} could be made: {reason}.",
                "Nothing was sent.",
            )
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """Return an error and everything it came from."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
