"""The sweep's arguments for the minutes, released and not."""

from typing import Any

from meetings.agenda.models import AgendaItem
from meetings.followup.models import Action
from meetings.minutes.mail import NoRemarksLink
from meetings.minutes.models import Decision, Minutes, Remark
from tests.canary.world import Samples, Sweep, meetings


def _items(sweep: Sweep) -> list[tuple[Any, ...]]:
    items = AgendaItem.objects.filter(meeting__in=[sweep.meeting, sweep.draft_meeting]).select_related("meeting")
    return [(item.meeting.slug, item.pk) for item in items]


def _of(model: Any) -> Any:
    """The rows of a model that hangs on an item."""
    return lambda sweep: list(model.objects.values_list("item__meeting__slug", "pk"))


def _answer_links(sweep: Sweep) -> list[tuple[Any, ...]]:
    """The links of two readers who may see different items, to the minutes that are out for remarks."""
    minutes = Minutes.objects.get(meeting=sweep.meeting)
    people = (sweep.cast.supplier, sweep.cast.disqualified)
    return [(NoRemarksLink(minutes.pk, member.pk, minutes.sending).token(),) for member in people]


PAGES = ("minutes", "start", "write", "present", "release", "withdraw", "approve", "reopen", "lock", "paper")
ON_ITEMS = ("note_save", "note_keep", "note_discard", "note_restore", "decision_add", "action_add", "remark_send")
SAMPLES: Samples = {
    **{f"meetings:{name if name == 'minutes' else f'minutes_{name}'}": meetings for name in PAGES},
    **{f"meetings:{name}": _items for name in ON_ITEMS},
    "meetings:no_remarks": meetings,
    "meetings:no_remarks_answer": _answer_links,
    **{f"meetings:decision_{verb}": _of(Decision) for verb in ("edit", "remove", "restore")},
    **{f"meetings:action_{verb}": _of(Action) for verb in ("edit", "remove", "restore")},
    **{f"meetings:remark_{verb}": _of(Remark) for verb in ("answer", "withdraw")},
}
