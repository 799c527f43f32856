"""A private session bus, and who offers secrets on it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import DBusAddress, MatchRule, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

PATIENCE_S = 60.0
SECRETS = "org.freedesktop.secrets"
PROMPTER = "org.gnome.keyring.SystemPrompter"
# No <servicedir>: nothing of the computer these tests run on is started by asking for it.
CONFIG = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def need(*programs: str) -> None:
    """Skip the test when a program it is about is not there."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


@contextlib.contextmanager
def private_bus(folder: Path) -> Iterator[str]:
    """Run a session bus nobody else uses, and name it in the environment."""
    need("dbus-daemon")
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        try:
            yield address
        finally:
            daemon.terminate()


@contextlib.contextmanager
def owner(name: str) -> Iterator[DBusConnection]:
    """Own a name on the bus and never answer anybody who calls it."""
    with open_dbus_connection() as connection:
        assert Proxy(message_bus, connection).RequestName(name) == (1,)
        yield connection


@contextlib.contextmanager
def gnome_keyring(password: str | None = "pw") -> Iterator[None]:
    """Run the real gnome-keyring on the bus; ``None`` leaves it locked (or without a keyring)."""
    need("gnome-keyring-daemon")
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    command += [f"--control-directory={Path.home() / 'run' / 'keyring'}"]
    command += ["--unlock"] if password is not None else []
    with open_dbus_connection() as watcher:
        rule = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        Proxy(message_bus, watcher).AddMatch(rule)
        with (
            watcher.filter(rule, bufsize=50) as signals,
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                text=True,
            ) as daemon,
        ):
            assert daemon.stdin is not None
            daemon.stdin.write(password or "")
            daemon.stdin.close()
            while watcher.recv_until_filtered(signals, timeout=PATIENCE_S).body[0] != SECRETS:
                pass
            try:
                yield
            finally:
                daemon.terminate()


def lock_all() -> None:
    """Lock the person's keyring, as their desktop does."""
    service = DBusAddress("/org/freedesktop/secrets", SECRETS, "org.freedesktop.Secret.Service")
    with open_dbus_connection() as connection:
        paths = ["/org/freedesktop/secrets/aliases/default"]
        connection.send_and_get_reply(
            new_method_call(service, "Lock", "ao", (paths,)), timeout=PATIENCE_S
        )


def wait_for_calls() -> None:
    """Wait until the keyring's threads have ended; nothing else does."""
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(PATIENCE_S)
