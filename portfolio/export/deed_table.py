"""The deeds an edition may show as CSV, for spreadsheets and for leaving.

The same gate as for documents decides: what is hidden, confidential, redacted or of a source
that is not public is not in the table. Cells are guarded against being read as formulas.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from portfolio.clock import to_text
from portfolio.export.gate.pen import Ledger
from portfolio.export.gate.visibility import Visibility
from portfolio.model.text import clean_line

if TYPE_CHECKING:
    from portfolio.export.chosen import Chosen, LeftOut
    from portfolio.model.deed import Deed
    from portfolio.model.edition import Edition

COLUMNS = ("occurred_at", "action", "title", "project", "url", "trust")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(edition: Edition, chosen: Chosen) -> tuple[bytes, LeftOut]:
    """Return the table (UTF-8 with a mark at its beginning, CRLF) and what it leaves out.

    Args:
        edition: Its projects, order and redactions hold.
        chosen: With every deed that may be in the table, and its contributions.
    """
    ledger = Ledger()
    visibility = Visibility(edition, chosen, ledger)
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for deed in sorted(chosen.deeds.values(), key=lambda d: (d.occurred_at, d.key), reverse=True):
        if _fits(visibility, deed):
            writer.writerow([guarded(cell) for cell in _row(visibility, deed)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace"), ledger.close()


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fits(visibility: Visibility, deed: Deed) -> bool:
    if visibility.deed(deed.key) is None:
        return False
    return not deed.project_key or visibility.named_project(deed.project_key) is not None


def _row(visibility: Visibility, deed: Deed) -> tuple[str, ...]:
    address = visibility.openable(deed)
    return (
        _date(visibility, deed),
        str(deed.action),
        clean_line(deed.title),
        clean_line(deed.project_name),
        address,
        "evidence" if address and not deed.is_self_reported else "self-reported",
    )


def _date(visibility: Visibility, deed: Deed) -> str:
    """Return the instant, or of what was typed in as much of the day as is known."""
    text = to_text(deed.occurred_at)
    return {"day": text, "month": text[:7], "year": text[:4]}.get(visibility.date_known(deed), "")
