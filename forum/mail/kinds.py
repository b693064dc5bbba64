"""The kinds of mail: what the secretariat calls each, and what is asked again when it is sent."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from forum.mail.models import OutboxMail

log = structlog.get_logger(__name__)


State = OutboxMail.State


KIND_LABELS = {
    "sign_in_code": "Kode til login",
    "invitation": "Invitation",
    "join-confirm": "Bekræft din ansøgning",
    "join-received": "Ny ansøgning om plads",
    "join-known": "Ansøgning fra et medlem",
    "join-declined": "Afslag på ansøgning",
    "left": "Kvittering for udmeldelse",
    "seat-given": "Plads givet",
    "seat-lost": "Plads givet videre eller afsluttet",
    "member-left": "Et medlem har forladt forummet",
    "recommendation-reworded": "Ny ordlyd af en anbefaling",
    "convocation": "Indkaldelse",
    "agenda": "Dagsorden",
    "meeting_moved": "Møde flyttet",
    "meeting_cancelled": "Møde aflyst",
    "meeting_reminder": "Påmindelse om møde",
    "rsvp_nag": "Husk at svare",
    "minutes_released": "Referat",
    "action_nag": "Påmindelse om opgave",
    "area-delegated": "Innovationsområde uddelegeret",
    "area-red": "Innovationsområde gået i stå",
    "report": "Rapport",
    "digest": "Ugens nyt",
}


Check = Callable[[OutboxMail], str]


_CHECKS: dict[str, Check] = {}


def fresh(kind: str) -> Callable[[Check], Check]:
    """Register a kind's check, asked again at send time: it answers why the mail must not go, or ""."""

    def decorator(check: Check) -> Check:
        _CHECKS[kind] = check
        return check

    return decorator


def kind_label(kind: str) -> str:
    """What the secretariat calls a kind of mail."""
    return KIND_LABELS.get(kind, kind.replace("_", " ").replace("-", " ").capitalize())
