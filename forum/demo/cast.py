"""The demo's cast: who may be entered as with one click, in demo mode only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    key: str
    name: str
    email: str
    title: str
    organisation: str
    says: str  # the line beside the name on the demo's door


CAST = (
    Part("secretary", "Sofie Krogh", "sofie.krogh@example.dk", "Chefkonsulent", "KL", "Sekretariatet i KL"),
    Part("chair", "Henrik Østergaard", "henrik.oestergaard@example.dk", "Indkøbschef", "Aarhus", "Forperson"),
    Part(
        "head",
        "Mette Lindholm",
        "mette.lindholm@example.dk",
        "Udbuds- og indkøbschef",
        "Odense",
        "Indkøbschef i en kommune",
    ),
    Part("lead", "Jens Åkjær", "jens.aakjaer@example.dk", "Indkøbschef", "Aalborg", "Leder et innovationsområde"),
    Part("supplier", "Camilla Bech", "camilla.bech@example.dk", "Salgsdirektør", "Fjordtek A/S", "Leverandør"),
    Part("ski", "Peter Ravn", "peter.ravn@example.dk", "Afdelingschef", "SKI", "Repræsenterer SKI"),
    Part("disqualified", "Karen Dahl", "karen.dahl@example.dk", "Udbudschef", "Kolding", "Inhabil i ét punkt"),
    Part("former", "Ulla Mørk", "ulla.moerk@example.dk", "Tidligere indkøbschef", "Vejle", "Tidligere medlem"),
)
