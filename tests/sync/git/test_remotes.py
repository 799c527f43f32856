"""Remote addresses in all their forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.sync.git.public import known_remote, public_hosts
from portfolio.sync.git.remotes import normalised


@pytest.mark.parametrize(
    "url",
    [
        "https://host.com/a/b",
        "https://user:tok@Host.com:443/a/b.git/",
        "http://host.com:80/a/b.git",
        "git://host.com:9418/a/b.git",
        "git@host.com:a/b.git",
        "host.com:a/b",
        "git@HOST.com:/a/b",
        "ssh://git@host.com:22/a/b",
        "ssh://host.com:2222/a/b.git",
        "git+ssh://git@host.com/a/b.git",
        "ssh+git://git@host.com/a//b.git",
        "https://user:p%40ss@host.com./a/b",
        "https://host.com/a/b.git?x=1#y",
        " https://host.com/a/b\n",
    ],
)
def test_forms_of_one_remote(url: str) -> None:
    assert normalised(url) == "host.com/a/b"


@pytest.mark.parametrize(
    ("url", "remote"),
    [
        ("https://host.com:8443/a/b", "host.com:8443/a/b"),
        ("https://git.sr.ht/~ada/engine", "git.sr.ht/~ada/engine"),
        ("https://git.sr.ht/%7Eada/engine", "git.sr.ht/~ada/engine"),
        ("ssh://git@[2001:db8::1]:22/a/b", "[2001:db8::1]/a/b"),
        ("git@[2001:db8::1]:a/b", "[2001:db8::1]/a/b"),
        ("https://host.com/A/B", "host.com/A/B"),
    ],
)
def test_what_is_kept(url: str, remote: str) -> None:
    assert normalised(url) == remote


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/srv/git/a.git",
        "../a",
        "./a:b",
        "a/b:c",
        "file:///srv/git/a.git",
        "C:\\git\\a",
        "c:/git/a",
        "ext::sh -c evil",
        "codecommit::eu://a",
        "javascript://host.com/a",
        "https://host.com",
        "https://host.com/",
        "https://ho st.com/a/b",
        "https://host.com/a/../b",
        "https://host.com/a\x07b/c",
        "https://host.com/%0a/c",
        "https://host.com:8x/a",
        "https:///a/b",
        "https://user:secret@/a/b",
    ],
)
def test_what_is_no_remote_on_a_network(url: str) -> None:
    assert normalised(url) == ""


_WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)
_SECRET = st.text("ABCDEFGH%:!$", min_size=3, max_size=12)


@given(
    user=_WORD,
    secret=_SECRET,
    host=st.lists(_WORD, min_size=2, max_size=3).map(".".join),
    path=st.lists(_WORD, min_size=1, max_size=4).map("/".join),
    suffix=st.sampled_from(["", ".git", "/", ".git/"]),
    scheme=st.sampled_from(["https", "http", "ssh", "git+ssh"]),
)
def test_every_form_of_an_address_is_one_and_keeps_no_secret(
    *, user: str, secret: str, host: str, path: str, suffix: str, scheme: str
) -> None:
    wanted = f"{host}/{path}"
    assert normalised(f"{scheme}://{user}:{secret}@{host}/{path}{suffix}") == wanted
    assert normalised(f"{user}@{host.upper()}:{path}{suffix}") == wanted
    assert normalised(f"https://{wanted}") == wanted


@given(st.text(max_size=80))
def test_no_text_breaks_it_and_the_result_is_stable(url: str) -> None:
    remote = normalised(url)
    if remote:
        assert normalised(f"https://{remote}") in (remote, "")
        assert "@" not in remote.partition("/")[0]


@given(secret=_SECRET, rest=st.text(max_size=30))
def test_a_secret_never_shows(secret: str, rest: str) -> None:
    marked = f"SECRET{secret}"
    assert "SECRET" not in normalised(f"https://user:{marked}@host.com/{rest}")
    assert "SECRET" not in normalised(f"https://{marked}@host.com/{rest}")


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("git@github.com:o/r.git", "https://github.com/o/r/commit/abc"),
        ("ssh://git@ssh.github.com:443/o/r.git", "https://github.com/o/r/commit/abc"),
        ("https://gitlab.com/g/s/r.git", "https://gitlab.com/g/s/r/-/commit/abc"),
        ("https://salsa.debian.org/t/r.git", "https://salsa.debian.org/t/r/-/commit/abc"),
        ("https://codeberg.org/o/r.git", "https://codeberg.org/o/r/commit/abc"),
        ("https://git.sr.ht/~ada/r", "https://git.sr.ht/~ada/r/commit/abc"),
        ("https://bitbucket.org/o/r.git", "https://bitbucket.org/o/r/commits/abc"),
        (
            "https://git.savannah.gnu.org/git/emacs.git",
            "https://git.savannah.gnu.org/cgit/emacs.git/commit/?id=abc",
        ),
        (
            "git://git.kernel.org/pub/scm/git/git.git",
            "https://git.kernel.org/pub/scm/git/git.git/commit/?id=abc",
        ),
        ("https://git.company.example/o/r.git", ""),
        ("/srv/git/r.git", ""),
    ],
)
def test_pages_of_commits(url: str, page: str) -> None:
    hosts = public_hosts()
    remote = known_remote(url)
    assert hosts.commit_url(remote, "abc") == page
    assert hosts.is_public(remote) is bool(page)


def test_odd_paths_and_tags_are_escaped() -> None:
    hosts = public_hosts()
    assert hosts.tag_url("github.com/o/r", "v1 <b>") == (
        "https://github.com/o/r/releases/tag/v1%20%3Cb%3E"
    )
    assert (
        hosts.commit_url("github.com/o/{id}", "abc") == "https://github.com/o/%7Bid%7D/commit/abc"
    )


def test_every_host_has_a_family_with_all_pages() -> None:
    hosts = public_hosts()
    for host, family in hosts.hosts.items():
        assert set(hosts.families[family]) == {"project", "commit", "tag"}, host
        assert hosts.project_url(f"{host}/a/b").startswith(f"https://{host}/")
    assert set(hosts.aliases.values()) <= set(hosts.hosts)
