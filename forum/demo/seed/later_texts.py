"""The demo's meetings after 2019 and what their minutes say; every word is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forum.demo.seed.minutes_texts import Said

KL_HUSET = "KL-Huset, Weidekampsgade 10, København S"
ONLINE = "Online"
Rows = tuple[tuple[str, str, str, str], ...]  # title, kind, audience, background


@dataclass(frozen=True)
class Held:
    title: str
    rows: Rows
    said: Mapping[int, Said]
    introduction: str = ""
    place: str = KL_HUSET
    hours: int = 5


OPENING = ("Velkomst og godkendelse af dagsordenen", "decision", "members", "")
CLOSING = ("Eventuelt", "other", "members", "")
APPROVED = Said("Dagsordenen blev godkendt.", (("endorsed", "", None, ""),))
NOTHING = Said("Ingen bemærkninger under eventuelt.")
BETWEEN = "Et arbejdsmøde på skærm mellem forummets to årlige møder. Mød op med det, I er i gang med."

AGAIN = Held(
    "Møde i samarbejdsforummet: forummet samles igen",
    (
        OPENING,
        ("Hvor står de ti anbefalinger?", "discussion", "members",
         "Anbefalingerne er foreløbige. Er der noget i dem, som tiden er løbet fra?"),
        ("Sådan vælges en tovholderkommune", "decision", "members",
         "Aalborg har beskrevet en fremgangsmåde efter mødet i august 2019."),
        ("Hvornår mødes forummet?", "decision", "members", ""),
        CLOSING,
    ),
    {
        1: APPROVED,
        2: Said(
            "Ingen ville undvære en anbefaling. Flere ville skærpe dem, når de første områder har givet erfaringer.",
            (("discussed", "", None, ""),),
        ),
        3: Said(
            "En kommune melder sig, fortæller, hvad den vil og ikke vil, og får et nej eller et ja på et møde. "
            "Den kan altid give området tilbage.",
            (("endorsed", "Fremgangsmåden prøves af på to områder.", 9, ""),),
            (("Find to områder, der kan begynde i det små", "Horsens", -800, "done"),),
        ),
        4: Said(
            "To møder om året passer til det arbejde, der ligger imellem dem.",
            (("decided", "Forummet mødes to gange om året og holder arbejdsmøder på skærm efter behov.", None, ""),),
        ),
        5: NOTHING,
    },
    introduction="Efter mødet i august 2019 holdt forummet pause. Nu samles det igen og tager fat, hvor det slap: "
    "ved de ti foreløbige anbefalinger.",
)  # fmt: skip

TRYING = Held(
    "Møde i samarbejdsforummet: de to første områder",
    (
        OPENING,
        ("To områder, der prøves af", "decision", "members", "Horsens og Randers har tilbudt at gå foran."),
        CLOSING,
    ),
    {
        1: APPROVED,
        2: Said(
            "Begge kommuner begynder i det små og fortæller åbent, hvad der ikke virker.",
            (
                ("delegated", "Horsens går foran.", 5, "Kontormøbler i flere liv"),
                ("delegated", "Randers går foran.", 3, "Robotter til gulvvask"),
            ),
        ),
        3: NOTHING,
    },
)

CHOOSING = Held(
    "Møde i samarbejdsforummet: hvilke områder bliver de næste?",
    (
        OPENING,
        ("Erfaringer fra Horsens og Randers", "discussion", "members",
         "De to kommuner fortæller om det første halve år."),
        ("Prioritering af områder", "decision", "members", "Tre forslag er beskrevet af dem, der stillede dem."),
        ("Rengøring af kommunale bygninger", "decision", "authorities",
         "Kun for ordregivere: Forslaget handler om udbud, der ikke er offentliggjort."),
        CLOSING,
    ),
    {
        1: APPROVED,
        2: Said(
            "Horsens har lært, at kontrakten skal handle om siddepladser. Randers har fundet flere slags gulve end "
            "ventet.",
            (("noted", "", 5, "Kontormøbler i flere liv"), ("noted", "", 3, "Robotter til gulvvask")),
        ),
        3: Said(
            "Forummet lagde vægt på, at behovet er ens i mange kommuner, og at nogen har lyst til at gå foran.",
            (
                ("decided", "Området prioriteres.", 9, "Skærmbesøg i hjemmeplejen"),
                ("decided", "Området prioriteres.", 1, "Byggepladser uden udledning"),
                ("decided", "Området prioriteres.", 4, "Hjælpemidler, der melder fra, før de går i stykker"),
            ),
            (("Spørg kommunerne, hvem der vil gå foran", "Aarhus", -400, "done"),),
        ),
        4: Said("Kolding undersøger mulighederne.", (("decided", "Området prioriteres.", 8, "Rengøring efter behov"),)),
        5: NOTHING,
    },
)  # fmt: skip

DELEGATING = Held(
    "Møde i samarbejdsforummet: nye områder",
    (
        OPENING,
        ("Uddelegering af innovationsområder", "decision", "members",
         "Forummet skal vælge tovholderkommuner til de områder, der blev prioriteret på sidste møde."),
        ("Rengøring af kommunale bygninger", "decision", "authorities",
         "Kun for ordregivere: Kolding, Vejen og Esbjerg planlægger et udbud, der ikke er offentliggjort."),
        ("Indkøb på tværs: hvad har vi lært?", "discussion", "members", ""),
    ),
    {
        1: APPROVED,
        2: Said(
            "Aalborg og København fremlagde, hvordan de vil gribe arbejdet an. Begge lagde vægt på, at resultaterne "
            "skal kunne bruges af kommuner, der ikke selv er med.",
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
    },
)  # fmt: skip

LEARNING = Held(
    "Møde i samarbejdsforummet: hvad har områderne lært os?",
    (
        OPENING,
        ("Status fra tovholderkommunerne", "discussion", "members", ""),
        ("Robotter til gulvvask: fortsætte eller standse?", "decision", "members",
         "Randers har prøvet robotter i kommunale bygninger og beder om forummets råd."),
        ("Tolkning på skærm til sjældne sprog", "decision", "members", "Odense har stillet forslaget."),
        CLOSING,
    ),
    {
        1: APPROVED,
        2: Said(
            "Områderne er forskellige, men tre ting går igen: Spørg markedet tidligt, sig højt, hvad der ikke virker, "
            "og hav en i direktionen, der spørger til det.",
            (("discussed", "", 9, ""),),
            (("Skriv de tre erfaringer ud på én side", "Viborg", -45, "done"),),
        ),
        3: Said(
            "Randers fik ros for at fortælle åbent. Robotterne kommer igen, når bygningerne er klar til dem.",
            (("decided", "Området stopper. Erfaringerne skrives ned, så de kan bruges om tre år.", 3,
              "Robotter til gulvvask"),),
        ),
        4: Said(
            "Behovet er lille i hver kommune og stort tilsammen.",
            (("decided", "Området prioriteres. Odense undersøger, om kommunen kan gå foran.", 9,
              "Tolkning på skærm til sjældne sprog"),),
        ),
        5: NOTHING,
    },
)  # fmt: skip

RIPE = Held(
    "Arbejdsmøde om tolkning og skærmbesøg",
    (
        ("Velkomst", "information", "members", ""),
        ("Tolkning på skærm til sjældne sprog", "decision", "members",
         "Området blev prioriteret på sidste møde. Odense har tilbudt at gå foran."),
        ("Skærmbesøg: hvad siger borgerne?", "discussion", "members", ""),
        CLOSING,
    ),
    {
        1: Said("Forpersonen bød velkommen."),
        2: Said(
            "Odense fortalte, at tolkene findes, men at de sjældent er ledige, når de skal bruges. En fælles løsning "
            "kan bookes på tværs.\n\nNordlys Velfærd spurgte, om løsningen skal kunne bruges på telefon. "
            "Det skal den.",
            (("delegated", "Odense går foran og inviterer to kommuner mere med.", 9,
              "Tolkning på skærm til sjældne sprog"),),
            (
                ("Beskriv behovet for tolkning sammen med to kommuner", "Odense", 24, "open"),
                ("Skriv om erfaringerne med skærmbesøg til brug for tolkning", "Aalborg", 10, "started"),
            ),
        ),
        3: Said(
            "Borgerne er trygge, når de kender ansigtet på skærmen. Aalborg måler, om det holder.",
            (("noted", "", None, "Skærmbesøg i hjemmeplejen"),),
        ),
        4: NOTHING,
    },
    introduction=BETWEEN, place=ONLINE, hours=2,
)  # fmt: skip
RIPE_REMARK = (2, "Jeg sagde også, at bookingen skal kunne ske samme dag. Kan det komme med?", "Det er skrevet ind.")
RIPE_CORRECTION = (2, "på tværs.", "på tværs og samme dag.")

OPEN = Held(
    "Arbejdsmøde om udbudsplaner og indeklima",
    (
        ("Velkomst", "information", "members", ""),
        ("Indeklima på skoler som en ydelse", "discussion", "members",
         "Fjordtek A/S har foreslået området. Er behovet ens i kommunerne?"),
        ("Udbudsplaner for næste år", "discussion", "authorities",
         "Kun for ordregivere: Planerne er ikke offentliggjort."),
        ("En klage over et udbud", "discussion", "members", "Kolding Kommune er part i sagen."),
        CLOSING,
    ),
    {
        1: Said("Forpersonen bød velkommen."),
        2: Said(
            "Alle kender klasseværelser, hvor luften er tung efter frokost. Få ved, hvad god luft koster om året.\n\n"
            "Forummet vil vide mere om driften, før området kan prioriteres.",
            (("postponed", "Området tages op igen, når driften er belyst.", 4, "Indeklima på skoler som en ydelse"),),
            (("Spørg tre skoler, hvad de betaler for luft i dag", "Gladsaxe", 24, "open"),),
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
        5: NOTHING,
    },
    introduction=BETWEEN, place=ONLINE, hours=2,
)  # fmt: skip
OPEN_REMARK = (2, "Jeg nævnte, at målingerne skal kunne ses af skolerne selv. Kan det komme med?")
OPEN_CORRECTION = (2, "tung efter frokost", "tung om eftermiddagen")  # the item, what it said first, what it says now
NO_REMARKS = ("henrik.oestergaard@example.dk", "camilla.bech@example.dk")  # have nothing to correct in the open minutes
DISQUALIFIED_IN = 4  # the item of the open meeting that its disqualified member is not to see

ORDINARY = (LEARNING, DELEGATING, CHOOSING, TRYING, AGAIN)  # the newest first, as the days are
