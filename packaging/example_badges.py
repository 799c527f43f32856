"""The badges of the examples: one in each form that Portfolio gives, and an older one."""

from __future__ import annotations

import json
from dataclasses import replace

from example_people import AT, MENTOR, MENTOR_KEY, NOOR, WORKS
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from portfolio.attest.badges import designs, endorsing, issuing, recognising

_SIDE = 256  # pixels of the PNG


def badges() -> dict[str, bytes]:
    """Return a badge the mentor gives, in a picture and alone, and an endorsement of it."""
    giver = issuing.Giver(MENTOR.name, MENTOR_KEY, MENTOR.accounts[0])
    award = issuing.Award(
        name="Patient reviewer",
        description="Given to those whose reviews keep newcomers.",
        criteria="Reviewed the first change of at least one newcomer until it was merged.",
        evidence=WORKS[:1],
        language="en",
    )
    receiver = issuing.Receiver(account=NOOR.accounts[0])
    made = issuing.issue(award, giver, receiver, design=designs.designs()[0].svg, at=AT)
    ending = "png" if made.media_type == "image/png" else "svg"
    as_token = replace(giver, as_token=True)
    token = issuing.issue(award, as_token, receiver, design=designs.designs()[0].svg, at=AT)
    about = endorsing.subjects_of(recognising.open_badge(made.document))["badge"]
    in_png = issuing.issue(award, giver, receiver, design=png(designs.designs()[1].svg), at=AT)
    return {
        f"badge.{ending}": made.baked,
        "badge.png": in_png.baked,
        "badge.json": made.document,
        "badge.jwt": token.document,
        "endorsement.json": endorsing.endorse(about, "I was that newcomer.", giver, at=AT),
    }


def png(svg: bytes) -> bytes:
    """Return a drawing as PNG, as a giver's own picture may be."""
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the format is text in Python
    return bytes(buffer.data().data())


def of_an_older_standard() -> bytes:
    """Return a badge of Open Badges 2.0 that its issuer keeps; what is there decides."""
    home = "https://learning.example"
    return json.dumps(
        {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": f"{home}/assertions/7",
            "recipient": {"type": "url", "hashed": False, "identity": NOOR.accounts[0]},
            "issuedOn": "2021-03-04T10:00:00Z",
            "verification": {"type": "HostedBadge"},
            "evidence": WORKS[0].url,
            "badge": {
                "type": "BadgeClass",
                "id": f"{home}/badges/keyboard",
                "name": "Reachable by keyboard",
                "description": "Made a program usable without a mouse.",
                "image": f"{home}/badges/keyboard.png",
                "criteria": {"narrative": "Every control can be reached and seen."},
                "issuer": {"type": "Issuer", "id": home, "name": "Learning", "url": home},
            },
        },
        indent=1,
    ).encode()
