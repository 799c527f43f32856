"""The colours and spaces of the look, as frozen token sets.

Contrast of every pair is tested (WCAG 2.2, success criteria 1.4.3 and 1.4.11): text and coloured
words 4.5:1 on every ground they may stand on, edges of controls and the focus ring 3:1.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24, SPACE_32 = 4, 8, 12, 16, 24, 32
PAGE_MARGIN = SPACE_24
HEAD_TOP, HEAD_BOTTOM = 20, 16
CARD_PADDING = SPACE_16
RADIUS_CONTROL = 6
RADIUS_CARD = 10
RADIUS_EVIDENCE = 3
FOCUS_RING = 2
SELECTED_EDGE = 3
SIDE_BAR_WIDTH, SIDE_BAR_NARROW = 208, 56
DETAIL_WIDTH = 376
NARROW_BELOW = 1100
"""Window width in pixels under which the side bar shows icons only."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours; each field is ``#RRGGBB`` (``scrim``: ``#AARRGGBB``).

    Attributes:
        is_dark: The grounds are dark.
        is_high_contrast: Black and white, no soft fills, thicker focus ring.
        focus_ring: Width of the focus ring in pixels.
    """

    name: str
    is_dark: bool
    is_high_contrast: bool
    focus_ring: int
    bg: str
    sidebar: str
    surface: str
    raised: str
    border: str
    control: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selected: str
    hover: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    error: str
    error_soft: str
    evidence: str
    evidence_soft: str
    attested: str
    attested_soft: str
    certified: str
    certified_soft: str
    desk: str
    page: str
    scrim: str

    @property
    def grounds(self) -> tuple[str, ...]:
        """Every ground that words may stand on."""
        return (self.bg, self.sidebar, self.surface, self.raised, self.selected, self.hover)


LIGHT = Tokens(
    name="light",
    is_dark=False,
    is_high_contrast=False,
    focus_ring=FOCUS_RING,
    bg="#F5F6F4",
    sidebar="#ECEFEC",
    surface="#FFFFFF",
    raised="#FFFFFF",
    border="#DADFDB",
    control="#7C8681",
    text="#1B2220",
    muted="#56605B",
    accent="#12566B",
    accent_hover="#0D4557",
    on_accent="#FFFFFF",
    selected="#E1EDF0",
    hover="#EFF2EF",
    ok="#28663B",
    ok_soft="#E8F1EA",
    warn="#85500A",
    warn_soft="#F8F0DF",
    error="#A3322B",
    error_soft="#F9EBE9",
    evidence="#12566B",
    evidence_soft="#E1EDF0",
    attested="#6A3A70",
    attested_soft="#F4ECF5",
    certified="#66510A",
    certified_soft="#F7F1DC",
    desk="#E4E8E4",
    page="#FFFFFF",
    scrim="#59141A18",
)

DARK = Tokens(
    name="dark",
    is_dark=True,
    is_high_contrast=False,
    focus_ring=FOCUS_RING,
    bg="#161A1B",
    sidebar="#111516",
    surface="#1D2223",
    raised="#272D2F",
    border="#343C3D",
    control="#7A8682",
    text="#E7ECEA",
    muted="#A4AEAA",
    accent="#7FC4D6",
    accent_hover="#9AD3E2",
    on_accent="#07212A",
    selected="#203841",
    hover="#252B2D",
    ok="#86C79A",
    ok_soft="#1E2F25",
    warn="#E0B266",
    warn_soft="#332B1B",
    error="#F0958C",
    error_soft="#3A2523",
    evidence="#7FC4D6",
    evidence_soft="#203841",
    attested="#D6A8DD",
    attested_soft="#33263A",
    certified="#DCC06C",
    certified_soft="#312B19",
    desk="#0F1213",
    page="#F7F7F4",
    scrim="#7A000000",
)

CONTRAST_LIGHT = Tokens(
    name="contrast-light",
    is_dark=False,
    is_high_contrast=True,
    focus_ring=3,
    bg="#FFFFFF",
    sidebar="#FFFFFF",
    surface="#FFFFFF",
    raised="#FFFFFF",
    border="#000000",
    control="#000000",
    text="#000000",
    muted="#000000",
    accent="#003A4D",
    accent_hover="#000000",
    on_accent="#FFFFFF",
    selected="#FFFFFF",
    hover="#FFFFFF",
    ok="#00401A",
    ok_soft="#FFFFFF",
    warn="#5A3300",
    warn_soft="#FFFFFF",
    error="#7A0000",
    error_soft="#FFFFFF",
    evidence="#003A4D",
    evidence_soft="#FFFFFF",
    attested="#4A1450",
    attested_soft="#FFFFFF",
    certified="#443500",
    certified_soft="#FFFFFF",
    desk="#FFFFFF",
    page="#FFFFFF",
    scrim="#99000000",
)

CONTRAST_DARK = Tokens(
    name="contrast-dark",
    is_dark=True,
    is_high_contrast=True,
    focus_ring=3,
    bg="#000000",
    sidebar="#000000",
    surface="#000000",
    raised="#000000",
    border="#FFFFFF",
    control="#FFFFFF",
    text="#FFFFFF",
    muted="#FFFFFF",
    accent="#A6E9FA",
    accent_hover="#FFFFFF",
    on_accent="#000000",
    selected="#000000",
    hover="#000000",
    ok="#A8F0BE",
    ok_soft="#000000",
    warn="#FFD591",
    warn_soft="#000000",
    error="#FFB9B2",
    error_soft="#000000",
    evidence="#A6E9FA",
    evidence_soft="#000000",
    attested="#F0CCF6",
    attested_soft="#000000",
    certified="#F7DF93",
    certified_soft="#000000",
    desk="#000000",
    page="#F7F7F4",
    scrim="#CC000000",
)

ALL = (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)
COLOUR_NAMES = tuple(
    field.name for field in fields(Tokens) if field.type == "str" and field.name != "name"
)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#RRGGBB`` colours (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
