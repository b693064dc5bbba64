"""What the demo's minutes of 2019 say. The meetings were held; every word of their minutes here is invented."""

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
    6: Said(
        "Først skal det afklares, hvordan en tovholderkommune vælges.",
        (("decided", "Sekretariatet foreslår en dag, når Aalborgs forslag foreligger.", None, ""),),
    ),
    7: Said("Ingen bemærkninger under eventuelt."),
}  # fmt: skip
