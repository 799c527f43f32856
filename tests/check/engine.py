"""The part of the page that checks, run by Node on many files, without a browser."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from portfolio.check import page
from portfolio.model import verdict_words
from portfolio.model.report import Report
from portfolio.model.verdict import Saying, Step

NODE = shutil.which("node")
_MAIN = """
const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const plain = (says) => ({ code: says.code, facts: { ...says.facts } });
const claimOf = (each) => ({ ...plain(each), title: titleOf(each), detail: detailOf(each) });
const stepOf = (each) => ({ mark: each.mark, says: plain(each.says), title: titleOf(each.says),
  detail: detailOf(each.says), children: each.children.map(stepOf) });
(async () => {
  const told = [];
  for (const each of asked) {
    try {
      const at = new Date(each.at);
      const found = await check(bytes(each.raw), { detached: bytes(each.detached), at });
      told.push({ kind: found.kind, headline: titleOf(found.headline), pages: found.pages,
        controls: found.controls.map(plain),
        rows: found.rows.map((row) => ({ ...stepOf(row.step), trust: row.trust,
          reference: row.reference, title_of: row.title, text: row.text,
          dates: datesOf(row).map(stepOf), claims: row.claims.map(claimOf),
          state: row.verdict?.state ?? null, steps: row.verdict?.steps.map(stepOf) ?? [] })) });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      told.push({ refused: error.message });
    }
  }
  process.stdout.write(JSON.stringify(told));
})();
"""


class Asked(NamedTuple):
    """A file to check."""

    raw: bytes
    detached: bytes = b""


def answers(
    folder: Path,
    files: Sequence[Asked | bytes],
    at: datetime,
    *,
    most_megabytes: int = 512,
    before: str = "",
) -> list[dict[str, Any]]:
    """Return what the page says of files; an unforeseen error in it fails here.

    Args:
        folder: Where the script is put.
        files: What to check.
        at: Now.
        most_megabytes: What the script's own objects may take (not the bytes it unpacks).
        before: Script that runs first, to take from Node what some browsers lack.
    """
    assert NODE
    program = folder / "check.cjs"
    program.write_text(
        f'"use strict";\n{before}\nconst DATA = {json.dumps(page.data())};\n{page.engine()}{_MAIN}'
    )
    each = [file if isinstance(file, Asked) else Asked(file) for file in files]
    questions = [
        {
            "raw": base64.b64encode(file.raw).decode(),
            "detached": base64.b64encode(file.detached).decode(),
            "at": at.isoformat(),
        }
        for file in each
    ]
    done = subprocess.run(
        [NODE, f"--max-old-space-size={most_megabytes}", str(program)],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def as_page(report: Report) -> dict[str, Any]:
    """Return a report of the program in the form in which the page's comes."""
    return {
        "kind": str(report.kind),
        "headline": verdict_words.title(report.headline),
        "pages": report.page_count,
        "controls": [_saying(each) for each in report.holder_controls],
        "rows": [
            {
                **_step(row.step),
                "trust": None if row.trust is None else str(row.trust),
                "reference": row.reference,
                "title_of": row.title,
                "text": row.text,
                "dates": [_step(each) for each in row.dates],
                "claims": [
                    {
                        **_saying(each),
                        "title": verdict_words.title(each),
                        "detail": verdict_words.detail(each),
                    }
                    for each in row.claims
                ],
                "state": None if row.verdict is None else str(row.verdict.state),
                "steps": [_step(each) for each in row.verdict.steps] if row.verdict else [],
            }
            for row in report.rows
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "mark": str(step.mark),
        "says": _saying(step.says),
        "title": verdict_words.title(step.says),
        "detail": verdict_words.detail(step.says),
        "children": [_step(each) for each in step.children],
    }


def _saying(saying: Saying) -> dict[str, Any]:
    return {"code": saying.code, "facts": dict(saying.facts)}
