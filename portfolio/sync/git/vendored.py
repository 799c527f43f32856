"""Tell from the files of a commit that it copies in a tree of another project."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from portfolio.sync.git.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_OWN_FILES: Final = 200
_VENDOR_NAMES: Final = frozenset(
    (
        b"vendor",
        b"vendored",
        b"third_party",
        b"third-party",
        b"thirdparty",
        b"3rdparty",
        b"3rd_party",
        b"external",
        b"extern",
        b"_vendor",
        b"bundled",
        b"node_modules",
        b"deps",
        b"subprojects",
    )
)


def vendored_tree(paths: Sequence[bytes]) -> str:
    """Return the copied-in tree that holds all of a large commit's files, or ``""``.

    ``third_party/zlib/`` when all are in one project's folder, ``third_party/`` when in several.
    """
    if len(paths) <= MOST_OWN_FILES:
        return ""
    folders = [path.split(b"/")[:-1] for path in paths]
    # The first and the last in order share what all of them share.
    ends = zip(min(folders), max(folders), strict=False)
    shared = [one for one, other in takewhile(lambda pair: pair[0] == pair[1], ends)]
    for depth, name in enumerate(shared):
        if name.lower() in _VENDOR_NAMES:
            return one_line(b"/".join(shared[: depth + 2])) + "/"
    return ""
