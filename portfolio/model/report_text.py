"""A report for reading without the window: lines of text, or JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from portfolio.model import json_form, verdict_lines, verdict_words

if TYPE_CHECKING:
    from portfolio.model.report import Report, Row
    from portfolio.model.verdict import Saying

_FILE: Final = "The file"


def lines(report: Report, *, steps: bool = False, how_to_ask: str = "") -> list[str]:
    """Return a report in English words.

    Args:
        report: What a check came to.
        steps: Also every step of every letter and badge, and what each of them claims. Of what
            was checked by itself that is there in any case.
        how_to_ask: How addresses are asked here, said behind the count of those that were not.
    """
    told = [verdict_words.title(report.headline), ""]
    for row in report.rows:
        told += _row(row, steps=steps, words=steps or len(report.rows) == 1)
    if report.holder_controls:
        told += ["", "What only the holder controls"]
        told += [f"  {verdict_words.title(each)}" for each in report.holder_controls]
    if report.wants and not report.is_online:
        how = f" ({how_to_ask})" if how_to_ask else ""
        not_asked = f"{_were(len(report.wants))} not asked{how}."
        told += ["", f"Checked on this computer only. {not_asked}"]
    if report.asked:
        told += ["", f"{_were(len(report.asked))} asked."]
    if report.silent:
        addresses = "address" if len(report.silent) == 1 else "addresses"
        told.append(f"{len(report.silent)} {addresses} did not answer.")
    return told


def _were(count: int) -> str:
    return "1 address was" if count == 1 else f"{count} addresses were"


def as_json(report: Report) -> str:
    """Return a report as one JSON document, the same as the command line prints."""
    return json_form.document(report)


def _titled(row: Row) -> str:
    """Return what a row is about, a letter with its kind."""
    if row.letter is None or not row.title:
        return row.title
    return f"{row.letter.replace('-', ' ').capitalize()}, {row.title}"


def _row(row: Row, *, steps: bool, words: bool) -> list[str]:
    kind = _FILE if row.trust is None else str(row.trust).capitalize()
    if row.signer_is_unknown:
        kind = "Signer unknown"
    mark = verdict_lines.MARKS[row.step.mark]
    name = row.reference or _titled(row)
    named = ": ".join(part for part in (name, verdict_words.title(row.step.says)) if part)
    told = [f"{mark} {kind}  {named}"]
    detail = verdict_words.detail(row.step.says)
    if row.reference and row.title:
        told.append(f"    {row.title}")
    if detail:
        told.append(f"    {detail}")
    told += [f"    {verdict_words.title(each.says)}." for each in row.dates]
    if words:
        told += ["    It says:"] if row.claims else []
        told += [line for claim in row.claims for line in _claim(claim)]
        told += [f"    > {line}".rstrip() for line in row.text.splitlines()]
    if steps and row.verdict is not None:
        told += [f"    {line}" for line in verdict_lines.lines(row.verdict)[1:]]
    return told


def _claim(claim: Saying) -> list[str]:
    title, detail = verdict_words.title(claim), verdict_words.detail(claim)
    return [f"      {title}", *([f"        {detail}"] if detail else [])]
