"""The demo's innovation areas, in every phase and colour; all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from forum.base.visibility import Audience
from forum.demo.seed.calendar import ago, today_of
from forum.people.models import Member, Organisation
from recommendations.areas.models import Area, AreaUpdate
from recommendations.wording.models import Recommendation

State, Colour = Area.State, AreaUpdate.Colour


@dataclass(frozen=True)
class Status:
    days_ago: int
    colour: str
    sentence: str
    next_step: str


@dataclass(frozen=True)
class Plan:
    title: str
    state: str
    description: str
    recommendation: int
    proposed_by: str
    days_ago: int  # proposed; delegated on the day of the meeting whose minutes say so, which are written later
    lead: str = ""
    partners: tuple[str, ...] = ()
    audience: str = Audience.MEMBERS
    stop_reason: str = ""
    updates: tuple[Status, ...] = ()


PLANS = (
    Plan(
        "Skærmbesøg i hjemmeplejen", State.INNOVATION,
        "Mange besøg i hjemmeplejen er en samtale eller et tilsyn. En del af dem kan foregå på skærm, hvis borgeren er "
        "tryg ved det, og udstyret virker hver gang.\n\n**Behovet** er det samme i alle kommuner: færre kørte "
        "kilometer og mere tid hos dem, der har brug for hænder.",
        9, "Aalborg", 620, "Aalborg", ("Odense", "Viborg", "Herning"),
        updates=(
            Status(180, Colour.GREEN, "Behovet er beskrevet sammen med 40 borgere.", "Dialog med leverandørerne."),
            Status(90, Colour.YELLOW, "To leverandører faldt fra; vi er en måned bagud.", "Nye samtaler med markedet."),
            Status(12, Colour.GREEN, "Første prøve i tre plejedistrikter er i gang, og borgerne er glade for den.",
                   "Måling af kørte kilometer og tryghed efter seks uger."),
        ),
    ),
    Plan(
        "Hjælpemidler, der melder fra, før de går i stykker", State.NEED,
        "Kørestole og lifte går i stykker, når de er i brug. Kan de selv sige til, kan de repareres i tide.",
        4, "Herning", 600, "Aalborg", ("Herning", "Hjørring"),
        updates=(Status(75, Colour.GREEN, "Depoterne tæller fejl på samme måde.", "Behovet skrives ud fra tallene."),),
    ),
    Plan(
        "Byggepladser uden udledning", State.MARKET_DIALOGUE,
        "Små anlægsopgaver med maskiner på strøm. Spørger kommunerne ens, tør entreprenørerne investere.",
        1, "København", 610, "København", ("Aarhus", "Roskilde", "Gladsaxe"),
        updates=(
            Status(100, Colour.GREEN, "Ni entreprenører har meldt sig til dialogen.", "Fælles dialogmøde."),
            Status(20, Colour.YELLOW, "Maskinerne findes, men strømmen mangler.", "Møde med netselskaberne."),
        ),
    ),
    Plan(
        "Kontormøbler i flere liv", State.EFFECT,
        "Brugte møbler, istandsat og leveret som nye. Kontrakten betaler for siddepladser, ikke for stole.",
        5, "Horsens", 900, "Horsens", ("Silkeborg", "Randers"), audience=Audience.PUBLIC,
        updates=(
            Status(150, Colour.GREEN, "1.400 pladser er indrettet for to tredjedele af prisen.", "Effekten gøres op."),
            Status(25, Colour.GREEN, "Ni kommuner har bedt om udbudsmaterialet.", "Vejledning til de andre kommuner."),
        ),
    ),
    Plan(
        "Rengøring efter behov", State.TENDER,
        "Sensorer viser, hvilke lokaler der er brugt. Der gøres rent, hvor der er behov, i stedet for efter en plan.",
        8, "Kolding", 590, "Kolding", ("Vejen", "Esbjerg"), audience=Audience.AUTHORITIES,
        updates=(
            Status(110, Colour.YELLOW, "Uenighed om, hvem der ejer data fra sensorerne.", "Juridisk afklaring."),
            Status(9, Colour.RED, "Udbuddet venter på, at det afklares, hvem der ejer data.", "Svar om to uger."),
        ),
    ),
    Plan(
        "Tolkning på skærm til sjældne sprog", State.PRIORITISED,
        "Der er få tolke på nogle sprog. En fælles løsning kunne give alle kommuner adgang til dem.",
        9, "Odense", 240,
    ),
    Plan(
        "Indeklima på skoler som en ydelse", State.PROPOSED,
        "Kommunen betaler for god luft i klasserne, ikke for anlæg. Leverandøren måler, passer og forbedrer.",
        4, "Fjordtek A/S", 40,
    ),
    Plan(
        "Plejesenge på abonnement", State.PROPOSED,
        "Betaling for brug i stedet for køb. Senge, der ikke bruges, kommer videre til andre kommuner.",
        6, "Silkeborg", 25,
    ),
    Plan(
        "Robotter til gulvvask", State.STOPPED,
        "Fælles afprøvning af robotter i kommunale bygninger om natten.",
        3, "Randers", 880, "Randers", ("Viborg",),
        stop_reason="Bygningerne var for forskellige. Markedet er længere om tre år, og så bør det prøves igen.",
        updates=(Status(230, Colour.RED, "Robotterne kunne klare hvert femte gulv.", "Drøftes på næste møde."),),
    ),
)  # fmt: skip


def seed(*, now: datetime, scale: int) -> None:
    people = {o.name: o for o in Organisation.objects.all()}
    writers = {m.holdings.first().seat.organisation.name: m for m in Member.objects.seated()}
    for plan in PLANS:
        _area(plan, today_of(now), people, writers)
    if scale > 1:
        _crowd(today_of(now), 40 * (scale - 1), people["Aalborg"])


def _area(plan: Plan, today: date, people: dict[str, Organisation], writers: dict[str, Member]) -> None:
    proposed_on = ago(today, plan.days_ago)
    area, is_new = Area.objects.get_or_create(
        slug=Organisation.slug_for(plan.title),
        defaults={
            "title": plan.title,
            "description": plan.description,
            "recommendation": Recommendation.objects.filter(number=plan.recommendation).first(),
            "state": plan.state,
            "audience": plan.audience,
            "proposed_by": people[plan.proposed_by],
            "lead": people[plan.lead] if plan.lead else None,
            "proposed_on": proposed_on,
            "delegated_on": proposed_on if plan.lead else None,
            "stop_reason": plan.stop_reason,
        },
    )
    if not is_new:
        return
    area.partners.set(people[name] for name in plan.partners)
    for status in plan.updates:
        AreaUpdate.objects.create(
            area=area, colour=status.colour, sentence=status.sentence, next_step=status.next_step,
            date=ago(today, status.days_ago), by=writers[plan.lead],
        )  # fmt: skip


def _crowd(today: date, count: int, lead: Organisation) -> None:
    """Many more, for measuring."""
    Area.objects.bulk_create(
        [
            Area(
                title=f"Område til måling {n}", slug=f"maaling-{n}", description="Kun til måling.", state=State.NEED,
                lead=lead, proposed_on=today, delegated_on=today,
            )
            for n in range(count)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
