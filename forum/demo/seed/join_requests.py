"""The demo's wishes to join: two that wait for the secretariat; all invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.demo.seed.calendar import lately
from forum.membership.models import JoinRequest

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
    for number, (name, email, organisation, why) in enumerate(WISHES):
        join_request, is_new = JoinRequest.objects.get_or_create(
            email=email,
            defaults={"name": name, "organisation": organisation, "why": why, "state": JoinRequest.State.CONFIRMED},
        )
        if is_new:
            came = lately(now) - timedelta(minutes=95 * number)
            JoinRequest.objects.filter(pk=join_request.pk).update(created_at=came)
