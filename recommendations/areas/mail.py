"""Mails about innovation areas: one that is delegated, one that turns red."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime, timedelta

from forum.base.visibility import SYSTEM, Audience
from forum.mail import kinds, outbox, unsubscribe
from forum.mail.models import OutboxMail
from forum.mail.render import link, render
from forum.people.models import Member, Organisation, SeatHolding
from recommendations.areas.models import Area, AreaUpdate

DELEGATED, RED = "area-delegated", "area-red"
RED_WAITS = timedelta(minutes=5)  # a status posted by mistake can be taken back before anyone is told


def tell_delegated(area: Area, partners: Iterable[Organisation], *, to: Iterable[Member], now: datetime) -> None:
    """Who leads the area from now on, and who takes part; those who do cannot stop the mail, for it is their task."""
    leaders, others = sitting_for([area.lead]), sitting_for(partners)
    facts: dict[str, object] = {
        "lead": area.lead,
        "partners": [partner.full_name for partner in partners],
        "leaders": leaders,
        "takes_part": others,
        "status_url": link("recommendations:area_status", area.slug),
    }
    key = f"{DELEGATED}:{area.pk}:{area.delegated_on}:{area.lead_id}"
    _queue(DELEGATED, key, area, _subject(area, "Uddelegeret"), to, now, facts, must_know=leaders | others)


def sitting_for(organisations: Iterable[Organisation | None]) -> set[int]:
    """The members, as numbers, who sit for one of the organisations now."""
    held = SeatHolding.objects.filter(until=None, seat__until=None, seat__organisation__in=list(organisations))
    return set(held.values_list("member", flat=True))


def tell_red(update: AreaUpdate, *, to: Iterable[Member], now: datetime) -> None:
    """What stands still, and what is to be done about it."""
    _queue_red(update, f"{RED}:{update.pk}", to, now)


def tell_red_after_all(update: AreaUpdate, *, now: datetime) -> None:
    """Those whose mail was dropped while the status was taken back; who has theirs, or waits for it, gets no other."""
    mails = OutboxMail.objects.visible_to(SYSTEM).filter(kind=RED, about__update=update.pk)
    dropped = mails.filter(state=OutboxMail.State.DROPPED)
    to = [mail.to_member for mail in dropped.select_related("to_member") if mail.to_member]
    _queue_red(update, f"{RED}:{update.pk}:{now:%Y-%m-%dT%H:%M:%S}", to, now)


def _queue_red(update: AreaUpdate, key: str, to: Iterable[Member], now: datetime) -> None:
    subject, waits = _subject(update.area, "Gået i stå"), now + RED_WAITS
    facts: dict[str, object] = {"update": update}
    _queue(RED, key, update.area, subject, to, now, facts, {"update": update.pk}, not_before=waits)


def _subject(area: Area, word: str) -> str:
    """Names the area only where the whole forum may know of it."""
    return f"{word}: {area.title}" if _is_open(area) else "Nyt om et innovationsområde"


def _is_open(area: Area) -> bool:
    return area.audience in {Audience.PUBLIC, Audience.MEMBERS}


def _queue(
    kind: str,
    key: str,
    area: Area,
    subject: str,
    to: Iterable[Member],
    now: datetime,
    facts: dict[str, object],
    about: dict[str, object] | None = None,
    not_before: datetime | None = None,
    must_know: Container[int] = (),
) -> None:
    context = {
        "area": area,
        "is_open": _is_open(area),
        "url": link("recommendations:area", area.slug),
    }
    for member in to:
        is_optional = member.pk not in must_know
        way_out = unsubscribe.address(member, kind) if is_optional else ""
        rendered = render(kind, subject, member=member, unsubscribe_url=way_out, **context, **facts)
        outbox.queue(
            key=f"{key}:member-{member.pk}",
            kind=kind,
            to=member,
            rendered=rendered,
            now=now,
            about={"area": area.pk, **(about or {})},
            is_optional=is_optional,
            not_before=not_before,
        )


@kinds.fresh(DELEGATED)
def _still_visible(mail: OutboxMail) -> str:
    viewer = mail.to_member.as_viewer() if mail.to_member else None
    if viewer and Area.objects.visible_to(viewer).filter(pk=mail.about.get("area")).exists():
        return ""
    return "Modtageren kan ikke længere se området."


@kinds.fresh(RED)
def _still_red(mail: OutboxMail) -> str:
    """Taken back, or no longer the last word of the area: then nobody is told that it stands still."""
    if why_not := _still_visible(mail):
        return why_not
    standing = AreaUpdate.objects.visible_to(SYSTEM).filter(area=mail.about["area"])
    told = mail.about.get("update")  # a mail from before this was written down has none
    if told and not standing.filter(pk=told).exists():
        return "Status er taget tilbage."
    newest = standing.first()
    return "" if newest and newest.colour == AreaUpdate.Colour.RED else "Området er ikke længere gået i stå."
