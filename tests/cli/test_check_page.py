"""The page for the browser is one whole file, which asks nobody and is the same each time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from portfolio.check import page
from portfolio.errors import ExportError
from portfolio.model import verdict_words
from portfolio.operations.check_page import save_page
from tests.cli.running import Runner

WAYS_FOR_MARKUP_OR_ASKING = (
    *("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"),
    *("fetch(", "XMLHttpRequest", "WebSocket", "importScripts"),
)


def test_it_is_saved_whole_and_without_a_record(tmp_path: Path) -> None:
    saved = save_page(tmp_path / "deep" / "check.html")
    assert saved.path.read_bytes() == page.page() == page.page()
    assert saved.size_bytes == len(page.page())
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError):
        save_page(tmp_path / "file" / "check.html")


def test_its_policy_names_its_own_script_and_style_and_nothing_else() -> None:
    text = page.page().decode("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    allowed = re.findall(r"'sha256-([^']*)'", policy[1])
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    made = [
        base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()
        for each in (script, style)
    ]
    assert allowed == made
    assert policy[1].startswith("default-src 'none'")
    assert "connect-src 'none'" in policy[1]
    for word in ("unsafe", "http", "data:", "blob:"):
        assert word not in policy[1]


def test_it_takes_in_nothing_from_elsewhere_and_writes_no_markup() -> None:
    text = page.page().decode("utf-8")
    assert not re.search(r"\b(?:src|href|action)\s*=\s*[\"']?\s*(?:https?:)?//", text)
    for way in WAYS_FOR_MARKUP_OR_ASKING:
        assert way not in text
    assert "{{" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    used = set(re.findall(r'"#i-([a-z0-9-]+)"', text))
    assert used <= set(re.findall(r'id="i-([a-z0-9-]+)"', text))


def test_it_has_the_words_of_the_program() -> None:
    text = page.page().decode("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    words = json.loads(found[1])["words"]
    assert words == {
        code: {"title": each.title, "detail": each.detail}
        for code, each in verdict_words.templates().items()
    }


def test_the_command_saves_it_without_a_record(run: Runner, tmp_path: Path) -> None:
    said = run("--json", "export", "check-page", "--out", str(tmp_path / "saved") + "/").json
    assert Path(said["path"]).read_bytes() == page.page()
    assert Path(said["path"]) == tmp_path / "saved" / "check.html"
    (tmp_path / "here").mkdir()
    run("export", "check-page", "--out", str(tmp_path / "here"))
    assert (tmp_path / "here" / "check.html").exists()
