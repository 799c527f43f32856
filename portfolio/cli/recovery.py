"""The one line about a key that could be lost, after something was signed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portfolio.cli.session import Session


def say_unsaved(session: Session) -> None:
    """Say that no recovery file was saved, as long as that is so."""
    from portfolio.operations import keys

    key = keys.without_recovery(session.workspace().store)
    if key is not None:
        session.say(
            "No recovery file of your key was saved. If this computer is lost, nothing signed "
            f"with it can be taken back: “portfolio key export {key.fingerprint[:20]} --out FILE”."
        )
