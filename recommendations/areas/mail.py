"""Mails about innovation areas: one that is delegated, one that turns red."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime

from forum.base.visibility import SYSTEM, Audience
from forum.mail import outbox, unsubscribe
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.render import link, render
from forum.people.models import Member, NotificationChoice, Organisation, SeatHolding
from recommendations.areas.models import Area, AreaUpdate


def tell_delegated(area: Area, partners: Iterable[Organisation], *, to: Iterable[Member], now: datetime) -> None:
    """Tell the members who leads the area from now on, and who takes part.

    Members who sit for the lead or a partner cannot stop the mail: the area is their task.
    """
    leaders, others = sitting_for([area.lead]), sitting_for(partners)
    facts: dict[str, object] = {
        "lead": area.lead,
        "partners": [partner.full_name for partner in partners],
        "leaders": leaders,
        "takes_part": others,
        "status_url": link("recommendations:area_status", area.slug)
        if _is_open(area)
        else link("recommendations:areas"),
    }
    key = DELEGATED.key(area.pk, area.delegated_on, area.lead_id)
    _queue(DELEGATED, key, area, _subject(area, "Ny tovholder"), to, now, facts, must_know=leaders | others)


def sitting_for(organisations: Iterable[Organisation | None]) -> set[int]:
    """The members, as numbers, who sit for one of the organisations now."""
    held = SeatHolding.objects.present().filter(seat__organisation__in=list(organisations))
    return set(held.values_list("member", flat=True))


def tell_red(update: AreaUpdate, *, concerned: Iterable[Member], others: Iterable[Member] = (), now: datetime) -> None:
    """Tell the members that the area has come to a stop, what comes next, and whether the lead asks for help.

    Those concerned cannot stop the mail: the area is their task.
    """
    tasks = list(concerned)
    _queue_red(update, RED.key(update.pk), {*tasks, *others}, now, must_know={member.pk for member in tasks})


def tell_red_after_all(update: AreaUpdate, *, now: datetime) -> None:
    """Tell the members whose mail was dropped while the status was taken back, when it is brought back.

    A member whose mail was sent, or is still in the queue, gets no second one.
    """
    mails = OutboxMail.objects.visible_to(SYSTEM).filter(kind=RED.name, about__update=update.pk)
    dropped = mails.filter(state=OutboxMail.State.DROPPED).select_related("to_member")
    to = {mail.to_member: mail.is_optional for mail in dropped if mail.to_member}
    tasks = {member.pk for member, is_optional in to.items() if not is_optional}
    _queue_red(update, RED.key(update.pk, f"{now:%Y-%m-%dT%H:%M:%S}"), to, now, must_know=tasks)


def _queue_red(
    update: AreaUpdate, key: str, to: Iterable[Member], now: datetime, must_know: Container[int] = ()
) -> None:
    subject = _subject(update.area, "Kan du hjælpe" if update.asks_for_help else "Gået i stå")
    leaders = (
        Member.objects.visible_to(SYSTEM).filter(pk__in=sitting_for([update.area.lead])) if update.asks_for_help else ()
    )
    facts: dict[str, object] = {"update": update, "leaders": list(leaders)}
    _queue(RED, key, update.area, subject, to, now, facts, {"update": update.pk}, must_know)


def _subject(area: Area, word: str) -> str:
    """The mail's subject, which names the area only when the whole forum may know of it."""
    return f"{word}: {area.title}" if _is_open(area) else "Nyt om et innovationsområde"


def _is_open(area: Area) -> bool:
    return area.audience in {Audience.PUBLIC, Audience.MEMBERS}


def _queue(
    kind: Kind,
    key: str,
    area: Area,
    subject: str,
    to: Iterable[Member],
    now: datetime,
    facts: dict[str, object],
    about: dict[str, object] | None = None,
    must_know: Container[int] = (),
) -> None:
    context = {
        "area": area,
        "is_open": _is_open(area),
        # An address is made of the title
        "url": link("recommendations:area", area.slug) if _is_open(area) else link("recommendations:areas"),
    }
    for member in to:
        is_task = member.pk in must_know
        way_out = "" if is_task else unsubscribe.address(member, kind)
        rendered = render(kind, subject, member=member, unsubscribe_url=way_out, **context, **facts)
        outbox.queue(
            key=f"{key}:member-{member.pk}",
            kind=kind,
            to=member,
            rendered=rendered,
            now=now,
            about={"area": area.pk, **(about or {})},
            is_task=is_task,
        )


def _still_visible(mail: OutboxMail, now: datetime) -> str:
    """The receiver may still see the area."""
    viewer = mail.viewer(now)
    if viewer and Area.objects.visible_to(viewer).filter(pk=mail.about.get("area")).exists():
        return ""
    return "Modtageren kan ikke længere se området."


def _still_red(mail: OutboxMail, now: datetime) -> str:
    """The receiver may see the area, the red status was not taken back, and the area's newest status is red too."""
    if why_not := _still_visible(mail, now):
        return why_not
    updates = AreaUpdate.objects.visible_to(SYSTEM).filter(area=mail.about["area"])
    about = mail.about.get("update")  # mails queued by an older version do not name the update
    if about and not updates.filter(pk=about).exists():
        return "Status er taget tilbage."
    newest = updates.first()
    return "" if newest and newest.colour == AreaUpdate.Colour.RED else "Området er ikke længere gået i stå."


AREAS = NotificationChoice.Kind.AREAS
DELEGATED = Kind("recommendations.area_delegated", "Innovationsområde uddelegeret", AREAS, check=_still_visible)
RED = Kind("recommendations.area_red", "Innovationsområde gået i stå", AREAS, check=_still_red)
KINDS = [DELEGATED, RED]
