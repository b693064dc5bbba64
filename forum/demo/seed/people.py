"""The demo's organisations, seats and people. All 98 municipalities are real; every person is invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from forum.demo.cast import CAST
from forum.membership.actions.organisations import load_organisations
from forum.people.models import Member, Organisation, Seat, SeatHolding
from forum.people.models.members import new_secret

FOUNDED = date(2017, 6, 1)
SUPPLIERS = ("Fjordtek A/S", "Nordlys Velfærd ApS", "Klitgaard Hjælpemidler A/S", "Bæredygtig Drift A/S")

# municipality or supplier, name, title, "spørg mig om"
SEATED = (
    ("København", "Anne Storm", "Indkøbschef", "strategisk indkøb, klimakrav"),
    ("Frederiksberg", "Lars Holt", "Udbudschef", "drift og service"),
    ("Gentofte", "Birgitte Falk", "Indkøbschef", "velfærdsteknologi, markedsdialog"),
    ("Gladsaxe", "Søren Elkjær", "Udbuds- og indkøbschef", "verdensmål i udbud"),
    ("Høje-Taastrup", "Hanne Ploug", "Indkøbschef", "byggeri og anlæg"),
    ("Helsingør", "Niels Brandt", "Indkøbschef", "it-kontrakter"),
    ("Hillerød", "Dorte Munk", "Indkøbskonsulent", "fødevarer"),
    ("Roskilde", "Thomas Gram", "Udbudschef", "innovationspartnerskaber"),
    ("Køge", "Lise Aagaard", "Indkøbschef", "kontraktstyring"),
    ("Næstved", "Jørgen Vind", "Udbuds- og indkøbschef", "fællesudbud"),
    ("Guldborgsund", "Pia Rask", "Indkøbschef", "lokale leverandører"),
    ("Bornholm", "Ole Sejr", "Indkøbschef", "små markeder"),
    ("Esbjerg", "Kirsten Toft", "Indkøbschef", "grøn omstilling, køretøjer"),
    ("Vejen", "Bo Lauge", "Udbudskonsulent", "funktionskrav"),
    ("Sønderborg", "Inge Hartvig", "Indkøbschef", "energi, ProjectZero"),
    ("Horsens", "Michael Dam", "Udbudschef", "genbrug og cirkulært indkøb"),
    ("Herning", "Grethe Nygaard", "Indkøbschef", "hjælpemidler"),
    ("Silkeborg", "Per Ulrik", "Indkøbschef", "innovationslommer, OPI"),
    ("Viborg", "Sanne Krag", "Udbuds- og indkøbschef", "data og effektmåling"),
    ("Randers", "Åse Winther", "Indkøbschef", "sociale klausuler"),
    ("Hjørring", "Kurt Bisgaard", "Indkøbschef", "fælles indkøb i Nordjylland"),
    ("Nordlys Velfærd ApS", "Emil Skov", "Direktør", "skærmbesøg, tryghedsteknologi"),
    ("Klitgaard Hjælpemidler A/S", "Vibeke Klitgaard", "Markedschef", "hjælpemidler"),
    ("Bæredygtig Drift A/S", "Rune Holm", "Udviklingschef", "rengøring og drift"),
)
COMPETENCES = {
    "chair": "ledelse af indkøb, politisk opbakning",
    "head": "markedsdialog, behovsafdækning",
    "lead": "skærmbesøg, innovationspartnerskaber",
    "supplier": "velfærdsteknologi set fra leverandørens side",
    "ski": "rammeaftaler, dynamiske indkøbssystemer",
    "disqualified": "rengøring, funktionskrav",
}


def seed(*, now: datetime, scale: int) -> None:
    _organisations(now)
    for part in CAST:
        member = _member(part.email, part.name, part.title, now, COMPETENCES.get(part.key, ""))
        if part.key == "secretary":
            Member.objects.filter(pk=member.pk).update(is_secretariat=True)
        else:
            left = now.date() - timedelta(days=330) if part.key == "former" else None
            _seat(part.organisation, member, chair=part.key == "chair", until=left)
    second = _member("mikkel.agger@example.dk", "Mikkel Agger", "Konsulent", now, "møder, referater, dette system")
    Member.objects.filter(pk=second.pk).update(is_secretariat=True)
    for organisation, name, title, competences in SEATED:
        _seat(organisation, _member(_address(name), name, title, now, competences))
    if scale > 1:
        _crowd(now, 260 * (scale - 1))


def _organisations(now: datetime) -> None:
    load_organisations(by=None, now=now)
    rows = [Organisation(kind="supplier", name=name, slug=Organisation.slug_for(name)) for name in SUPPLIERS]
    Organisation.objects.bulk_create(rows, ignore_conflicts=True)


PHONE = "00 00 00 00"  # nobody's: no Danish number begins with 0


def _address(name: str) -> str:
    return Organisation.slug_for(name).replace("-", ".") + "@example.dk"


def _member(email: str, name: str, title: str, now: datetime, competences: str = "") -> Member:
    fields = {"name": name, "title": title, "competences": competences, "welcomed_at": now}
    member, _ = Member.objects.get_or_create(email=email, defaults={**fields, "phone": PHONE, "password": "!"})
    return member


def _seat(organisation: str, member: Member, *, chair: bool = False, until: date | None = None) -> None:
    if member.holdings.exists():
        return
    owner = Organisation.objects.get(name=organisation)
    role = Seat.Role.CHAIR if chair else Seat.Role.ORDINARY
    seat, _ = Seat.objects.get_or_create(organisation=owner, role=role, defaults={"since": FOUNDED})
    SeatHolding.objects.create(seat=seat, member=member, since=FOUNDED, until=until)


def _crowd(now: datetime, count: int) -> None:
    """Many more people, for benchmarks: each a member of a municipality with a seat of their own."""
    owners = list(Organisation.objects.municipalities())
    names = [f"{first} {last}" for first in ("Ida", "Karl", "Asta", "Viggo", "Ellen") for last in ("Bæk", "Å", "Ø")]
    made = Member.objects.bulk_create(
        [
            Member(
                email=f"person{n}@example.dk", name=f"{names[n % len(names)]} {n}", title="Indkøbskonsulent",
                competences="udbud", welcomed_at=now, password=make_password(None), calendar_secret=new_secret(),
            )
            for n in range(count)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    people = Member.objects.filter(email__in=[member.email for member in made], holdings=None)
    for n, member in enumerate(people):
        seat = Seat.objects.create(organisation=owners[n % len(owners)], since=FOUNDED)
        SeatHolding.objects.create(seat=seat, member=member, since=FOUNDED)
