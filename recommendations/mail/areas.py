"""Mails about innovation areas: one that is delegated, one that turns red."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum import outbox, unsubscribe
from forum.mail import link, render
from forum.models import Member, Organisation, OutboxMail
from forum.visibility import Audience
from recommendations.models import Area, AreaUpdate

DELEGATED, RED = "area-delegated", "area-red"


def tell_delegated(area: Area, partners: Iterable[Organisation], *, to: Iterable[Member], now: datetime) -> None:
    """Who leads the area from now on, and who takes part."""
    facts: dict[str, object] = {"lead": area.lead, "partners": [partner.full_name for partner in partners]}
    key = f"{DELEGATED}:{area.pk}:{area.delegated_on}:{area.lead_id}"
    _queue(DELEGATED, key, area, _subject(area, "Uddelegeret"), to, now, facts)


def tell_red(update: AreaUpdate, *, to: Iterable[Member], now: datetime) -> None:
    """What stands still, and what is to be done about it."""
    _queue(RED, f"{RED}:{update.pk}", update.area, _subject(update.area, "Gået i stå"), to, now, {"update": update})


def _subject(area: Area, word: str) -> str:
    """Names the area only where the whole forum may know of it."""
    return f"{word}: {area.title}" if _is_open(area) else "Nyt om et innovationsområde"


def _is_open(area: Area) -> bool:
    return area.audience in {Audience.PUBLIC, Audience.MEMBERS}


def _queue(
    kind: str, key: str, area: Area, subject: str, to: Iterable[Member], now: datetime, facts: dict[str, object]
) -> None:
    context = {
        "area": area,
        "is_open": _is_open(area),
        "url": link("recommendations:area", area.slug),
    }
    for member in to:
        way_out = unsubscribe.address(member, kind)
        rendered = render(kind, subject, unsubscribe_url=way_out, **context, **facts)
        outbox.queue(
            key=f"{key}:member-{member.pk}",
            kind=kind,
            to=member,
            rendered=rendered,
            now=now,
            about={"area": area.pk},
            is_optional=True,
        )


@outbox.fresh(DELEGATED)
@outbox.fresh(RED)
def _still_visible(mail: OutboxMail) -> str:
    viewer = mail.to_member.as_viewer() if mail.to_member else None
    if viewer and Area.objects.visible_to(viewer).filter(pk=mail.about.get("area")).exists():
        return ""
    return "Modtageren kan ikke længere se området."
