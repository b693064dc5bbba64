"""»Ingen bemærkninger«: a member says by name that there is nothing to correct in the text that was sent."""

from __future__ import annotations

from datetime import datetime

from forum.audit.context import audited
from forum.base.dates import local
from forum.base.refusal import refuse
from forum.base.stale import StaleError
from forum.people.models import Member
from meetings.minutes import rules
from meetings.minutes.models import Minutes, NoRemarks

SENT_AGAIN = "Referatet er rettet og sendt igen, siden du åbnede siden. Læs den nye tekst, før du svarer."


@audited("Havde ingen bemærkninger til referat")
def say_no_remarks(*, minutes: Minutes, by: Member, via: str, now: datetime, sending: str | None = None) -> NoRemarks:
    """Note that the member has no remarks to the text sent last. Said twice it is said once.

    `sending` is that of the minutes which the member was shown, None when it cannot be old. Raises StaleError when
    another text was sent since, NotAllowed when the member is not asked, has sent a remark, or the time is over.
    """
    locked = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=minutes.pk)
    if sending is not None and sending != locked.sending:
        raise StaleError(SENT_AGAIN)
    refuse(rules.why_not_say_no_remarks(by.as_viewer(), locked, local(now).date()))
    assert locked.released_at is not None  # minutes out for remarks have been released
    said, _ = NoRemarks.objects.get_or_create(
        minutes=locked, by=by, sent_at=locked.released_at, defaults={"at": now, "via": NoRemarks.Via(via)}
    )
    return said
