"""What the demo's minutes say. The meeting of 2019 was held; every word of its minutes here is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Decided: kind, text, recommendation, area's title. Promised: text, organisation, due (days from now), state.

    What is promised by no organisation ("") is the secretariat's own.
    """

    note: str
    decided: tuple[tuple[str, str, int | None, str], ...] = ()
    promised: tuple[tuple[str, str, int, str], ...] = ()


CONTINUED = "Arbejdet med anbefalingen fortsætter efter mødet."

MARCH = {
    1: Said("Forpersonen bød velkommen.", (("noted", "", None, ""),)),
    2: Said(
        "To kommuner og en leverandør fortalte om indkøb, der lykkedes, fordi behovet var beskrevet og løsningen ikke "
        "var det. Flere efterlyste eksempler, der kan bruges af små indkøbsafdelinger.",
        (("discussed", "", None, ""),),
    ),
    3: Said(
        "Forslagene fra bordene blev samlet til ti.",
        (("decided", "Den foreløbige liste med ti anbefalinger lægges frem i juni.", None, ""),),
        (("Skriv de ti anbefalinger ind, og send dem til forummet", "Aarhus", -2700, "done"),),
    ),
}

AUGUST = {
    1: Said("Dagsordenen blev godkendt uden ændringer.", (("endorsed", "", None, ""),)),
    2: Said(
        "Den foreløbige liste har ligget på KL's hjemmeside siden juni. Der er kommet henvendelser fra kommuner, der "
        "vil være med, og fra leverandører, der spørger, hvornår de kan byde ind.",
        (("noted", "", None, ""),),
    ),
    3: Said(
        "Anbefalingerne blev gennemgået en for en.\n\n"
        "- Der var bred opbakning til at begynde med **behovet** og ikke med løsningen.\n"
        "- Leverandørerne pegede på, at dialogen skal ligge, før kravene er skrevet.\n"
        "- Flere kommuner vil gerne kunne vise en direktion, hvad anbefalingerne giver.\n\n"
        "Ingen ønskede anbefalinger taget ud.",
        tuple(("endorsed", CONTINUED, number, "") for number in (1, 2, 3, 4, 5, 6, 7, 8, 10)),
        (
            ("Saml to eksempler til hver anbefaling", "Odense", -2600, "done"),
            ("Beskriv, hvornår leverandørerne bør høres", "Fjordtek A/S", -2590, "done"),
        ),
    ),
    5: Said(
        "Anbefaling 9 er den, der kræver mest: Kommunerne skal stole på, at en anden gør arbejdet for dem. Der var "
        "enighed om at begynde med få områder, hvor behovet er ens, og hvor én kommune vil gå foran.",
        (
            ("decided", "Forummet arbejder videre med anbefaling 9 og fordeler de første områder mellem kommunerne.",
             9, ""),
        ),
        (("Foreslå, hvordan en tovholderkommune vælges", "Aalborg", -2580, "done"),),
    ),
    6: Said("Næste møde holdes i foråret.", (("decided", "Sekretariatet foreslår en dag.", None, ""),)),
    7: Said("Der var intet under eventuelt."),
}  # fmt: skip

TRYING_TITLE = "Møde i samarbejdsforummet: de to første områder"
TRYING_ITEMS = (
    ("Velkomst og godkendelse af dagsordenen", "decision", "members", ""),
    ("To områder, der prøves af", "decision", "members", "Horsens og Randers har tilbudt at gå foran."),
)
TRYING = {
    1: Said("Dagsordenen blev godkendt.", (("endorsed", "", None, ""),)),
    2: Said(
        "Begge kommuner begynder i det små og fortæller åbent, hvad der ikke virker.",
        (
            ("delegated", "Horsens går foran.", 5, "Kontormøbler i flere liv"),
            ("delegated", "Randers går foran.", 3, "Robotter til gulvvask"),
        ),
    ),
}

