"""The demo's recommendations: KL's ten, to the letter; the reasons under them are written for the demo."""

from __future__ import annotations

from datetime import datetime

from recommendations.wording.load import load_ten
from recommendations.wording.models import Recommendation

WHY = {
    1: "Kommunerne køber ind for milliarder hvert år. Når indkøbet spørger efter det, der endnu ikke findes, får "
    "virksomhederne en grund til at udvikle det, og borgerne får løsninger, der ellers ikke var kommet.",
    2: "Indkøb har overblik over, hvad kommunen bruger, og hvad markedet kan. Den viden gør nytte, **før** der er "
    "besluttet en løsning. Det kræver en plads ved bordet, hvor der bliver besluttet.",
    3: "Det, der bliver målt på, bliver der arbejdet med. Er besparelser eneste mål, er det nye altid en risiko:\n\n"
    "- Mål også på effekt for borgerne.\n- Mål på, hvor mange udbud der er begyndt med en dialog.\n"
    "- Lad en del af gevinsten blive, hvor den er skabt.",
    4: "En beskrivelse af en løsning giver den løsning, vi kender. En beskrivelse af et behov giver markedet plads til "
    "at svare med noget bedre.\n\n> Spørg ikke efter en rampe. Spørg, hvordan alle kommer ind.",
    5: "En kontrakt løber i årevis, og meget når at ske. En *innovationslomme* er en aftalt del af kontrakten, hvor "
    "parterne kan prøve noget nyt af uden et nyt udbud. Rammerne skal stå i udbudsmaterialet fra begyndelsen.",
    6: "Et fast spørgsmål ved hvert nyt indkøb er nok til at begynde: *Kan det gøres på en ny måde, og er det værd at "
    "bruge tid på?* Det meste kan købes, som vi plejer. Kræfterne skal bruges, hvor gevinsten er størst.",
    7: "Innovation er ikke et projekt ved siden af driften. Den skal have tid, penge og en ledelse, der spørger, "
    "også når noget ikke lykkes.",
    8: "Udbudsplanen viser, hvornår kontrakter udløber. Ligger innovationsplanen ved siden af, er der tid til at tale "
    "med markedet, **inden** udbuddet skal skrives.",
    9: "Ingen kommune kan gå forrest på alle områder. Når en kommune går forrest på ét område på de andres vegne, "
    "bliver der kræfter til at gøre det ordentligt, og de andre får erfaringerne med.\n\n"
    "Forummet arbejder særligt med denne anbefaling: hvert prioriteret område får en **tovholderkommune**, en køreplan "
    "og en status, som alle kan se.",
    10: "Den, der prøver noget nyt, kommer også til at lave fejl. Står kollegerne i de andre kommuner bag, er det "
    "lettere at turde, og fejlen bliver til noget, alle lærer af.",
}


HANDLES = ("Motor", "Strategi", "Mål", "Behov", "Lommer", "Spørg", "Alvor", "Plan", "Fordel", "Opbakning")


def seed(*, now: datetime, scale: int) -> None:
    load_ten(by=None, now=now)
    for number, why in WHY.items():
        Recommendation.objects.filter(number=number, why="").update(why=why, handle=HANDLES[number - 1])
