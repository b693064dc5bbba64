"""The sweep's arguments for the lists of receivers: one with the secretariat's word in its name."""

from forum.base.visibility import Audience
from forum.receivers.models import ReceiverList
from tests.canary.world import WORDS, Samples


def _list() -> int:
    return ReceiverList.objects.get_or_create(name=WORDS[Audience.SECRETARIAT])[0].pk


SAMPLES: Samples = {f"forum:receiver_list{name}": lambda sweep: [(_list(),)] for name in ("", "_remove", "_restore")}
