"""What is kept under one member, as data: each app adds its part, the member fetches the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings

from forum.people.models import Member

Part = Callable[[Member], Any]
LINK = "link"  # the key of a row's full address; the page and the PDF put it under the row's first words
_PARTS: dict[str, Part] = {}


def register(parts: Mapping[str, Part]) -> None:
    """Take over, when the site starts, what an app keeps about a member, by Danish heading."""
    _PARTS.update(parts)


# What is kept under an organisation, or beside other people's names and words, is looked through by a person first
LEFT_OUT = [
    "Historikken: hvem der har ændret hvad og hvornår.",
    "Din organisations forslag til innovationsområder, områder og opgaver.",
    "Steder, hvor dit navn står i dagsordener, bilag, referater og rapporter, og teksten i de mails, du har fået.",
    "Dine tekster om noget, du ikke længere kan læse.",
    "Din ansøgning om plads, invitationen til dig og dine nøgler til at logge ind i to trin.",
]


def export(member: Member) -> dict[str, Any]:
    """Every part, and last what is in none of them."""
    ask = f"Vil du se noget af det? Skriv til {settings.CONTACT_MAIL}."
    return {name: gather(member) for name, gather in _PARTS.items()} | {"ikke med": [*LEFT_OUT, ask]}


def _person(member: Member) -> dict[str, Any]:
    return {
        "navn": member.name,
        "mailadresse": member.email,
        "titel": member.title,
        "telefon": member.phone,
        "spørg mig om": member.competences,
        "billede": member.picture.name if member.picture else "",
        "oprettet": member.joined_at,
        "sekretariat": member.is_secretariat,
    }


def _seats(member: Member) -> list[dict[str, Any]]:
    return [
        {
            "plads": str(holding.seat),
            "fast stedfortræder": holding.is_substitute,
            "fra": holding.since,
            "til": holding.until,
        }
        for holding in member.holdings.select_related("seat__organisation").order_by("since")
    ]


def _choices(member: Member) -> dict[str, str]:
    return {choice.get_kind_display(): choice.get_pace_display() for choice in member.notification_choices.all()}


def _mails(member: Member) -> list[dict[str, Any]]:
    rows = member.mails.filter(state="sent").order_by("sent_at").values("subject", "sent_at")
    return [{"emne": row["subject"], "sendt": row["sent_at"]} for row in rows]


def _sessions(member: Member) -> list[dict[str, Any]]:
    rows = UserSession.objects.filter(user=member).order_by("created_at").values("created_at", "ip", "user_agent")
    return [{"logget ind": row["created_at"], "ip": row["ip"], "browser": row["user_agent"]} for row in rows]


def _lists(member: Member) -> list[str]:
    """The secretariat's lists of receivers that the member is on."""
    return list(member.receiver_lists.filter(removed_at=None).values_list("name", flat=True))


PARTS = {
    "dig": _person,
    "pladser": _seats,
    "valg om beskeder": _choices,
    "sekretariatets modtagerlister med dig på": _lists,
    "mails til dig": _mails,
    "her er du logget ind": _sessions,
}
