"""Which of these are you? asks the store, as readings tell of changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from portfolio.model.codes import IdentityKind
from portfolio.model.identity import Spelling, git_identity_key
from portfolio.ui.pages.which_are_you import WhichAreYouPage

if TYPE_CHECKING:
    from portfolio.ui.session import Session
    from tests.ui.pages.conftest import Window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def names(page: WhichAreYouPage) -> str:
    return " ".join(row.name for row in page._model._suggestions)


def test_many_readings_told_at_once_ask_twice_and_show_the_last(
    session: Session, window: Window, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    read = session.read

    def counted(*parts: Any) -> Any:
        nonlocal asked
        asked += 1
        return read(*parts)

    monkeypatch.setattr(session, "read", counted)
    page = WhichAreYouPage(session, window)
    qtbot.addWidget(page)
    session.changed.connect(page.refresh)
    for _ in range(50):
        session.tell_changed("source", "identity")
    with session.store.recording() as recorder:
        source = recorder.sources.all()[0]
        at = datetime(2026, 3, 1, tzinfo=UTC)
        address = "late@comer.example"
        key = git_identity_key("Late Comer", address)
        late = Spelling(
            source.id, key, IdentityKind.GIT_EMAIL, "", "Late Comer", address, at, at, {"author": 1}
        )
        recorder.save_spellings(source.id, [late])
    session.tell_changed("identity")
    qtbot.waitUntil(lambda: "Late Comer" in names(page))
    qtbot.waitUntil(lambda: not page._asked.is_running)
    assert asked == 2
    page.close()
