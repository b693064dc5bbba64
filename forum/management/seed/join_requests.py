"""The demo's wishes to join: two that wait for the secretariat; all invented."""

from __future__ import annotations

from datetime import datetime

from forum.models import JoinRequest

WISHES = (
    (
        "Bente Lykke",
        "bente.lykke@example.dk",
        "Holstebro Kommune",
        "Vi laver vores første udbudsplan med markedsdialog i og vil gerne lære af jer, der har prøvet det.\n\n"
        "Vi kan bidrage med erfaringer fra et fælles indkøb af velfærdsteknologi i seks kommuner.",
    ),
    (
        "Asger Friis",
        "asger.friis@example.dk",
        "Havtorn Robotics",
        "Vi udvikler løftehjælp til plejehjem og vil gerne forstå, hvordan kommunerne beskriver deres behov.",
    ),
)


def seed(*, now: datetime, scale: int) -> None:
    for name, email, organisation, why in WISHES:
        JoinRequest.objects.get_or_create(
            email=email,
            defaults={"name": name, "organisation": organisation, "why": why, "state": JoinRequest.State.CONFIRMED},
        )
