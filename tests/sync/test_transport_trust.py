"""Certificates are always checked, and people are told in plain words what is wrong."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio.errors import ServiceError
from portfolio.sync.transport.origins import origin_of
from portfolio.sync.transport.trust import Trust
from tests.sync.calling import TOKEN, Caller
from tests.sync.loopback import LoopbackServer, Script, as_json
from tests.sync.loopback.tls import Authority, self_signed

GOOD = Script([as_json({"ok": True})])


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """A certificate authority of the holder's own."""
    return Authority(tmp_path)


def test_a_server_of_ones_own_is_trusted_by_the_file_named_for_it(authority: Authority) -> None:
    with LoopbackServer(GOOD, tls=authority.serving()) as server:
        trusted = {"authorities": {"localhost": authority.file}}
        assert Caller(server.base, transport=trusted).ask().json() == {"ok": True}
        assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_that_file_counts_for_no_other_host(authority: Authority) -> None:
    trusted = {"authorities": {"127.0.0.1": authority.file}}
    with (
        LoopbackServer(GOOD, tls=authority.serving()) as server,
        pytest.raises(ServiceError, match="an authority this computer does not know"),
    ):
        Caller(server.base, transport=trusted).ask()


@pytest.mark.parametrize(
    ("serve", "words"),
    [
        (lambda authority, _: authority.serving(is_expired=True), "has expired"),
        (lambda authority, _: authority.serving("other.example"), "is for another name"),
        (lambda _, folder: self_signed(folder), "is signed by itself"),
    ],
    ids=["expired", "other name", "self-signed"],
)
def test_a_bad_certificate_is_refused_and_explained(
    authority: Authority,
    tmp_path: Path,
    serve: Callable[[Authority, Path], ssl.SSLContext],
    words: str,
) -> None:
    trusted = {"authorities": {"localhost": authority.file}}
    with LoopbackServer(GOOD, tls=serve(authority, tmp_path)) as server:
        caller = Caller(server.base, transport=trusted)
        with pytest.raises(ServiceError) as error:
            caller.ask()
        assert not server.asked
    assert error.value.title == f"localhost cannot be trusted: its certificate {words}."
    assert error.value.detail.startswith("Nothing was sent.")
    assert caller.time.waits == []


def test_a_server_that_speaks_no_tls_is_refused(authority: Authority) -> None:
    with LoopbackServer(GOOD) as server:
        with pytest.raises(ServiceError, match="No encrypted connection to localhost"):
            Caller(f"https://localhost:{server.port}").ask()
        assert not server.asked


def test_a_certificate_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mine.pem"
    caller = Caller("https://localhost:9", transport={"authorities": {"localhost": file}})
    with pytest.raises(ServiceError) as missing:
        caller.ask()
    file.write_text("not a certificate", encoding="utf-8")
    with pytest.raises(ServiceError) as wrong:
        caller.ask()
    for error in (missing, wrong):
        assert error.value.title == "The certificate file set for localhost cannot be read."
        assert error.value.detail == str(file)


def test_authorities_of_the_system_count(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with LoopbackServer(GOOD, tls=authority.serving()) as server:
        assert Caller(server.base).ask().status == 200


def test_every_context_checks_and_takes_no_old_protocol() -> None:
    trust = Trust()
    for address in ("https://code.example", "http://code.example"):
        context = trust.context(origin_of(address))
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    one, two = (trust.context(origin_of(f"https://{name}.example")) for name in "ab")
    assert one is two


def test_checking_cannot_be_switched_off(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHTTPSVERIFY", "0")
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    with LoopbackServer(GOOD, tls=authority.serving()) as server:
        with pytest.raises(ServiceError, match="cannot be trusted"):
            Caller(server.base).ask()
        assert not server.asked
