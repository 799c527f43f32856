"""What git is told so that a repository's own settings start nothing.

Settings given on the command line outrank those of a repository. Tried against git 2.39: each of
these was set to a program that leaves a mark, in a repository that was then read.
"""

from __future__ import annotations

import os
from typing import Final

_NO_PROGRAM: Final = "false"

_SETTINGS: Final = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    f"core.excludesFile={os.devnull}",
    "core.pager=cat",
    f"core.sshCommand={_NO_PROGRAM}",
    f"core.alternateRefsCommand={_NO_PROGRAM}",
    "core.gitProxy=",
    f"core.askPass={_NO_PROGRAM}",
    f"core.editor={_NO_PROGRAM}",
    "credential.helper=",
    "log.showSignature=false",
    "log.mailmap=false",
    "log.follow=false",
    f"gpg.program={_NO_PROGRAM}",
    f"gpg.openpgp.program={_NO_PROGRAM}",
    f"gpg.ssh.program={_NO_PROGRAM}",
    f"gpg.x509.program={_NO_PROGRAM}",
    "diff.external=",
    "color.ui=false",
    "i18n.logOutputEncoding=UTF-8",
    "mailmap.file=",
    "mailmap.blob=HEAD:.mailmap",
    "submodule.recurse=false",
    "gc.auto=0",
    "advice.graftFileDeprecated=false",  # said of the empty file that keeps grafts away
    "maintenance.auto=false",
    "protocol.allow=never",
    # protocol.NAME.allow of a repository would outrank protocol.allow.
    *(f"protocol.{name}.allow=never" for name in ("ext", "file", "git", "http", "https", "ssh")),
)

_KEPT_ENVIRONMENT: Final = ("PATH", "SUDO_UID", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP")


def options() -> list[str]:
    """Return the options that come before the command."""
    options = ["--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs"]
    for setting in _SETTINGS:
        options += ["-c", setting]
    return options


def environment() -> dict[str, str]:
    """Return the whole environment git gets; nothing else of this process's reaches it."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return kept | {
        # No folder: settings of the person's own git are not wanted, "~" leads nowhere.
        "HOME": os.devnull,
        "XDG_CONFIG_HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_PROTOCOL_FROM_USER": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": _NO_PROGRAM,
        "SSH_ASKPASS": _NO_PROGRAM,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_ADVICE": "0",
        "LC_ALL": "C",
    }
