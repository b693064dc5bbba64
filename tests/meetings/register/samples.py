"""The sweep's arguments for the register: every decision, and each filter that could tell of what is closed."""

from meetings.minutes.models import Decision
from tests.canary.world import Samples

SAMPLES: Samples = {"meetings:decision": lambda sweep: list(Decision.objects.values_list("pk"))}
QUERIES = {
    "meetings:decisions_sheet": ["som=csv"],  # as text: the sweep cannot read what is packed
    "meetings:decisions": ["ord=kanari&aar=2026", "ord=Punkt", "organisation=aalborg", "slags=decided&side=2"],
}
