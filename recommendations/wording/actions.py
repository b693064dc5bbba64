"""What happens to a recommendation: new wording, new reasons, a move to another state."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from forum.audit.context import audited
from forum.base import dates, states
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.people.models import Member, NotificationChoice
from recommendations.wording import mail, rules
from recommendations.wording.models import Recommendation, RecommendationVersion

OUTRUN = "En anden har ændret anbefalingen, mens du skrev. Se de to tekster herunder, og gem igen, hvis din skal gælde."


@audited("Gav ny ordlyd")
def reword(
    *,
    recommendation: Recommendation,
    text: str,
    reason: str,
    based_on: str,
    by: Member,
    now: datetime,
    tell: bool = True,
) -> tuple[RecommendationVersion, int]:
    """The next version of the wording, and to how many it is told; the versions before it stay as they were."""
    current = _unchanged_since(recommendation, based_on)
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
    to = list(told_of(current)) if tell else []
    mail.tell_reworded(version, to=to, now=now)
    return version, len(to)


def told_of(recommendation: Recommendation) -> QuerySet[Member]:
    """Who gets a mail when it is reworded; a draft's wording is nobody's news."""
    if recommendation.state == Recommendation.State.DRAFT:
        return Member.objects.none()
    readers = Member.objects.in_audience(recommendation.audience)
    return readers.wanting_at_once(NotificationChoice.Kind.RECOMMENDATIONS)


@audited("Skrev begrundelse")
def explain(*, recommendation: Recommendation, why: str, based_on: str, by: Member, now: datetime) -> None:
    """New reasons (»hvorfor«); they are the secretariat's own words and make no new version."""
    current = _unchanged_since(recommendation, based_on)
    current.why = why
    current.save(update_fields=["why"])


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
    """A move by the table `NEXT`; the reason is kept in the audit trail."""
    if why_not := rules.why_not_move(recommendation, to):
        raise NotAllowed(why_not)
    if to == Recommendation.State.SUPERSEDED:
        if superseded_by is None or superseded_by.pk == recommendation.pk:
            raise ValidationError({"superseded_by": "Vælg den anbefaling, der træder i stedet."})
        states.move(recommendation, to, superseded_by=superseded_by)
    else:
        states.move(recommendation, to)


def _unchanged_since(recommendation: Recommendation, based_on: str) -> Recommendation:
    """The row, locked; raises StaleError when somebody has written since the editor opened it."""
    current = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if current.fingerprint != based_on:
        raise StaleError(OUTRUN)
    return current
