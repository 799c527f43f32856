"""Which client id is used, and what is said when there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio import resources
from portfolio.sync.signin.client_ids import ClientId, ClientIds, packaged, parse_file, variable
from portfolio.sync.signin.endpoints import endpoints_for
from portfolio.sync.signin.replies import is_client_id

COM, OWN = "https://gitlab.com", "https://gitlab.example.org:8443/git"


def test_the_first_place_wins() -> None:
    environment = {
        "PORTFOLIO_CLIENT_ID_GITLAB_GITLAB_EXAMPLE_ORG_8443": "env-own",
        "PORTFOLIO_CLIENT_ID_GITLAB": "env",
    }
    settings = {"gitlab": "set", "gitlab:gitlab.example.org:8443": "set-own"}
    shipped = {("gitlab", "gitlab.com"): "ship", ("gitlab", "gitlab.example.org:8443"): "ship-own"}

    def found(*places: int) -> list[ClientId | None]:
        given = ClientIds(
            settings if 1 in places else {},
            environment=environment if 0 in places else {},
            packaged=shipped if 2 in places else {},
        )
        return [
            given.find("gitlab", COM, is_default=True),
            given.find("gitlab", OWN, is_default=False),
        ]

    assert found(0, 1, 2) == [ClientId("env", "environment"), ClientId("env-own", "environment")]
    assert found(1, 2) == [ClientId("set", "settings"), ClientId("set-own", "settings")]
    assert found(2) == [ClientId("ship", "packager"), ClientId("ship-own", "packager")]
    assert found() == [None, None]


def test_an_id_without_a_host_is_for_the_default_instance_only() -> None:
    ids = ClientIds({"gitlab": "set"}, environment={variable("gitlab"): "env"}, packaged={})
    assert ids.find("gitlab", OWN, is_default=False) is None


def test_what_is_no_client_id_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    ids = ClientIds({"gitlab": "good"}, environment={variable("gitlab"): "a b"}, packaged={})
    assert ids.find("gitlab", COM, is_default=True) == ClientId("good", "settings")
    assert "environment" in caplog.text


def test_why_a_way_is_not_offered_is_said_with_where_to_set_it() -> None:
    ids = ClientIds({}, environment={}, packaged={})
    said = ids.why_not("gitlab", OWN, "GitLab", is_default=False)
    assert "GitLab at gitlab.example.org:8443" in said
    assert "PORTFOLIO_CLIENT_ID_GITLAB_GITLAB_EXAMPLE_ORG_8443" in said
    known = ClientIds({"gitlab:gitlab.example.org:8443": "x"}, environment={}, packaged={})
    assert known.why_not("gitlab", OWN, "GitLab", is_default=False) == ""


def test_no_client_id_is_shipped() -> None:
    assert packaged() == {}
    text = resources.read_text("client_ids.toml")
    assert all(line.startswith("#") or not line for line in text.splitlines())
    shown = "\n".join(line.removeprefix("# ") for line in text.splitlines()[7:])
    assert parse_file(shown.replace("...", "id-1")) == {
        ("github", "github.com"): "id-1",
        ("gitlab", "gitlab.com"): "id-1",
        ("gitea", "codeberg.org"): "id-1",
    }


@given(st.text() | st.text().map("[github]\n{}".format) | st.text().map('[a]\n"b" = {}'.format))
def test_any_packagers_file_is_read(text: str) -> None:
    assert all(is_client_id(value) for value in parse_file(text).values())


@pytest.mark.parametrize(
    ("provider", "has"),
    [
        ("github", {"device", "token"}),
        ("gitlab", {"device", "authorize", "token", "revoke"}),
        ("gitea", {"authorize", "token"}),
        ("forgejo", {"authorize", "token"}),
        ("mastodon", {"authorize", "token", "revoke", "register"}),
        ("discourse", {"user_key"}),
    ],
)
def test_every_address_is_the_services_own(provider: str, has: set[str]) -> None:
    found = endpoints_for(provider, "https://host.example/sub/", ("read",))
    assert found is not None
    assert (found.provider, found.scopes) == (provider, ("read",))
    names = ("device", "authorize", "token", "revoke", "register", "user_key")
    given_ = {name: getattr(found, name) for name in names if getattr(found, name)}
    assert set(given_) == has
    assert all(address.startswith("https://host.example/sub/") for address in given_.values())
    assert endpoints_for("bugzilla", "https://host.example") is None
