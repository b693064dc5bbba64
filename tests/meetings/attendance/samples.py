"""The sweep's arguments for the answers: the pages, and the links of a supplier and of the disqualified member."""

from meetings.convocation.mail import RsvpLink
from tests import world
from tests.canary.world import Samples, Sweep, meetings


def _rsvp(sweep: Sweep) -> list[str]:
    people = (sweep.cast.supplier, sweep.cast.disqualified)
    return [RsvpLink(sweep.coming.pk, world.seat_of(m).pk, m.pk, sweep.coming.start).token() for m in people]


SAMPLES: Samples = {
    "meetings:rsvp": lambda sweep: [(token,) for token in _rsvp(sweep)],
    "meetings:answer": meetings,
    "meetings:attendance": meetings,
    "meetings:attendance_sheet": meetings,
    "meetings:chase": meetings,
}
QUERIES = {"meetings:attendance_sheet": ["som=csv"]}  # as text: the sweep cannot read what is packed
