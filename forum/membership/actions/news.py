"""What happens when a member has seen the news."""

from datetime import datetime

from forum.audit.context import audited
from forum.people.models import Member


@audited("Markerede nyt som læst")
def mark_news_seen(*, by: Member, now: datetime) -> None:
    Member.objects.filter(pk=by.pk).update(news_seen_at=now)
