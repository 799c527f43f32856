"""The only place that speaks HTTP: credentials by exact origin, waits, caps, plain errors.

`Transport.call` gives a provider its `portfolio.sync.provider.Call`; `Transport.exchange` is for
signing in. Modules: ``origins`` (where a request may go), ``wire`` (one client: redirects by hand,
deadline, the one place where a secret meets a request), ``bodies`` (caps), ``throttle`` (every way
of asking to wait), ``governor`` (slots and pauses), ``call`` (repeating and judging), ``refusals``
(plain errors), ``trust`` (certificates), ``proxies``, ``public`` (hosts that are no account's),
``validators`` (conditional requests), ``session`` (all calls of a process).
"""

from portfolio.sync.transport.call import AccountCall, SecretSupplier, fixed
from portfolio.sync.transport.governor import Timing
from portfolio.sync.transport.session import Transport, system_timing
from portfolio.sync.transport.validators import ValidatorBook
from portfolio.sync.transport.wire import Limits

__all__ = [
    "AccountCall",
    "Limits",
    "SecretSupplier",
    "Timing",
    "Transport",
    "ValidatorBook",
    "fixed",
    "system_timing",
]
