"""A scripted web server on real loopback sockets, and faults to put around any service."""

from tests.sync.loopback import faults
from tests.sync.loopback.messages import (
    Answer,
    Asked,
    FromFunction,
    Script,
    Service,
    as_html,
    as_json,
    link_next,
)
from tests.sync.loopback.server import LoopbackServer

__all__ = [
    "Answer",
    "Asked",
    "FromFunction",
    "LoopbackServer",
    "Script",
    "Service",
    "as_html",
    "as_json",
    "faults",
    "link_next",
]
