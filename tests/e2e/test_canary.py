"""A known token goes through everything the program does, and is then in the keyring only."""

from __future__ import annotations

import base64
import gzip
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from portfolio.keychain import Keychain, entry_for
from portfolio.paths import for_profile
from portfolio.secret import Secret
from tests.e2e import accounts
from tests.e2e.test_command_line import inside
from tests.keychain import buses
from tests.sync.loopback import Answer, Asked, LoopbackServer, Service, as_json

TOKEN = "cAnAry+7f3/Zq9vW=x2-never~on/disk"
FORMS = {
    "pdf": "cv.pdf",
    "html": "cv.html",
    "markdown": "cv.md",
    "text": "cv.txt",
    "json-resume": "cv.json",
    "csv": "cv.csv",
}
# A fault nobody foresaw, with the token in its words, its cause and its chain of calls; what the
# window would show of it and what it would copy is written down beside.
CRASH = """
import sys
from pathlib import Path
from portfolio import log
from portfolio.cli.main import main
from portfolio.sync.transport.wire import Wire
from portfolio.ui.dialogs.crash import details

seen = []

async def exchange(self, out, credential, **options):
    header = credential.headers["Authorization"].reveal()
    seen.append(header)
    try:
        raise ValueError(f"header {header}")
    except ValueError as cause:
        fault = RuntimeError(f"sent {header.partition(' ')[2]} to {self.home}: {credential}")
        raise fault from cause

Wire._exchange = exchange
import portfolio.cli.main as running
unexpected = running._unexpected

def kept(session, error):
    Path(sys.argv[-1]).write_text(details(error, ring))
    return unexpected(session, error)

running._unexpected = kept
ring = log.set_up(None, level="debug")
code = main(sys.argv[1:-1])
assert seen, "nothing was sent"
sys.exit(code)
"""


@dataclass
class Talkative:
    """Says in an error, as some services do, what it was sent."""

    inner: Service

    def handle(self, request: Asked) -> Answer:
        if request.path.endswith("/activities/feeds"):
            sent = request.headers["authorization"]
            return as_json({"message": f"cannot read this: Authorization: {sent} ({TOKEN})"}, 400)
        return self.inner.handle(request)


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "bus"
    folder.mkdir()
    with buses.private_bus(folder), buses.gnome_keyring():
        yield


def forms_of(token: str) -> dict[str, bytes]:
    """Return a token as it might be written down."""
    raw = token.encode()
    found = {
        "plain": raw,
        "quoted": quote(token, safe="").encode(),
        "quoted with /": quote(token).encode(),
        "a form's": quote_plus(token).encode(),
        "hexadecimal": raw.hex().encode(),
        "utf-16-le": token.encode("utf-16-le"),
        "utf-16-be": token.encode("utf-16-be"),
        "utf-32-le": token.encode("utf-32-le"),
        "escaped": json.dumps(token).replace("/", "\\/").strip('"').encode(),
        "reversed": raw[::-1],
        "half": raw[: len(raw) // 2],
    }
    for place in range(3):  # base64 of something longer says it in one of three ways
        whole = base64.b64encode(b"x" * place + raw)
        found[f"base64 {place}"] = whole[4 if place else 0 : -4]
        found[f"base64url {place}"] = whole[4 if place else 0 : -4].translate(
            bytes.maketrans(b"+/", b"-_")
        )
    return found


def spoken_in(data: bytes, token: str = TOKEN) -> list[str]:
    """Return the forms in which some bytes say the token."""
    return [name for name, form in forms_of(token).items() if form.lower() in data.lower()]


def parts(path: Path) -> list[bytes]:
    """Return all a file says, unpacked."""
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        return [data, gzip.decompress(data)]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return [data, *(packed.read(name) for name in packed.namelist())]
    return [data, *inside(path)]


def traces(*places: Path) -> list[tuple[str, list[str]]]:
    """Return the files below some folders that say the token, in their names or inside."""
    found = []
    for path in sorted({each for place in places for each in place.rglob("*")}):
        said = spoken_in(str(path).encode())
        if path.is_file() and not path.is_socket():
            for data in parts(path):
                said += spoken_in(data)
        if said:
            found.append((path.name, said))
    return found


@pytest.mark.parametrize("name", forms_of(TOKEN))
def test_the_search_finds_a_token_however_it_is_written(name: str, tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"before " + forms_of(TOKEN)[name] + b" after")
    (tmp_path / "packed").write_bytes(gzip.compress(forms_of(TOKEN)[name]))
    assert {each for each, _ in traces(tmp_path)} == {"plain", "packed"}
    for place in range(3):
        whole = base64.b64encode(b"x" * place + TOKEN.encode() + b" and more")
        assert spoken_in(whole)


@pytest.mark.long
def test_a_token_is_in_the_keyring_and_nowhere_else(
    keyring: None, profile: Path, tmp_path: Path
) -> None:
    accounts.find_modules()
    settings = for_profile(profile).settings
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"logging": {"level": "debug"}}), encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    service = accounts.gitea(TOKEN)
    with LoopbackServer(service) as server:
        add = ("account", "add", "gitea", "--url", server.base, "--token-stdin")
        said = [accounts.run(profile, "--json", *add, given=f"{TOKEN}\n")]
        account = json.loads(said[0].out)
        said.append(accounts.run(profile, "sync"))
        server.service = Talkative(service)
        said.append(accounts.run(profile, "sync", code=3))
        for form, name in FORMS.items():
            said.append(accounts.run(profile, "export", form, "--out", str(out / name)))
        said.append(accounts.run(profile, "backup", "--out", str(out / "copy.sqlite")))
        said.append(accounts.run(profile, "backup"))
        said.append(
            accounts.run(
                profile, "sync", str(tmp_path / "out" / "crash.txt"), code=None, script=CRASH
            )
        )
        for words in (("account", "list"), ("coverage",), ("log",), ("doctor",), ("history",)):
            said += [accounts.run(profile, *words, code=None)]
            said += [accounts.run(profile, "--json", *words, code=None)]
        assert server.faults == []
        assert all(not spoken_in(asked.target.encode()) for asked in server.asked)
        signed = [asked for asked in server.asked if "authorization" in asked.headers]
    # Everything this is about did happen.
    assert signed
    assert {asked.headers["authorization"] for asked in signed} == {f"token {TOKEN}"}
    assert sorted(each.name for each in out.iterdir()) == sorted(
        [*FORMS.values(), "copy.sqlite", "crash.txt"]
    )
    logged = for_profile(profile).log.read_text(encoding="utf-8")
    assert "DEBUG" in logged
    assert "RuntimeError" in logged
    entry = entry_for("gitea", account["instance"], account["id"])
    assert Keychain().get(entry) == Secret(TOKEN)
    # And it left no trace.
    for each in said:
        assert spoken_in(each.out) == [], each.out
        assert spoken_in(each.err) == [], each.err
    assert traces(Path.home(), tmp_path, Path(tempfile.gettempdir())) == []
    assert any(Path.home().rglob("*.keyring"))
