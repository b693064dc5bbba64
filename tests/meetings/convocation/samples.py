"""The sweep's arguments for a meeting's course, and its drafts to a supplier and to the disqualified member."""

from tests import world
from tests.canary.world import Samples, meetings

SAMPLES: Samples = {
    **{
        f"meetings:{name}": meetings
        for name in ("detail", "ics", "edit", "move", "cancel", "hold", "unhold", "convene", "release", "greeting")
    },
    "meetings:draft_mail": lambda sweep: [
        (sweep.coming.slug, kind, world.seat_of(member).pk)
        for kind in ("indkaldelse", "dagsorden")
        for member in (sweep.cast.supplier, sweep.cast.disqualified)
    ],
}
