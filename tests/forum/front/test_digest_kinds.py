"""The digest leaves no kind of news out: each is told to those who chose its notifications weekly."""

from __future__ import annotations

from collections import Counter

from forum.front.mail import NEWS_OF
from forum.front.news import ADDRESSES
from forum.people.models import NotificationChoice


def test_every_kind_of_news_belongs_to_one_choice() -> None:
    told = Counter(kind for kinds in NEWS_OF.values() for kind in kinds)
    assert told == Counter(list(ADDRESSES))
    assert set(NEWS_OF) == set(NotificationChoice.Kind)
