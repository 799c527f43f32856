"""``key``: the holder's signing keys, and what the holder knows of others'."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portfolio.cli import outside_files
from portfolio.cli.groups import group
from portfolio.cli.session import session_of
from portfolio.errors import NotFoundError, UsageError
from portfolio.model.keys import OWN, KeyKind, KeyRecord, KeyTrust
from portfolio.secret import Secret

if TYPE_CHECKING:
    # Not needed for help and usage; half a second to import.
    from portfolio.store.store import Store

app = group("Your signing keys, and how you know the keys of others.")

Which = Annotated[
    str, typer.Argument(metavar="KEY", help="A fingerprint, or its beginning, as listed.")
]
FromStdin = Annotated[
    bool, typer.Option("--passphrase-stdin", help="Read the passphrase from standard input.")
]


@app.command("list")
def list_(
    context: typer.Context,
    here: Annotated[
        bool, typer.Option("--here", help="The SSH keys of this computer instead.")
    ] = False,
) -> None:
    """List the keys that are known: yours first."""
    from portfolio.operations import keys

    session = session_of(context)
    store = session.shown
    if here:
        session.list(
            [
                {"fingerprint": key.fingerprint, "public": key.line, "comment": key.comment,
                 "in_agent": key.in_agent, "is_linked": bool(known and known.owner == OWN)}
                for key, known in keys.keys_of_computer(store)
            ],
            lambda each: f"{each['fingerprint']}  {each['comment']}"
            f"{'  in the agent' if each['in_agent'] else ''}"
            f"{'  linked' if each['is_linked'] else ''}",
            nothing="No SSH keys were found on this computer.",
        )  # fmt: skip
        return
    with store.reading() as reader:
        found = reader.keys.all()
    own = [each.fingerprint for each in found if _is_own_app_key(each)]
    workspace = session.workspace() if own else None
    lost = {each for each in own if workspace and keys.has_private(workspace, each) is False}
    session.list(
        found,
        lambda each: _line(each) + ("  not in the keyring" if each.fingerprint in lost else ""),
        nothing="No keys yet. “portfolio key new” makes one.",
    )


@app.command()
def new(context: typer.Context) -> None:
    """Make your signing key; its private part goes into the keyring and nowhere else."""
    from portfolio.operations import keys

    session = session_of(context)
    made = keys.make(session.workspace())
    session.answer(made, _line(made))
    session.say("Save a recovery file: “portfolio key export KEY --out FILE”.")


@app.command()
def export(
    context: typer.Context,
    key: Which,
    out: Annotated[Path, typer.Option("--out", help="Where the recovery file is saved.")],
    passphrase_stdin: FromStdin = False,
) -> None:
    """Save a recovery file under a passphrase; ssh-keygen opens it too."""
    from portfolio.operations import keys

    session = session_of(context)
    found = _find(session.shown, key)
    words = _passphrase(passphrase_stdin, confirm=True)
    keys.save_recovery(session.workspace(), found.fingerprint, words, out)
    session.answer({"fingerprint": found.fingerprint, "path": out}, str(out))


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A recovery file.")],
    passphrase_stdin: FromStdin = False,
) -> None:
    """Take a key in from its recovery file."""
    from portfolio.operations import keys

    session = session_of(context)
    data = outside_files.read(file, most=64 * 1024)
    words = _passphrase(passphrase_stdin, confirm=False)
    taken = keys.import_file(session.workspace(), data, words)
    session.answer(taken, _line(taken))


@app.command()
def link(
    context: typer.Context,
    public: Annotated[
        str, typer.Argument(metavar="KEY|FILE", help="A public SSH key of yours, or its .pub file.")
    ],
) -> None:
    """Say that a public SSH key is yours; the agent can sign with it then."""
    from portfolio.operations import keys

    session = session_of(context)
    linked = keys.link(session.store, _public(public))
    session.answer(linked, _line(linked))


@app.command()
def change(
    context: typer.Context,
    key: Which,
    out: Annotated[Path, typer.Option("--out", help="Where the change is saved.")],
    to: Annotated[
        str, typer.Option("--to", help="Another key of yours; without it a new one is made.")
    ] = "",
    why: Annotated[str, typer.Option("--why", help="In your own words.")] = "",
) -> None:
    """Change a key for another: the old one signs which key takes its place."""
    from portfolio.operations import key_changing
    from portfolio.operations.export import save

    session = session_of(context)
    workspace = session.workspace()
    old = _find(workspace.store, key)
    new = _find(workspace.store, to).fingerprint if to else ""
    changed = key_changing.change(workspace, old.fingerprint, to=new, why=why)
    path = out / changed.name if out.is_dir() else out
    save(path, changed.data)
    session.answer(
        {"path": path, "old": changed.old, "new": changed.new},
        f"{path}\nFrom now on: {_line(changed.new)}",
    )
    session.say("Publish this file where the old key is listed, and list the new key there.")


@app.command()
def trust(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY", help="A fingerprint, a public key, its file, or a file it signed."
        ),
    ],
    how: Annotated[KeyTrust, typer.Option("--how", help="How you know it.")] = KeyTrust.MET,
    words: Annotated[str, typer.Option("--words", help="In your own words.")] = "",
) -> None:
    """Say how you know somebody's key; what it signed is then known to you."""
    from portfolio.operations import keys

    session = session_of(context)
    known = keys.trust(session.store, _public(key), how, words)
    session.answer(known, _line(known))


