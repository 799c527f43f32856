"""Fetching from hosts that are no account's: public addresses only, checked before connecting."""

from __future__ import annotations

import asyncio
import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.errors import (
    ForeignAddressError,
    NotThereError,
    OfflineError,
    TooLargeReplyError,
    UnreadableReplyError,
)
from portfolio.sync.provider import Reply
from portfolio.sync.transport import Transport
from portfolio.sync.transport.public import PublicFetch, is_local_name, is_public
from portfolio.sync.transport.trust import Trust
from portfolio.sync.transport.wire import Limits, Manners
from tests.sync.loopback import Answer, LoopbackServer, Script, as_html, as_json
from tests.sync.loopback.tls import Authority

PNG = Answer(200, {"Content-Type": "image/png"}, b"\x89PNG")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:0:0:0:0:0:80ff:fffe",
        "2002:100::",  # 6to4: versions of Python differ about what lies behind it
        "2002:0101:0101::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo
        "not an address",
        "",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses())
def test_nothing_private_is_ever_public(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(str(address))


@pytest.mark.parametrize(
    "name", ["localhost", "LOCALHOST.", "nas", "nas.local", "x.internal", "127.1", "2130706433",
             "0x7f000001", "0177.0.0.1", "a.localhost", "192.168.0.1"]
)  # fmt: skip
def test_names_that_are_plainly_local(name: str) -> None:
    assert is_local_name(name)


def test_names_that_are_not() -> None:
    assert not is_local_name("badges.example.org")
    assert not is_local_name("1.1.1.1")


class Names:
    """A resolver that says what it was told to, in turn."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        found = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if not found:
            raise OSError("no such host")
        return found


def _fetch(
    address: str, names: Names, authority: Authority | None = None, max_bytes: int = 1000
) -> Reply:
    trust = Trust({"localhost": authority.file} if authority else None)
    fetch = PublicFetch(
        trust, Manners(Limits(), "portfolio/test"), names, lambda ip: ip == "127.0.0.1"
    )
    return asyncio.run(fetch.fetch(address, max_bytes=max_bytes, takes=("image/png",)))


def test_an_image_is_fetched_from_the_address_that_was_checked(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with LoopbackServer(Script([PNG]), tls=authority.serving("localhost")) as server:
        # A second look-up would give another answer: there is none.
        names = Names(["127.0.0.1"], ["10.0.0.1"])
        assert _fetch(f"{server.base}/a.png", names, authority).body == b"\x89PNG"
        assert names.asked == ["localhost"]
        (asked,) = server.asked
        assert asked.headers["host"] == f"localhost:{server.port}"
        assert "authorization" not in asked.headers


def test_the_address_that_was_checked_is_the_one_connected_to(tmp_path: Path) -> None:
    # Nobody but our own resolver knows this name, and the certificate must still be for it.
    authority = Authority(tmp_path)
    with LoopbackServer(Script([PNG]), tls=authority.serving("badges.example")) as server:
        address = f"https://badges.example:{server.port}/a.png"
        trust = Trust({"badges.example": authority.file})
        fetch = PublicFetch(
            trust, Manners(Limits(), "portfolio/test"), Names(["127.0.0.1"]), lambda _: True
        )
        reply = asyncio.run(fetch.fetch(address, max_bytes=1000, takes=()))
        assert reply.address == address
        assert server.asked[0].headers["host"] == f"badges.example:{server.port}"


@pytest.mark.parametrize("found", [["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["::1"]])
def test_a_name_that_leads_inside_is_refused(found: list[str]) -> None:
    with pytest.raises(ForeignAddressError, match="not on the public network"):
        _fetch("https://badges.example/a.png", Names(found))


def test_a_name_nobody_knows() -> None:
    with pytest.raises(OfflineError):
        _fetch("https://badges.example/a.png", Names([]))


def test_only_https() -> None:
    with pytest.raises(ForeignAddressError, match="not encrypted"):
        _fetch("http://badges.example/a.png", Names(["127.0.0.1"]))


@pytest.mark.parametrize("to", ["https://10.0.0.1/x", "http://localhost/x", "file:///etc/passwd"])
def test_a_redirect_is_checked_anew(tmp_path: Path, to: str) -> None:
    authority = Authority(tmp_path)
    service = Script([Answer(302, {"Location": to})])
    with LoopbackServer(service, tls=authority.serving()) as server:
        with pytest.raises(ForeignAddressError):
            _fetch(f"{server.base}/a.png", Names(["127.0.0.1"], ["10.0.0.1"]), authority)
        assert len(server.asked) == 1


def test_a_redirect_to_another_public_host_is_followed(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with LoopbackServer(Script([PNG]), tls=authority.serving()) as there:
        service = Script([Answer(302, {"Location": f"{there.base}/b.png"})])
        with LoopbackServer(service, tls=authority.serving()) as server:
            reply = _fetch(f"{server.base}/a.png", Names(["127.0.0.1"]), authority)
    assert reply.address == f"{there.base}/b.png"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (as_html(), UnreadableReplyError),
        (as_json({}, 404), NotThereError),
        (Answer(200, {"Content-Type": "image/png"}, b"x" * 2000), TooLargeReplyError),
    ],
)
def test_what_is_no_image_is_refused(
    tmp_path: Path, answer: Answer, error: type[Exception]
) -> None:
    authority = Authority(tmp_path)
    with (
        LoopbackServer(Script([answer]), tls=authority.serving()) as server,
        pytest.raises(error),
    ):
        _fetch(f"{server.base}/a.png", Names(["127.0.0.1"]), authority)


def test_behind_a_proxy_local_names_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    names = Names(["127.0.0.1"])
    with pytest.raises(ForeignAddressError, match="not on the public network"):
        _fetch("https://169.254.169.254/latest", names)
    assert names.asked == []


def test_the_transport_fetches_nothing_inside_or_offline() -> None:
    async def fetch(transport: Transport) -> None:
        await transport.fetch_public("https://127.0.0.1:9/a.png")

    with pytest.raises(ForeignAddressError):
        asyncio.run(fetch(Transport()))
    with pytest.raises(OfflineError):
        asyncio.run(fetch(Transport(is_offline=lambda: True)))
