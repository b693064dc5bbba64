"""The sweep's arguments for the answers: the pages, and the links of some who may see different things."""

from meetings.attendance.models import Attendance, Guest
from meetings.convocation.mail import RsvpLink
from meetings.convocation.mail.guests import GuestLink
from tests import world
from tests.canary.world import Samples, Sweep, meetings


def _rsvp(sweep: Sweep) -> list[str]:
    people = [(member, world.seat_of(member).pk) for member in (sweep.cast.supplier, sweep.cast.disqualified)]
    people += [(said.substitute, said.seat_id) for said in Attendance.objects.exclude(substitute=None)]
    return [RsvpLink(sweep.coming.pk, seat, member.pk, sweep.coming.start).token() for member, seat in people]


def _guests(sweep: Sweep) -> list[tuple[int]]:
    return list(Guest.objects.values_list("pk"))


SAMPLES: Samples = {
    "meetings:rsvp": lambda sweep: [(token,) for token in _rsvp(sweep)],
    "meetings:guest_answer": lambda sweep: [
        (GuestLink.to(each, sweep.coming).token(),) for each in Guest.objects.all()
    ],
    "meetings:answer": meetings,
    "meetings:attendance": meetings,
    "meetings:attendance_sheet": meetings,
    "meetings:chase": meetings,
    "meetings:guests": meetings,
    "meetings:guest": _guests,
    "meetings:guest_answer_for": _guests,
    "meetings:guest_send_again": _guests,
    "meetings:guest_take_off": _guests,
}
QUERIES = {"meetings:attendance_sheet": ["som=csv"]}  # as text: the sweep cannot read what is packed
