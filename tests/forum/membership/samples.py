"""The sweep's arguments for people, seats, invitations and requests to join."""

from forum.base.visibility import Audience
from forum.mail.unsubscribe import UnsubscribeLink
from forum.membership.models import JoinRequest
from tests.canary.world import WORDS, Samples


def _join_request() -> int:
    """A request to join, with the secretariat's word in it."""
    fields = {"email": "ansoeger@example.dk", "name": WORDS[Audience.SECRETARIAT], "organisation": "X", "why": "Y"}
    return JoinRequest.objects.get_or_create(state=JoinRequest.State.CONFIRMED, defaults=fields)[0].pk


SAMPLES: Samples = {
    "forum:member": lambda sweep: [(sweep.member.pk,)],
    "forum:picture": lambda sweep: [(sweep.member.pk,)],
    "forum:change_address": lambda sweep: [(sweep.member.pk,)],
    "forum:close_account": lambda sweep: [(sweep.member.pk,)],
    "forum:forget_factor": lambda sweep: [(sweep.member.pk,)],
    "forum:unsubscribe": lambda sweep: [
        (UnsubscribeLink(member.pk, choice).token(),)
        for member, choice in ((sweep.cast.supplier, "minutes"), (sweep.cast.disqualified, "digest"))
    ],
    "forum:seat": lambda sweep: [(sweep.seat.pk,)],
    "forum:make_chair": lambda sweep: [(sweep.seat.pk,)],
    "forum:close_seat": lambda sweep: [(sweep.seat.pk,)],
    "forum:end_holding": lambda sweep: [(sweep.seat.pk, 0)],
    "forum:invitation": lambda sweep: [("ikke-vores",)],
    "forum:invitation_decline": lambda sweep: [("ikke-vores",)],
    "forum:invitation_opened": lambda sweep: [("ikke-vores",)],
    "forum:invitation_correct": lambda sweep: [(0,)],
    "forum:invitation_send_again": lambda sweep: [(0,)],
    "forum:invitation_withdraw": lambda sweep: [(0,)],
    "forum:join_request": lambda sweep: [(_join_request(),)],
    "forum:join_request_approve": lambda sweep: [(_join_request(),)],
    "forum:join_request_decline": lambda sweep: [(_join_request(),)],
}
QUERIES = {"forum:directory_sheet": ["som=csv"]}
