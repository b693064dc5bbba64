"""What is kept under one member, as data: each app adds its parts, the member fetches the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from forum.base.visibility import SYSTEM, Viewer
from forum.people.models import Member, NotificationChoice
from forum.receivers.models import ReceiverList

# By Danish heading, what an app keeps about the member: facts, rows or sentences. One query a part, however many rows
Part = Callable[[Member, Viewer], Mapping[str, Any]]
LINK = "link"  # the key of a row's full address; the page and the PDF put it under the row's first words
_PARTS: list[Part] = []


def register(parts: Iterable[Part]) -> None:
    """Take over, when the site starts, what an app keeps about a member; the same once more is no other."""
    _PARTS.extend(part for part in parts if part not in _PARTS)


# What is kept under an organisation, or beside other people's names and words, is looked through by a person first
LEFT_OUT = [
    "Historikken: hvem der har ændret hvad og hvornår.",
    "Din organisations forslag til innovationsområder, områder og opgaver.",
    "Steder, hvor dit navn står i dagsordener, bilag, referater og rapporter, og teksten i de mails, du har fået.",
    "Dine tekster om noget, du ikke længere kan læse.",
    "Din ansøgning om plads, invitationen til dig og dine nøgler til at logge ind i to trin.",
]


def export(member: Member, viewer: Viewer) -> dict[str, Any]:
    """Every part, as `viewer`, the member as they see today, may read it; last what is in none of them."""
    ask = f"Vil du se noget af det? Skriv til {settings.CONTACT_MAIL}."
    kept = {heading: rows for part in _PARTS for heading, rows in part(member, viewer).items()}
    return kept | {"ikke med": [*LEFT_OUT, ask]}


def _person(member: Member, viewer: Viewer) -> dict[str, Any]:
    """The person, the choices about mail, and the secretariat's lists of receivers that the member is on."""
    choices = NotificationChoice.objects.filter(member=OuterRef("pk")).order_by("kind")
    lists = ReceiverList.objects.visible_to(SYSTEM).filter(members=OuterRef("pk")).order_by("name")
    beside = Member.objects.visible_to(SYSTEM).annotate(
        choices=ArraySubquery(choices.values(said=JSONObject(kind="kind", pace="pace"))),
        lists=ArraySubquery(lists.values("name")),
    )
    picture, chosen, listed = beside.values_list("picture__name", "choices", "lists").get(pk=member.pk)
    paces = [NotificationChoice(**choice) for choice in chosen]
    return {
        "dig": {
            "navn": member.name,
            "mailadresse": member.email,
            "titel": member.title,
            "telefon": member.phone,
            "spørg mig om": member.competences,
            "billede": picture or "",
            "oprettet": member.joined_at,
            "sekretariat": member.is_secretariat,
        },
        "valg om beskeder": {pace.get_kind_display(): pace.get_pace_display() for pace in paces},
        "sekretariatets modtagerlister med dig på": listed,
    }


def _seats(member: Member, viewer: Viewer) -> dict[str, Any]:
    rows = [
        {
            "plads": str(holding.seat),
            "fast stedfortræder": holding.is_substitute,
            "fra": holding.since,
            "til": holding.until,
        }
        for holding in member.holdings.select_related("seat__organisation").order_by("since")
    ]
    return {"pladser": rows}


def _mails(member: Member, viewer: Viewer) -> dict[str, Any]:
    rows = member.mails.filter(state="sent").order_by("sent_at").values_list("subject", "sent_at")
    return {"mails til dig": [{"emne": subject, "sendt": sent} for subject, sent in rows]}


def _sessions(member: Member, viewer: Viewer) -> dict[str, Any]:
    rows = UserSession.objects.filter(user=member).order_by("created_at").values_list("created_at", "ip", "user_agent")
    return {"her er du logget ind": [{"logget ind": at, "ip": ip, "browser": agent} for at, ip, agent in rows]}


PARTS = [_person, _seats, _mails, _sessions]
