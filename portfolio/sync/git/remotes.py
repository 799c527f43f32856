"""Remote addresses, brought to one form so that clones of one project are known as such.

``https://user:token@Host.com:443/a/b.git/``, ``git@host.com:a/b`` and ``ssh://git@host.com:22/a/b``
are all ``host.com/a/b``. What stands before the ``@`` may be a password and is never kept. The
forms are those of git's manual, "GIT URLS".
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

_WITH_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]*)([^?#]*)", re.IGNORECASE)
_SCP_LIKE: Final = re.compile(r"(?:[^/@]*@)?(\[[^\]]*\]|[^/:\[\]@]+):(.*)", re.DOTALL)
_HELPER: Final = re.compile(r"[a-z][a-z0-9+.-]*::", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_PORT: Final = re.compile(r"[0-9]{1,5}")
_DEFAULT_PORTS: Final = {"http": "80", "https": "443", "git": "9418"}
_SCHEMES: Final = frozenset(("http", "https", "git", "ssh"))


def normalised(url: str) -> str:
    """Return ``host/path`` of a remote address, or ``""`` when it is no address on a network.

    A port is kept only for http, https and git when it is not the usual one: the port of ssh says
    nothing about which project it is.
    """
    url = url.strip()
    split = _WITH_SCHEME.fullmatch(url) or _WITH_SCHEME.match(url)
    if split:
        return _with_scheme(split[1].lower(), split[2], split[3])
    if _HELPER.match(url):
        return ""  # a transport helper, "ext::program"
    scp = _SCP_LIKE.fullmatch(url)
    if scp is None or (len(scp[1]) == 1 and scp[2][:1] in ("\\", "/", "")):
        return ""  # a path, also one with a drive letter
    return _joined(scp[1], "", scp[2])


def _with_scheme(scheme: str, authority: str, path: str) -> str:
    scheme = scheme.removeprefix("git+").removesuffix("+git")
    if scheme not in _SCHEMES:
        return ""
    host_port = authority.rpartition("@")[2]
    host, port = _split_port(host_port)
    if scheme == "ssh" or port == _DEFAULT_PORTS.get(scheme):
        port = ""
    return _joined(host, port, path)


def _split_port(host_port: str) -> tuple[str, str]:
    if host_port.endswith("]"):
        return host_port, ""
    host, colon, port = host_port.rpartition(":")
    return (host, port) if colon else (host_port, "")


def _joined(host: str, port: str, path: str) -> str:
    host = host.casefold().rstrip(".")
    path = "/".join(part for part in unquote(path).split("/") if part)
    path = path.removesuffix(".git").rstrip("/")
    if not path or not _HOST.fullmatch(host) or (port and not _PORT.fullmatch(port)):
        return ""
    if not path.isprintable() or ".." in path.split("/"):
        return ""
    return f"{host}:{port}/{path}" if port else f"{host}/{path}"
