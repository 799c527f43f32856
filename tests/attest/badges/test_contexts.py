"""The vocabularies that come with the program are the ones the index says, with their licences."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from portfolio import resources
from portfolio.attest.badges import strict_json

FOLDER: Path = resources.path("contexts")
INDEX = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))["contexts"]


def test_every_file_is_the_one_the_index_names() -> None:
    for entry in INDEX:
        raw = (FOLDER / entry["file"]).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == entry["sha256"], entry["file"]
        assert "@context" in strict_json.parse_object(raw)


def test_every_file_is_in_the_index_and_every_address_once() -> None:
    files = {path.name for path in FOLDER.glob("*.json")} - {"index.json"}
    assert files == {entry["file"] for entry in INDEX}
    urls = [url for entry in INDEX for url in entry["urls"]]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith("https://") for url in urls)


def test_every_licence_lies_beside_its_file() -> None:
    for entry in INDEX:
        assert entry["source"]
        assert entry["licence"]
        assert (FOLDER / entry["licence_file"]).is_file()
    texts = {path.name for path in FOLDER.glob("LICENSE-*")}
    assert texts <= {entry["licence_file"] for entry in INDEX}
