"""Deeds made for tests that need no store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from portfolio.model.codes import Action
from portfolio.model.deed import Deed


def deed(row_id: int = 1, **changes: Any) -> Deed:
    """Return a plain deed, with some of it changed."""
    facts: dict[str, Any] = {
        "id": row_id,
        "key": f"git:{row_id:040x}:reviewed",
        "action": Action.REVIEWED,
        "title": "Keep the caret visible after undo",
        "recorded_title": "Keep the caret visible after undo",
        "occurred_at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "project_key": "remote:git.example/quillmark",
        "project_name": "Quillmark",
        "url": "",
        "source_count": 1,
        "is_hidden": False,
        "is_confidential": False,
        "is_self_reported": False,
        "gone_since": None,
    }
    return Deed(**{**facts, **changes})
