"""How long things are kept, as a table that runs; the privacy page says the same in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from forum import files
from forum.copies.actions import forget_copies
from forum.mail import outbox
from forum.membership.actions import grants, join_requests, own_data_pdf, pseudonymise
from forum.receivers import actions as lists
from forum.undo.models import Undo
from forum.web.form_keys import FormKey

log = structlog.get_logger(__name__)
KEY_DAYS = 7


@dataclass(frozen=True)
class Rule:
    """`forget` takes what is older than the rule allows, and says how much it took. Safe to run twice."""

    what: str
    kept: str
    forget: Callable[[datetime], int]


_rules: list[Rule] = []  # of every app


def _form_keys(now: datetime) -> int:
    return FormKey.objects.filter(at__lt=now - timedelta(days=KEY_DAYS)).delete()[0]


def _undos(now: datetime) -> int:
    """The history keeps what was done and undone."""
    return Undo.objects.filter(until__lt=now - timedelta(days=1)).delete()[0]


def _sessions(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _devices(now: datetime) -> int:
    """Where somebody was signed in (address, browser) goes with the session itself."""
    return UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]


def _counters(now: datetime) -> int:
    """The cache's counters of sign-in attempts carry addresses, and Django itself only removes them when it is full."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM forum_cache WHERE expires < %s", [now])
        return cursor.rowcount


def _people(now: datetime) -> int:
    """The demo's people are invented: nobody there needs to be forgotten."""
    return 0 if settings.DEMO else pseudonymise.pseudonymise_due(now=now)


RULES = [
    Rule("Medlemmer, der er udtrådt", f"{settings.RETENTION_DAYS_AFTER_LEAVING} dage", _people),
    Rule("Adgang uden plads", "til den udløber", lambda now: grants.end_expired(now=now)),
    Rule("Ansøgninger om plads", f"{join_requests.ANSWERED_DAYS} dage", lambda now: join_requests.forget(now=now)),
    Rule(
        "Invitationer, ingen brugte",
        f"{pseudonymise.UNUSED_DAYS} dage",
        lambda now: pseudonymise.forget_unused(now=now),
    ),
    Rule("Mailes tekst", f"{outbox.TEXT_DAYS} dage", lambda now: outbox.forget_texts(now=now)),
    Rule(
        "Mailadresser, der ikke er medlemmers", f"{outbox.TEXT_DAYS} dage", lambda now: outbox.forget_strangers(now=now)
    ),
    Rule("Adresser på modtagerlister", f"{outbox.TEXT_DAYS} dage", lambda now: lists.forget_addresses(now=now)),
    Rule("Sessioner", "til de udløber", _sessions),
    Rule("Enheder", "så længe sessionen", _devices),
    Rule("Tællere af loginforsøg", "til de udløber", _counters),
    Rule("Fortrydelser, hvis tid er gået", "et døgn", _undos),
    Rule("Brugte formularnøgler", f"{KEY_DAYS} dage", _form_keys),
    Rule("Kopier til visning", "så længe filen", lambda now: forget_copies(now=now)),
    Rule("Egne data som PDF", "et døgn", lambda now: own_data_pdf.forget(now=now)),
    Rule("Filer, som intet peger på", "et døgn", lambda now: files.clean_up(now=now)),
]


def register(rules: Iterable[Rule]) -> None:
    """Take over an app's rules when the site starts."""
    _rules.extend(rules)


def forget(*, now: datetime) -> dict[str, int]:
    """Run every rule; one that fails is logged and tried again next time, and does not stop the others."""
    taken = {}
    for rule in _rules:
        try:
            taken[rule.what] = rule.forget(now)
        except Exception:
            log.exception("retention rule failed", rule=rule.what)
    return taken
