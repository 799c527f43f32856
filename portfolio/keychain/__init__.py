"""Secrets in the system's keyring, and nowhere else on this computer.

The only place that knows `keyring`. `Keychain` asks the one known store of each system (Secret
Service, macOS Keychain, Windows Credential Manager), never what a settings file, an environment
variable or an installed plug-in names. `SessionSecrets` is the way out where there is none: the
same calls, in memory, until Portfolio is closed.

Both offer each call twice: `get`, `set`, `delete` wait (never on the UI thread or the loop), and
`fetch`, `keep`, `drop` are the same three for the loop.
"""

from portfolio.keychain.entries import Entry, entries_of, entry_for
from portfolio.keychain.keychain import Keychain
from portfolio.keychain.session import SessionSecrets

__all__ = ["Entry", "Keychain", "SessionSecrets", "entries_of", "entry_for"]
