"""``export share``, and what ``check`` says of what it saved."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import Runner

TERMS = ("--for", "The fund", "--purpose", "Choosing who is paid")


def test_a_record_is_shared_and_checked(run: Runner, tmp_path: Path) -> None:
    run("holder", "set", "--name", "Ada Example")
    run("contribution", "add", "Outlines", "--kind", "spoke", "--date", "2025-03")
    out = tmp_path / "ada.share"
    saved = run(
        "--json", "export", "share", *TERMS, "--until", "2027-05-31", "--out", str(out)
    ).json
    assert (saved["format"], saved["path"]) == ("share", str(out))
    report = run("--json", "check", str(out), code=None).json
    assert (report["kind"], report["name"]) == ("share", "ada.share")
    told = run("check", str(out), code=None).out
    assert "for The fund" in told
    assert "For: Choosing who is paid. To be used until 31 May 2027" in told
    assert '"name": "Ada Example"' in out.read_text()


def test_what_is_missing_is_asked_for(run: Runner, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "x.share"))
    assert "--for" in run("export", "share", "--purpose", "y", *out, code=2).err
    assert "31.5.2027" in run("export", "share", *TERMS, "--until", "31.5.2027", *out, code=2).err
    assert "is over" in run("export", "share", *TERMS, "--until", "2001-01-01", *out, code=2).err
    assert not (tmp_path / "x.share").exists()