@app.command()
def forget(
    context: typer.Context,
    key: Which,
    yes: Annotated[
        bool, typer.Option("--yes", help="Even a key that no recovery file was saved of.")
    ] = False,
) -> None:
    """Remove a key, its private part too; what it signed stays good."""
    from portfolio.operations import keys

    session = session_of(context)
    found = _find(session.store, key)
    is_app = _is_own_app_key(found)
    if is_app and found.recovery_at is None and not yes:
        raise UsageError(
            "No recovery file of this key was saved: without it nothing can be signed or taken "
            "back with it again.",
            "“portfolio key export” saves one; --yes removes the key all the same.",
        )
    gone = keys.forget(session.workspace(), found.fingerprint)
    session.answer({"fingerprint": gone.fingerprint}, f"Removed {gone.fingerprint}")
    if is_app:
        session.say(
            "Its private part is gone from the keyring: undo brings back only what is known of it."
        )


def _public(typed: str) -> str:
    path = Path(typed)
    if typed.startswith(("ssh-", "ecdsa-", "sk-", "SHA256:")) or not path.exists():
        return typed
    from portfolio.attest import letter
    from portfolio.operations import keys

    return keys.named_in(outside_files.read(path, most=letter.MOST_BYTES))


def _passphrase(from_stdin: bool, *, confirm: bool) -> Secret:
    if from_stdin:
        return Secret(sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise UsageError("Say --passphrase-stdin: there is no terminal to ask on.")
    return Secret(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))


def _find(store: Store, typed: str) -> KeyRecord:
    """Return the one key whose fingerprint begins as typed.

    Raises:
        NotFoundError: There is none.
        UsageError: There are several.
    """
    wanted = typed.removeprefix("SHA256:")
    with store.reading() as reader:
        every = reader.keys.all()
    found = [each for each in every if each.fingerprint.removeprefix("SHA256:").startswith(wanted)]
    if not found or not wanted:
        raise NotFoundError("There is no such key.", "“portfolio key list” names them.")
    if len(found) > 1:
        raise UsageError(f"Several keys begin with {typed}.")
    return found[0]


def _is_own_app_key(key: KeyRecord) -> bool:
    return key.kind is KeyKind.APP and key.owner == OWN


def _line(key: KeyRecord) -> str:
    whose = "yours" if key.owner == OWN else key.owner
    trust = str(key.trust) if key.trust is not KeyTrust.NONE else ""
    known = ": ".join(part for part in (trust, key.trust_words) if part)
    wants_file = _is_own_app_key(key) and key.recovery_at is None
    recovery = "no recovery file saved" if wants_file else ""
    changed = f"changed for {key.replaced_by}" if key.replaced_by else ""
    parts = (key.algorithm, whose, known, recovery, changed)
    told = "  ".join(part for part in parts if part)
    return f"{key.fingerprint}  {told}"
