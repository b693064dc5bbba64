"""What happens to a recommendation: new wording, new reasons, a move to another state."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from forum.audit.context import audited
from forum.base import dates, states
from forum.base.refusal import NotAllowed
from forum.base.stale import require_current
from forum.people.models import Member, NotificationChoice
from recommendations.wording import mail, rules
from recommendations.wording.models import Recommendation, RecommendationVersion

CHANGED = (
    "En anden har ændret anbefalingen, mens du skrev. Se de to tekster herunder, og gem igen, hvis din skal gælde."
)


@audited("Gav ny ordlyd")
def reword(
    *,
    recommendation: Recommendation,
    text: str,
    reason: str,
    revision: str,
    by: Member,
    now: datetime,
    tell: bool = True,
) -> tuple[RecommendationVersion, int]:
    """Give the recommendation a new wording; returns its new version and how many members get a mail about it.

    Raises StaleError when somebody else wrote first, NotAllowed when the state closes the wording, ValidationError
    when the text is the same as before.
    """
    current = require_current(recommendation, revision, changed=CHANGED)
    if why_not := rules.why_not_reword(current):
        raise NotAllowed(why_not)
    if text == current.text:
        raise ValidationError({"text": "Ordlyden er den samme som før. Ret den, eller gå tilbage uden at gemme."})
    current.version += 1
    current.text = text
    current.save(update_fields=["version", "text"])
    version = RecommendationVersion.objects.create(
        recommendation=current,
        number=current.version,
        text=text,
        why=current.why,
        date=dates.local(now).date(),
        note=reason,
    )
    to = list(recipients_of(current)) if tell else []
    mail.tell_reworded(version, to=to, now=now)
    return version, len(to)


def recipients_of(recommendation: Recommendation) -> QuerySet[Member]:
    """The members who get a mail when the recommendation is reworded; nobody gets one about a draft."""
    if recommendation.state == Recommendation.State.DRAFT:
        return Member.objects.none()
    readers = Member.objects.in_audience(recommendation.audience)
    return readers.wanting_at_once(NotificationChoice.Kind.RECOMMENDATIONS)


@audited("Skrev begrundelse")
def explain(
    *, recommendation: Recommendation, why: str, revision: str, by: Member, now: datetime, handle: str = ""
) -> None:
    """Give the recommendation new reasons (»hvorfor«) and a handle, the one word it is called by in a narrow overview.

    Both are the secretariat's own words and make no new version. Raises StaleError when somebody else wrote first.
    """
    current = require_current(recommendation, revision, changed=CHANGED)
    current.why, current.handle = why, handle
    current.save(update_fields=["why", "handle"])


@audited("Ændrede tilstand")
def change_state(
    *,
    recommendation: Recommendation,
    to: str,
    reason: str,
    by: Member,
    now: datetime,
    superseded_by: Recommendation | None = None,
) -> None:
    """Move the recommendation to the state `to` by the table `NEXT`; the history keeps the reason.

    Raises NotAllowed when the table forbids it, StaleError when somebody else moved it first, ValidationError when a
    `to` is superseded and nothing supersedes it.
    """
    if why_not := rules.why_not_move(recommendation, to):
        raise NotAllowed(why_not)
    if to == Recommendation.State.SUPERSEDED:
        if superseded_by is None or superseded_by.pk == recommendation.pk:
            raise ValidationError({"superseded_by": "Vælg den anbefaling, der træder i stedet."})
        states.move(recommendation, to, superseded_by=superseded_by)
    else:
        states.move(recommendation, to)
