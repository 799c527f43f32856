"""Characters that no name has, whatever version of Unicode the reading program knows.

Ranges for a character class, in Python and on the check page alike: a letter that one of them
takes, the other takes. The general categories are those of Unicode 15.1 (UnicodeData.txt, third
field); what is not yet assigned between two of a kind goes with them.
"""

from __future__ import annotations

from typing import Final

UNSEEN: Final = (  # Cf, and letters, blanks and selectors that draw nothing
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001-\U000e007f"
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe0e\ufe0f"
)
SYMBOLS: Final = (  # So, Sm, Sk
    "+<->^`|~\xa6\xa8\xa9\xac\xae-\xb1\xb4\xb8\xd7\xf7\u02c2-\u02c5\u02d2-\u02df\u02e5-\u02eb"
    "\u02ed\u02ef-\u02ff\u0375\u0384\u0385\u03f6\u0482\u058d\u058e\u0606-\u0608\u060e\u060f"
    "\u06de\u06e9\u06fd\u06fe\u07f6\u0888\u09fa\u0b70\u0bf3-\u0bf8\u0bfa\u0c7f\u0d4f\u0d79"
    "\u0f01-\u0f03\u0f13\u0f15-\u0f17\u0f1a-\u0f1f\u0f34\u0f36\u0f38\u0fbe-\u0fc5\u0fc7-\u0fcf"
    "\u0fd5-\u0fd8\u109e\u109f\u1390-\u1399\u166d\u1940\u19de-\u19ff\u1b61-\u1b6a\u1b74-\u1b7c"
    "\u1fbd\u1fbf-\u1fc1\u1fcd-\u1fcf\u1fdd-\u1fdf\u1fed-\u1fef\u1ffd\u1ffe\u2044\u2052"
    "\u207a-\u207c\u208a-\u208c\u2100\u2101\u2103-\u2106\u2108\u2109\u2114\u2116-\u2118"
    "\u211e-\u2123\u2125\u2127\u2129\u212e\u213a\u213b\u2140-\u2144\u214a-\u214d\u214f"
    "\u218a-\u2307\u230c-\u2328\u232b-\u244a\u249c-\u24e9\u2500-\u2767\u2794-\u27c4"
    "\u27c7-\u27e5\u27f0-\u2982\u2999-\u29d7\u29dc-\u29fb\u29fe-\u2bff\u2ce5-\u2cea\u2e50\u2e51"
    "\u2e80-\u2fff\u3004\u3012\u3013\u3020\u3036\u3037\u303e\u303f\u309b\u309c\u3190\u3191"
    "\u3196-\u319f\u31c0-\u31ef\u3200-\u321e\u322a-\u3247\u3250\u3260-\u327f\u328a-\u32b0"
    "\u32c0-\u33ff\u4dc0-\u4dff\ua490-\ua4c6\ua700-\ua716\ua720\ua721\ua789\ua78a\ua828-\ua82b"
    "\ua836\ua837\ua839\uaa77-\uaa79\uab5b\uab6a\uab6b\ufb29\ufbb2-\ufbc2\ufd40-\ufd4f\ufdcf"
    "\ufdfd-\ufdff\ufe62\ufe64-\ufe66\uff0b\uff1c-\uff1e\uff3e\uff40\uff5c\uff5e\uffe2-\uffe4"
    "\uffe8-\uffee\ufffc\ufffd\U00010137-\U0001013f\U00010179-\U00010189\U0001018c-\U000101fc"
    "\U00010877\U00010878\U00010ac8\U0001173f\U00011fd5-\U00011fdc\U00011fe1-\U00011ff1"
    "\U00016b3c-\U00016b3f\U00016b45\U0001bc9c\U0001cf50-\U0001d164\U0001d16a-\U0001d16c"
    "\U0001d183\U0001d184\U0001d18c-\U0001d1a9\U0001d1ae-\U0001d241\U0001d245"
    "\U0001d300-\U0001d356\U0001d6c1\U0001d6db\U0001d6fb\U0001d715\U0001d735\U0001d74f"
    "\U0001d76f\U0001d789\U0001d7a9\U0001d7c3\U0001d800-\U0001d9ff\U0001da37-\U0001da3a"
    "\U0001da6d-\U0001da74\U0001da76-\U0001da83\U0001da85\U0001da86\U0001e14f\U0001ecac"
    "\U0001ed2e\U0001eef0-\U0001f0f5\U0001f10d-\U0001fbca"
)
