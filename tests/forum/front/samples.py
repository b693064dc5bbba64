"""The sweep's arguments for the roof."""

from typing import Any

from tests.canary.world import Samples, Sweep


def _histories(sweep: Sweep) -> list[tuple[Any, ...]]:
    """Each kind of thing once, and one that is no kind."""
    things = {
        "moede": sweep.coming, "punkt": sweep.item, "referat": sweep.minutes, "omraade": sweep.area,
        "anbefaling": sweep.recommendation, "plads": sweep.seat, "medlem": sweep.member, "intet": sweep.member,
    }  # fmt: skip
    return [(kind, thing.pk) for kind, thing in things.items()]


SAMPLES: Samples = {
    "front:history": _histories,
    "front:calendar_feed": lambda sweep: [(sweep.cast.supplier.calendar_secret,)],
    "front:join_confirm": lambda sweep: [("ikke-et-link",)],
    "front:municipality": lambda sweep: [(sweep.municipality.slug,)],
}
QUERIES = {"front:search": ["q=kanari"]}  # the beginning of every secret word
