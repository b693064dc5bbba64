"""The papers of the demo's next meeting: two pages each with a table, and a sheet; what they say is invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO

import openpyxl
from openpyxl.styles import Alignment, Font

from forum.base.dates import short_day
from forum.base.visibility import Audience
from forum.demo.seed.areas import PLANS, Plan
from forum.demo.seed.calendar import ago
from forum.demo.seed.pages import Pages
from forum.people.models import Organisation
from recommendations.areas.models import Area, AreaUpdate

FOOT = "KL's samarbejdsforum"
MEASURED = (
    ("Hvad der blev målt", "Før", "Efter et halvt år", "Vurdering"),
    ("Tilfredshed hos brugerne (1-5)", "3,4", "4,1", "Bedre"),
    ("Timer om ugen pr. 1.000 m²", "21", "18", "Bedre"),
    ("Klager om måneden", "14", "9", "Bedre"),
    ("Tilbudsgivere", "3", "5", "Bedre"),
    ("Tid brugt på kontrol", "6 timer", "7 timer", "Uændret"),
    ("Medarbejdernes sygefravær", "Ikke målt", "5,2 %", "Kan ikke vurderes"),
)


def road_maps(today: date) -> bytes:
    pages = Pages("Køreplaner for områderne")
    pages.text(
        f"Bilag til mødet i samarbejdsforummet. Status er givet af tovholderkommunerne, senest {_newest(today)}."
    )
    pages.heading("Sådan læses køreplanerne")
    pages.text(
        "Hvert område går gennem de samme faser: behov, markedsdialog, udbud, innovationsforløb, indkøb og til sidst "
        "effekt og spredning. Ikke alle områder skal igennem dem alle. Et område kan også gå et skridt tilbage, når "
        "dialogen med markedet viser, at behovet skal beskrives på en anden måde."
    )
    pages.heading("Det, tovholderne beder forummet drøfte")
    pages.points(
        (
            "Hvordan bliver erfaringerne til noget, kommuner uden for området kan bruge?",
            "Hvornår er et behov ens nok til, at én kommune kan spørge markedet på de andres vegne?",
            "Hvad gør vi, når leverandører falder fra undervejs?",
            "Hvem skal orienteres i kommunen, før et område går fra dialog til udbud?",
        )
    )
    pages.heading("Siden sidste møde")
    for plan in _told():
        pages.text(f"{plan.title}: {plan.updates[-1].sentence}")
    pages.next_page()
    pages.heading("Køreplanerne i skema")
    rows = [(p.title, _lead(p), _phase(p), p.updates[-1].next_step) for p in _told()]
    pages.table((135, 120, 105, 115), [("Område", "Tovholder", "Fase", "Næste skridt"), *rows])
    return pages.pdf(FOOT)


def status_sheet(today: date) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Status"
    sheet.append(["Område", "Tovholder", "Fase", "Status", "Status i én sætning", "Næste skridt", "Dato"])
    for plan in _told():
        for status in reversed(plan.updates):
            colour = str(AreaUpdate.Colour(status.colour).label)
            day = ago(today, status.days_ago)
            row = [plan.title, _lead(plan), _phase(plan), colour, status.sentence, status.next_step, day]
            sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFG", (40, 20, 22, 24, 60, 45, 14), strict=True):
        sheet.column_dimensions[column].width = width
        for cell in sheet[column]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def tender_plans(today: date) -> bytes:
    pages = Pages("Udbudsplaner samlet")
    pages.text("Kun for ordregivere. Planerne er ikke offentliggjort og må ikke deles med leverandører.", font="F2")
    pages.text(
        "Oversigten samler det, kommunerne har meldt ind om udbud i det kommende år. Kommunernes navne er udeladt: "
        "Formålet er at se, hvor flere skal købe det samme, og hvor en fælles dialog med markedet kan spare alle tid."
    )
    pages.heading("Tre steder, hvor planerne kan lægges sammen")
    pages.points(
        (
            "Vask og rengøring: fire kommuner udbyder i samme kvartal. Aftal, hvem der spørger markedet først.",
            "Kørestole og lifte: tre kontrakter udløber inden for et halvt år. Behovet er beskrevet ens i to af dem.",
            "Kontormøbler: fem kommuner vil købe brugt. Erfaringerne fra området kan bruges direkte.",
        )
    )
    pages.heading("Spørgsmål til drøftelsen")
    pages.points(
        (
            "Hvilke udbud kan vente tre måneder, så de kan lægges sammen med andres?",
            "Hvor er der plads til en innovationslomme i kontrakten?",
            "Hvordan sikrer vi, at alle tilbudsgivere får de samme oplysninger på samme tid?",
        )
    )
    pages.next_page()
    pages.heading("Planerne i skema")
    pages.table(
        (150, 75, 125, 125),
        [
            ("Indkøb", "Kommuner", "Udbydes", "Dialog med markedet"),
            ("Vask og rengøring", "4", "Første kvartal", "Begynder om en måned"),
            ("Kørestole, lifte og senge", "3", "Andet kvartal", "Aftales på mødet"),
            ("Kontormøbler i flere liv", "5", "Løbende", "Er holdt"),
            ("Sensorer til bygninger", "2", "Tredje kvartal", "Ikke planlagt"),
            ("Små anlægsopgaver", "4", "Andet kvartal", "Er i gang"),
            ("Fødevarer til køkkener", "6", "Fjerde kvartal", "Ikke planlagt"),
            ("Indeklima på skoler", "2", "Ikke besluttet", "Drøftes i forummet"),
        ],
    )
    return pages.pdf(f"{FOOT}. Kun for ordregivere")


def evaluation(today: date) -> bytes:
    pages = Pages("Evaluering: rengøring med funktionskrav")
    pages.text(
        "Evalueringen ser på et udbud, hvor kravet var rene lokaler og ikke et antal rengøringer om ugen. Den bygger "
        "på samtaler med brugere, driftsledere og tilbudsgivere et halvt år efter, at kontrakten begyndte."
    )
    pages.heading("Det virkede")
    pages.points(
        (
            "Tilbuddene var forskellige. Tre af fem foreslog noget, ordregiveren ikke selv havde tænkt på.",
            "Brugerne kunne se forskel, hvor lokalerne bruges meget, og savnede intet, hvor de bruges lidt.",
            "Dialogen før udbuddet gjorde, at ingen tilbudsgivere spurgte om det samme to gange.",
        )
    )
    pages.heading("Det skal gøres anderledes næste gang")
    pages.points(
        (
            "Skriv fra begyndelsen, hvem der ejer data om brugen af lokalerne.",
            "Mål, før kontrakten begynder. Uden en start kan effekten ikke vises.",
            "Afsæt tid til at forklare driftslederne, hvad et funktionskrav er.",
        )
    )
    pages.heading("Anbefaling")
    pages.text(
        "Metoden kan bruges af andre kommuner, når bygningerne bliver brugt forskelligt, og når der er en driftsleder, "
        "som kan vurdere resultatet sammen med leverandøren."
    )
    pages.next_page()
    pages.heading("Resultaterne i skema")
    pages.table(
        (175, 100, 100, 100),
        MEASURED,
    )
    return pages.pdf(FOOT)


# By the number of their item
PAPERS: dict[int, dict[str, Callable[[date], bytes]]] = {
    3: {"Køreplaner for områderne.pdf": road_maps, "Status i skemaform.xlsx": status_sheet},
    4: {"Udbudsplaner samlet.pdf": tender_plans},
    5: {"Evaluering.pdf": evaluation},
}


def _told() -> Iterator[Plan]:
    """The areas the whole forum sees, that run and have been told about."""
    open_to_all = (Audience.MEMBERS, Audience.PUBLIC)
    return (p for p in PLANS if p.updates and not p.stop_reason and p.audience in open_to_all)


def _lead(plan: Plan) -> str:
    return Organisation.full_name_of(plan.lead, Organisation.Kind.MUNICIPALITY)


def _phase(plan: Plan) -> str:
    return str(Area.State(plan.state).label)


def _newest(today: date) -> str:
    return short_day(ago(today, min(status.days_ago for plan in _told() for status in plan.updates)))
