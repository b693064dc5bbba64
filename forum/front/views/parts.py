"""What the member's home and the secretariat's desk both show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from forum.front import news
from forum.web.access import Request

NEWS_SHOWN, MOST_NEWS = 8, 28  # the rest is folded
NEWS_DAYS = 30  # how far back news goes for somebody who has never marked it as read


def what_is_new(request: Request, now: datetime) -> dict[str, Any]:
    """The variables of `forum/front/_whats_new.html`: what came since the member marked the news as read."""
    seen_at = request.member.news_seen_at or now - timedelta(days=NEWS_DAYS)
    newest = news.since(seen_at, request.viewer, limit=MOST_NEWS)
    return {"news": newest[:NEWS_SHOWN], "more_news": newest[NEWS_SHOWN:], "seen_at": seen_at}