DELEGATING_TITLE = "Møde i samarbejdsforummet: nye områder"
# title, kind, audience, background
DELEGATING_ITEMS = (
    ("Velkomst og godkendelse af dagsordenen", "decision", "members", ""),
    ("Uddelegering af innovationsområder", "decision", "members",
     "Forummet skal vælge tovholderkommuner til de områder, der blev prioriteret på sidste møde."),
    ("Rengøring af kommunale bygninger", "decision", "authorities",
     "Kun for ordregivere: Kolding, Vejen og Esbjerg planlægger et udbud, der ikke er offentliggjort."),
    ("Indkøb på tværs: hvad har vi lært?", "discussion", "members", ""),
)  # fmt: skip
DELEGATING = {
    1: Said("Dagsordenen blev godkendt.", (("endorsed", "", None, ""),)),
    2: Said(
        "Aalborg og København fremlagde, hvordan de vil gribe arbejdet an. Begge lagde vægt på, at resultaterne skal "
        "kunne bruges af kommuner, der ikke selv er med.",
        (
            ("delegated", "Aalborg går foran og melder tilbage hvert halve år.", 9, "Skærmbesøg i hjemmeplejen"),
            ("delegated", "København går foran.", 1, "Byggepladser uden udledning"),
            ("delegated", "Aalborg går foran sammen med Herning og Hjørring.", 4,
             "Hjælpemidler, der melder fra, før de går i stykker"),
        ),
        (
            ("Skriv køreplan for skærmbesøg", "Aalborg", -200, "done"),
            ("Invitér entreprenørerne til fælles dialogmøde", "København", -30, "done"),
            ("Undersøg, om SKI's aftaler kan rumme udstyr til skærmbesøg", "SKI", -6, "started"),
        ),
    ),
    3: Said(
        "Kolding vil prøve sensorer i tre bygninger og dele det, der kommer ud af det.",
        (("delegated", "Kolding går foran.", 8, "Rengøring efter behov"),),
    ),
    4: Said(
        "Erfaringerne er gode, hvor direktionen bakker op, og svære, hvor den ikke gør.",
        (("discussed", "", 10, ""),),
        (("Lav en skabelon til orientering af direktionen", "Odense", -4, "open"),
         ("Send oplæggene fra mødet til alle", "", 3, "open"),
         ("Saml leverandørernes spørgsmål til udbudsmaterialet", "Fjordtek A/S", 12, "open"),
         ("Hold oplæg for de nordjyske kommuner", "Hjørring", -60, "lapsed")),
    ),
}  # fmt: skip

RECENT_TITLE = "Arbejdsmøde om innovationsområderne"
RECENT_ITEMS = (
    ("Velkomst", "information", "members", ""),
    ("Tolkning på skærm til sjældne sprog", "decision", "members",
     "Området er prioriteret. Odense har tilbudt at gå foran."),
    ("Udbudsplaner for næste år", "discussion", "authorities",
     "Kun for ordregivere: Planerne er ikke offentliggjort."),
    ("En klage over et udbud", "discussion", "members", "Kolding Kommune er part i sagen."),
    ("Eventuelt", "other", "members", ""),
)  # fmt: skip
RECENT = {
    1: Said("Forpersonen bød velkommen."),
    2: Said(
        "Odense fortalte, at tolkene findes, men at de sjældent er ledige, når de skal bruges. En fælles løsning kan "
        "bookes på tværs.\n\nNordlys Velfærd spurgte, om løsningen skal kunne bruges på telefon. Det skal den.",
        (("delegated", "Odense går foran og inviterer to kommuner mere med.", 9,
          "Tolkning på skærm til sjældne sprog"),),
        (
            ("Beskriv behovet for tolkning sammen med tre kommuner", "Odense", 24, "open"),
            ("Skriv om erfaringerne med skærmbesøg til brug for tolkning", "Aalborg", 10, "started"),
        ),
    ),
    3: Said(
        "Fire kommuner planlægger udbud af vask og rengøring i samme kvartal. De taler sammen, før de udbyder.",
        (("discussed", "", 8, ""),),
        (("Hold et møde om de fire udbud", "Aarhus", 18, "open"),),
    ),
    4: Said(
        "Klagen handler om, hvordan tilbuddene er vurderet. Forummet afventer afgørelsen.",
        (("postponed", "Punktet tages op igen, når afgørelsen foreligger.", None, ""),),
    ),
    5: Said("Der var intet under eventuelt."),
}  # fmt: skip
