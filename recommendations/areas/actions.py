"""What happens to an innovation area: proposed, prioritised, delegated, walked through its phases, told about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string

from forum.audit.context import audited
from forum.base import dates, states
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.people.models import Member, NotificationChoice, Organisation
from recommendations.areas import mail, rules
from recommendations.areas.models import Area, AreaUpdate
from recommendations.wording.models import Recommendation

STATUS_GIVEN = (
    "Der er givet en anden status, mens du skrev. Se den herunder, og gem igen, hvis din skal være den nyeste."
)
STATUS_GONE = "Den seneste status er taget tilbage, mens du skrev. Gem igen, hvis din stadig skal gælde."


@audited("Foreslog område")
def propose(
    *,
    title: str,
    description: str,
    audience: str,
    by: Member,
    now: datetime,
    recommendation: Recommendation | None = None,
) -> Area:
    """A new area, proposed in the name of the member's organisation."""
    organisation = Organisation.objects.filter(
        seats__until=None, seats__holdings__member=by, seats__holdings__until=None
    ).first()
    return Area.objects.create(
        title=title,
        slug=_new_slug(title),
        description=description,
        audience=audience,
        recommendation=recommendation,
        proposed_by=organisation,
        proposed_on=dates.local(now).date(),
    )


def _new_slug(title: str) -> str:
    """Ends by chance: a number for the second of a name would tell that there is a first, which one may not see."""
    base = Organisation.slug_for(title)[:110].strip("-") or "omraade"
    return f"{base}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz')}"


@audited("Rettede beskrivelsen af et område")
def amend(
    *,
    area: Area,
    title: str,
    description: str,
    audience: str,
    recommendation: Recommendation | None,
    based_on: str,
    by: Member,
    now: datetime,
) -> None:
    """Give an area new words; its address stays. Raises StaleError when somebody else wrote first."""
    current = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    if current.fingerprint != based_on:
        raise StaleError(
            "En anden har rettet området, mens du skrev. Se teksten herunder, og gem igen, hvis din skal gælde."
        )
    current.title, current.description = title, description
    current.audience, current.recommendation = audience, recommendation
    current.save(update_fields=["title", "description", "audience", "recommendation"])


@audited("Prioriterede område")
def prioritise(*, area: Area, by: Member, now: datetime, reason: str = "") -> None:
    """Put the area forward for delegation; a stopped one begins again without its former lead."""
    states.move(area, Area.State.PRIORITISED, lead=None, delegated_on=None, stop_reason="")
    area.partners.clear()


@audited("Uddelegerede område")
def delegate(
    *,
    area: Area,
    lead: Organisation,
    partners: Iterable[Organisation],
    by: Member | None,
    now: datetime,
    reason: str = "",
) -> None:
    """A meeting's decision gives the area to a municipality. Raises NotAllowed when it is led already."""
    others = [partner for partner in partners if partner.pk != lead.pk]
    if why_not := rules.why_not_lead(area, lead):
        raise NotAllowed(why_not)
    if any(not partner.is_authority for partner in others):
        raise NotAllowed("Kun ordregivere kan deltage i et innovationsområde.")
    states.move(area, Area.State.DELEGATED, lead=lead, delegated_on=dates.local(now).date())
    area.partners.set(others)
    concerned = Member.objects.in_audience(area.audience).filter(pk__in=mail.sitting_for([lead, *others]))
    mail.tell_delegated(area, others, to={*_readers(area), *concerned}, now=now)


@audited("Flyttede område til ny fase")
def advance(*, area: Area, to: str, by: Member, now: datetime, reason: str = "") -> None:
    """The next phase (or back one, where `NEXT` allows it); only delegated areas walk through phases."""
    if area.lead_id is None or to not in rules.phases_after(area):
        raise NotAllowed("Den fase kan området ikke gå til fra den, det er i nu.")
    states.move(area, to)


@audited("Standsede område")
def stop(*, area: Area, reason: str, by: Member, now: datetime) -> None:
    if not reason:
        raise ValidationError({"reason": "Skriv, hvorfor området standses."})
    states.move(area, Area.State.STOPPED, stop_reason=reason)


def before_stop(area: Area) -> str:
    """The state that a stopped area was stopped in, as its history has it."""
    history: Any = apps.get_model("recommendations", "AreaEvent")._base_manager.filter(pgh_obj=area.pk)
    before = history.exclude(state=Area.State.STOPPED).order_by("-pgh_id").values_list("state", flat=True).first()
    return before or (Area.State.DELEGATED if area.lead_id else Area.State.PROPOSED)


@audited("Genoptog område")
def resume(*, area: Area, by: Member, now: datetime) -> None:
    """A stopped area goes on where it was, with its lead and its partners."""
    states.move(area, before_stop(area), stop_reason="")


@audited("Gav status")
def report_status(
    *,
    area: Area,
    colour: str,
    sentence: str,
    next_step: str,
    by: Member,
    now: datetime,
    based_on: str | None = None,
) -> AreaUpdate:
    """The lead's status. An area that turns red is told about once the status has stood for a while.

    `based_on`: the number of the status that the writer saw as the newest, "" for none; None does not ask.
    Raises StaleError when another is the newest by now.
    """
    if why_not := rules.why_not_status(area):
        raise NotAllowed(why_not)
    before = _newest(area.pk)
    if based_on is not None and based_on != (str(before.pk) if before else ""):
        is_newer = before and (not based_on or before.pk > int(based_on))
        raise StaleError(STATUS_GIVEN if is_newer else STATUS_GONE)
    update = AreaUpdate.objects.create(
        area=area, colour=colour, sentence=sentence, next_step=next_step, date=dates.local(now).date(), by=by
    )
    if rules.turns_red(colour, before):
        mail.tell_red(update, to=_readers(area), now=now)
    return update


@audited("Tog status tilbage")
def take_back_status(*, update: AreaUpdate, by: Member, now: datetime) -> None:
    """Remove a status; the one before it counts again. Raises StaleError when it is not the newest."""
    newest = _newest(update.area_id)
    if newest is None or newest.pk != update.pk:
        raise StaleError("Der er givet en ny status siden. Kun den nyeste kan tages tilbage.")
    AreaUpdate.objects.filter(pk=update.pk).update(removed_at=now)


def taken_back(pk: int, area: Area) -> AreaUpdate | None:
    """A status taken back, for its way back: `visible_to` shows it to nobody. The caller asks who may."""
    return AreaUpdate.objects.filter(pk=pk, area=area, removed_at__isnull=False).select_related("area__lead").first()


@audited("Fortrød at tage status tilbage")
def restore_status(*, update: AreaUpdate, by: Member, now: datetime) -> None:
    """The status counts again; whoever was not told because it was gone is told now."""
    AreaUpdate.objects.filter(pk=update.pk).update(removed_at=None)
    mail.tell_red_after_all(update, now=now)


def _newest(area_id: int) -> AreaUpdate | None:
    """The area's status as it stands. The area is locked: two who report take turns."""
    Area.objects.select_for_update(of=("self",)).get(pk=area_id)
    return AreaUpdate.objects.standing().filter(area=area_id).first()


def _readers(area: Area) -> Iterable[Member]:
    """Who is told at once: those who may see the area and have not chosen otherwise."""
    return Member.objects.in_audience(area.audience).wanting_at_once(NotificationChoice.Kind.AREAS)
