"""What happens to an innovation area: proposed, prioritised, delegated, walked through its phases, told about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import get_random_string

from forum.audit.context import audited
from forum.base import dates, states
from forum.base.refusal import NotAllowed
from forum.base.removal import remove, removed, restore
from forum.base.stale import StaleError, require_current
from forum.people.models import Member, NotificationChoice, Organisation
from forum.undo.acts import undoable
from forum.undo.models import Undo
from recommendations.areas import mail, rules
from recommendations.areas.models import Area, AreaUpdate, NewestUpdate
from recommendations.wording.models import Recommendation

AREA_CHANGED = "En anden har rettet området, mens du skrev. Se teksten herunder, og gem igen, hvis din skal gælde."
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
    organisation = Organisation.objects.filter(seats__holdings__in=by.holdings.present()).first()
    return Area.objects.create(
        title=title,
        slug=_new_slug(title),
        description=description,
        audience=audience,
        recommendation=recommendation,
        proposed_by=organisation,
        proposed_on=dates.local(now).date(),
    )


def page_of_status(update: AreaUpdate) -> str:
    """The page where a status is read."""
    return update.area.get_absolute_url()


def _new_slug(title: str) -> str:
    """An address for the title that ends in random letters.

    A number for the second area of a name would tell that there is a first one, which the reader may not see.
    """
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
    revision: str,
    by: Member,
    now: datetime,
) -> None:
    """Give an area new words; its address stays. Raises StaleError when somebody else wrote first."""
    current = require_current(area, revision, changed=AREA_CHANGED)
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
    """Move a delegated area to the phase `to`, the next or an earlier one. Raises NotAllowed when `NEXT` forbids it."""
    if area.lead_id is None or to not in rules.phases_after(area):
        raise NotAllowed("Området kan ikke gå til den fase nu.")
    states.move(area, to)


@audited("Stoppede område")
def stop(*, area: Area, reason: str, by: Member, now: datetime) -> None:
    """Stop the area. Raises ValidationError without a reason, NotAllowed when the area has ended already."""
    if not reason:
        raise ValidationError({"reason": "Skriv, hvorfor området stopper."})
    states.move(area, Area.State.STOPPED, stop_reason=reason)


def before_stop(area: Area) -> str:
    """The state that a stopped area had before it was stopped, read from its history."""
    history: Any = apps.get_model("recommendations", "AreaEvent")._base_manager.filter(pgh_obj=area.pk)
    before = history.exclude(state=Area.State.STOPPED).order_by("-pgh_id").values_list("state", flat=True).first()
    return before or (Area.State.DELEGATED if area.lead_id else Area.State.PROPOSED)


@audited("Genoptog område")
def resume(*, area: Area, by: Member, now: datetime) -> None:
    """Let a stopped area go on in the state it was stopped in, with its lead and its partners."""
    states.move(area, before_stop(area), stop_reason="")


@undoable(
    "Gav status",
    of="area",
    form=lambda area: reverse("recommendations:area_status", args=[area.slug]),
    sends="Den røde status",
    done="Status er gemt.",
    too_late="Tag status tilbage i stedet.",
    may=rules.can_report_status,
)
def report_status(
    *,
    area: Area,
    colour: str,
    sentence: str,
    next_step: str,
    by: Member,
    now: datetime,
    revision: str | None = None,
    asks_for_help: bool = False,
) -> AreaUpdate:
    """Give the area a status. When it turns red, the secretariat and those who take part get a mail.

    `asks_for_help`: a red status goes to all who may read about the area and want such mails, and asks them.

    `revision` is the number of the status that the writer saw as the newest, "" for none; None does not ask. Raises
    StaleError when another status is the newest by now, NotAllowed when the area is given no status.
    """
    if why_not := rules.why_not_status(area):
        raise NotAllowed(why_not)
    newest = _newest(area.pk)
    before = newest.update
    if revision is not None and revision != newest.revision:
        is_newer = before and (not revision or before.pk > int(revision))
        raise StaleError(STATUS_GIVEN if is_newer else STATUS_GONE)
    asks_for_help = asks_for_help and colour == AreaUpdate.Colour.RED
    update = AreaUpdate.objects.create(
        area=area,
        colour=colour,
        sentence=sentence,
        next_step=next_step,
        asks_for_help=asks_for_help,
        date=dates.local(now).date(),
        by=by,
    )
    asks_now = asks_for_help and not (before and before.asks_for_help)
    if asks_now or rules.turns_red(colour, before):
        mail.tell_red(update, concerned=_concerned_by(area), others=_readers(area) if asks_now else (), now=now)
    return update


def undone_status(number: int | None, area: Area, by: Member) -> dict[str, str]:
    """What the member wrote in a status of the area that was undone, by the number of the `Undo`; {} for any other."""
    if number is None:
        return {}
    undone = Undo.objects.filter(pk=number, by=by, thing=area._meta.label_lower, thing_id=area.pk)
    history: Any = apps.get_model("recommendations", "AreaUpdateEvent")._base_manager
    said = history.filter(pgh_context__in=undone.exclude(undone_at=None).values("act"), pgh_label="insert")
    return said.values("colour", "sentence", "next_step").first() or {}


@audited("Tog status tilbage")
def take_back_status(*, update: AreaUpdate, by: Member, now: datetime) -> None:
    """Remove a status; the one before it counts again. Raises StaleError when it is not the newest."""
    if _newest(update.area_id).update != update:
        raise StaleError("Der er givet en ny status siden. Kun den nyeste kan tages tilbage.")
    remove(update, now=now)


def taken_back(pk: int, area: Area) -> AreaUpdate | None:
    """The area's status with this number if it was taken back, or None. The caller asks who may restore it."""
    update: AreaUpdate | None = removed(AreaUpdate.objects.select_related("area__lead"), pk=pk, area=area)
    return update


@undoable(
    "Fortrød at tage status tilbage",
    of="update",
    sends="Den røde status",
    done="",
    may=rules.can_take_back_status,
    page=page_of_status,
)
def restore_status(*, update: AreaUpdate, by: Member, now: datetime) -> None:
    """Let a status that was taken back count again; members whose mail about it was dropped get it now."""
    if restore(update):
        mail.tell_red_after_all(update, now=now)


def _newest(area_id: int) -> NewestUpdate:
    """The area's newest status. Locks the area, so that two members who give status take turns."""
    Area.objects.select_for_update(of=("self",)).get(pk=area_id)
    return NewestUpdate(AreaUpdate.objects.not_removed().filter(area=area_id))


def _concerned_by(area: Area) -> QuerySet[Member]:
    """Whom an area that stands still is a task for: the secretariat, and who sits for its lead or its partners."""
    sitting = mail.sitting_for([area.lead, *area.partners.all()])
    return Member.objects.in_audience(area.audience).filter(Q(is_secretariat=True) | Q(pk__in=sitting))


def _readers(area: Area) -> Iterable[Member]:
    """The members who get a mail at once about the area: they may see it and have not chosen otherwise."""
    return Member.objects.in_audience(area.audience).wanting_at_once(NotificationChoice.Kind.AREAS)
