"""The sweep's arguments for the roof."""

from tests.canary.world import Samples

SAMPLES: Samples = {
    "front:calendar_feed": lambda sweep: [(sweep.cast.supplier.calendar_secret,)],
    "front:join_confirm": lambda sweep: [("ikke-et-link",)],
    "front:municipality": lambda sweep: [(sweep.municipality.slug,)],
}
QUERIES = {"front:search": ["q=kanari"]}  # the beginning of every secret word
