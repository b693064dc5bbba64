"""The one gate of every change to what minutes say: open for edit, one at a time, "rettet" once released."""

from forum.base import states
from forum.base.refusal import NotAllowed, refuse
from meetings.minutes.models import Minutes, SentText
from meetings.minutes.rules import why_not_edit

NOT_BEGUN = "Referatet er ikke begyndt endnu. Begynd det først på mødets side."


def lock_for_edit(meeting_id: int, *, touch: bool = True) -> Minutes:
    """The meeting's minutes, locked until the transaction ends. Raises NotAllowed when they are approved or not begun.

    The lock makes approval and edit take turns: an approval is bound to what was there when it was given.
    With `touch`, minutes out for remarks become "rettet".
    """
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting")
    minutes = rows.filter(meeting=meeting_id).first()
    if minutes is None:
        raise NotAllowed(NOT_BEGUN)
    refuse(why_not_edit(minutes))
    if touch and minutes.state == Minutes.State.REMARKS:
        keep_sent_text(minutes)
        states.move(minutes, Minutes.State.CORRECTED)
    return minutes


def keep_sent_text(minutes: Minutes) -> None:
    """Keep the text of minutes that were sent before texts were kept, while they still say what was sent."""
    if not SentText.last(minutes):
        SentText.keep(minutes)
