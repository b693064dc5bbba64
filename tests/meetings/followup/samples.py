"""The sweep's arguments for the actions: each as a page, and by the mail links of two who may see different ones."""

from meetings.followup.mail import ActionLink
from meetings.followup.models import Action
from tests.canary.world import Samples

SAMPLES: Samples = {
    "meetings:action_new": lambda sweep: [()],
    "meetings:action_move": lambda sweep: [(pk,) for pk in Action.objects.values_list("pk", flat=True)],
    "meetings:action_answer": lambda sweep: [
        (ActionLink(pk, member.pk).token(),)
        for pk in Action.objects.values_list("pk", flat=True)
        for member in (sweep.cast.supplier, sweep.cast.disqualified)
    ],
}
QUERIES = {"meetings:actions_sheet": ["som=csv&vis=aabne", "som=csv&vis=afsluttede"]}
