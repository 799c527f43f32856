"""Proxies of the environment are used, shown without their password, and see no token."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.errors import ServiceError
from portfolio.sync.transport import Transport
from tests.sync.calling import TOKEN, Caller
from tests.sync.loopback import Answer, LoopbackServer, Script, as_json
from tests.sync.loopback.tls import Authority

GOOD = Script([as_json({"ok": True})])


def test_http_goes_through_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackServer(GOOD) as proxy:
        monkeypatch.setenv("http_proxy", proxy.base)
        assert Caller("http://127.0.0.1:9").ask().json() == {"ok": True}
        assert proxy.asked[0].target == "http://127.0.0.1:9/x"


def test_what_no_proxy_names_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with LoopbackServer(GOOD) as server:
        monkeypatch.setenv("no_proxy", f"127.0.0.1:{server.port}")
        assert Caller(server.base).ask().json() == {"ok": True}


def test_https_is_tunnelled_and_the_proxy_sees_no_token(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    with (
        LoopbackServer(Script([Answer(200, tunnels=True)])) as proxy,
        LoopbackServer(GOOD, tls=authority.serving()) as server,
    ):
        monkeypatch.setenv("HTTPS_PROXY", proxy.base.replace("//", "//me:hidden@"))
        trusted = {"authorities": {"localhost": authority.file}}
        assert Caller(server.base, transport=trusted).ask().json() == {"ok": True}
        assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    (connect,) = proxy.asked
    assert (connect.method, connect.target) == ("CONNECT", f"localhost:{server.port}")
    assert TOKEN not in str(connect)
    assert "proxy-authorization" in connect.headers
    assert "proxy-authorization" not in server.asked[0].headers


def test_a_proxy_that_refuses_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with LoopbackServer(Script([Answer(403)])) as proxy:
        monkeypatch.setenv("https_proxy", proxy.base.replace("//", "//me:hidden@"))
        with pytest.raises(ServiceError) as error:
            Caller("https://localhost:9").ask()
    assert error.value.title == f"The proxy {proxy.base} did not let localhost through."


def test_what_is_shown_is_what_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    transport = Transport()
    assert transport.proxy_in_use("https://code.example") == ""
    monkeypatch.setenv("HTTPS_PROXY", "http://me:hidden@proxy.example:3128")
    monkeypatch.setenv("ALL_PROXY", "other.example:1080")
    monkeypatch.setenv("NO_PROXY", "mine.example,.inside.example")
    assert transport.proxy_in_use("https://code.example/x") == "http://proxy.example:3128"
    assert transport.proxy_in_use("http://code.example/x") == "http://other.example:1080"
    assert transport.proxy_in_use("https://mine.example") == ""
    assert transport.proxy_in_use("https://a.inside.example") == ""


def test_a_proxy_of_an_unsupported_kind_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://me:hidden@127.0.0.1:9")
    with pytest.raises(ServiceError, match=r"socks5://127\.0\.0\.1:9 cannot be used") as error:
        Caller("https://localhost:9").ask()
    assert "hidden" not in str(error.value)


def test_a_netrc_file_is_not_looked_into(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login thief password taken\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(file))
    with LoopbackServer(GOOD) as server:
        Caller(server.base).ask()
        assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
