"""The sweep's arguments for the minutes, released and not."""

from typing import Any

from meetings.agenda.models import AgendaItem
from meetings.followup.models import Action
from meetings.minutes.models import Decision, Remark
from tests.canary.world import Samples, Sweep, meetings


def _items(sweep: Sweep) -> list[tuple[Any, ...]]:
    items = AgendaItem.objects.filter(meeting__in=[sweep.meeting, sweep.draft_meeting]).select_related("meeting")
    return [(item.meeting.slug, item.pk) for item in items]


def _of(model: Any) -> Any:
    """The rows of a model that hangs on an item."""
    return lambda sweep: list(model.objects.values_list("item__meeting__slug", "pk"))


PAGES = ("minutes", "start", "write", "present", "release", "withdraw", "approve", "reopen", "lock", "paper")
ON_ITEMS = ("note_save", "note_keep", "note_discard", "decision_add", "action_add", "remark_send")
SAMPLES: Samples = {
    **{f"meetings:{name if name == 'minutes' else f'minutes_{name}'}": meetings for name in PAGES},
    **{f"meetings:{name}": _items for name in ON_ITEMS},
    **{f"meetings:decision_{verb}": _of(Decision) for verb in ("edit", "remove", "restore")},
    **{f"meetings:action_{verb}": _of(Action) for verb in ("edit", "remove", "restore")},
    **{f"meetings:remark_{verb}": _of(Remark) for verb in ("answer", "withdraw")},
}
