"""What the report holds: gathered for a viewer, so that the templates only lay it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from forum.base import dates
from forum.base.visibility import Viewer
from forum.membership.vacancies import with_invited
from forum.people.models import Member, Seat, SeatHolding
from forum.receivers.choices import HEADINGS
from recommendations.areas.models import Area, AreaUpdate
from recommendations.reports.phase_chart import PhaseChart, phase_chart_of
from recommendations.treatments.treatments import Treatment, treatments
from recommendations.wording.models import Recommendation, RecommendationVersion

STATE_KINDS = {"consultation": "warning", "proposed": "warning", "adopted": "success"}
COLOUR_KINDS = {"green": "success", "yellow": "warning", "red": "error"}
NO_STATUS = "Ingen status endnu"


@dataclass(frozen=True)
class AreaPart:
    area: Area
    anchor: str
    partners: list[str]
    colour_word: str
    colour_kind: str
    number: int | None  # of its recommendation, when the viewer sees it
    treatments: list[Treatment]


@dataclass(frozen=True)
class RecommendationPart:
    recommendation: Recommendation
    anchor: str
    short: str  # the wording's opening, for contents and tables
    state_kind: str
    version_date: date | None
    version_has_day: bool  # the first version's source gives a month only
    treatments: list[Treatment]
    areas: list[AreaPart]


@dataclass(frozen=True)
class SeatPart:
    organisation: str
    people: list[tuple[str, str, str]]  # name, title, special part in the forum
    is_chair: bool
    is_invited: bool  # nobody has it, and somebody is asked to


@dataclass(frozen=True)
class Content:
    recommendations: list[RecommendationPart]
    areas: list[AreaPart]
    chart: PhaseChart
    states: list[tuple[str, int]]  # how many recommendations are in each state
    groups: list[tuple[str, list[SeatPart]]]  # the forum by kind of organisation
    secretariat: list[tuple[str, str]]  # name, title
    seats: int
    leads: int  # municipalities that lead an area that runs
    loose: int  # areas under none of the recommendations
    shows_people: bool


def gather(viewer: Viewer, now: datetime) -> Content:
    recommendations = list(Recommendation.objects.visible_to(viewer).in_force())
    areas = _areas(viewer, {r.pk: r.number for r in recommendations})
    groups = _groups(viewer, now)
    running = [part for part in areas if part.area.is_running]
    return Content(
        recommendations=_recommendations(viewer, recommendations, areas),
        areas=areas,
        chart=phase_chart_of([part.area for part in areas]),
        states=Counter(r.get_state_display() for r in recommendations).most_common(),
        groups=groups,
        secretariat=list(Member.objects.visible_to(viewer).secretariat().values_list("name", "title")),
        seats=sum(len(seats) for _, seats in groups),
        leads=len({part.area.lead_id for part in running if part.area.lead_id}),
        loose=sum(part.number is None for part in areas),
        shows_people=viewer.is_member,
    )


def _recommendations(
    viewer: Viewer, recommendations: list[Recommendation], areas: list[AreaPart]
) -> list[RecommendationPart]:
    versions = RecommendationVersion.objects.visible_to(viewer).filter(recommendation__in=recommendations)
    version_dates = {(v.recommendation_id, v.number): v.date for v in versions}
    parts = []
    for one in recommendations:
        version_date = version_dates.get((one.pk, one.version))
        parts.append(
            RecommendationPart(
                recommendation=one,
                anchor=f"anbefaling-{one.number}",
                short=f"{one.opening[:-1]} …" if one.opening.endswith(",") else one.opening,
                state_kind=STATE_KINDS.get(one.state, ""),
                version_date=version_date,
                version_has_day=version_date != one.source_date,
                treatments=treatments(one, viewer),
                areas=[part for part in areas if part.area.recommendation_id == one.pk],
            )
        )
    return parts


def _areas(viewer: Viewer, numbers: dict[int, int]) -> list[AreaPart]:
    found = Area.objects.visible_to(viewer).with_latest_update().select_related("lead").prefetch_related("partners")
    return [_area(area, viewer, numbers) for area in found]


def _area(area: Area, viewer: Viewer, numbers: dict[int, int]) -> AreaPart:
    colour = getattr(area, "colour", None) if area.is_running else None
    word = AreaUpdate.Colour(colour).label if colour else NO_STATUS if area.is_running else area.get_state_display()
    return AreaPart(
        area=area,
        anchor=f"omraade-{area.slug}",
        partners=[partner.full_name for partner in area.partners.all()],
        colour_word=word,
        colour_kind=COLOUR_KINDS.get(colour or "", ""),
        number=numbers.get(area.recommendation_id or 0),
        treatments=treatments(area, viewer),
    )


def _groups(viewer: Viewer, now: datetime) -> list[tuple[str, list[SeatPart]]]:
    """The seats by kind of organisation, names only for those who may see members."""
    visible = Member.objects.visible_to(viewer).active()
    holdings = SeatHolding.objects.present().filter(member__in=visible).select_related("member")
    held: dict[int, list[SeatHolding]] = {}
    for holding in holdings.order_by("is_substitute", "member__name"):
        held.setdefault(holding.seat_id, []).append(holding)
    current = Seat.objects.current(dates.local(now).date()).select_related("organisation")
    seats = list(with_invited(current.order_by("organisation__name", "pk"), now))
    groups = [
        (heading, [_seat(seat, held.get(seat.pk, [])) for seat in seats if seat.organisation.kind == kind])
        for kind, heading in HEADINGS.items()
    ]
    return [(heading, parts) for heading, parts in groups if parts]


def _seat(seat: Seat, holdings: list[SeatHolding]) -> SeatPart:
    is_chair = seat.role == Seat.Role.CHAIR
    people = [
        (h.member.name, h.member.title, "fast stedfortræder" if h.is_substitute else "forperson" if is_chair else "")
        for h in holdings
    ]
    return SeatPart(seat.organisation.full_name, people, is_chair, seat.is_invited)
