"""Who is writing on an agenda item just now: rows that mean something for a minute. They lock nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from forum.base.text import listed
from forum.base.visibility import Audience, Protected, ProtectedQuerySet, Viewer
from forum.people.models import Member
from meetings.agenda.models.items import AgendaItem

FRESH = timedelta(seconds=60)  # two signs of life, see static/js/writers.js


class Writer(Protected):
    """The last sign that a member wrote on the item; whoever may not see the item sees none of them."""

    fixed_audience = Audience.SECRETARIAT
    audience_paths = ("item__audience", "item__meeting__audience")
    hidden_paths = ("item__disqualified",)

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="+", verbose_name="punkt")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="medlem")
    at = models.DateTimeField("skrev sidst")

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "skriver"
        verbose_name_plural = "skrivere"
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_sign_a_writer")]

    def __str__(self) -> str:
        return f"{self.member}, {self.at}"


def who_writes(viewer: Viewer, now: datetime, **lookup: object) -> dict[int, str]:
    """For each item that others write on now, a sentence: »Mette Falk skriver her lige nu.« (1 query)"""
    rows = Writer.objects.visible_to(viewer).filter(at__gt=now - FRESH, **lookup).exclude(member=viewer.member_id)
    names: dict[int, list[str]] = {}
    for item, name in rows.order_by("member__name").values_list("item", "member__name"):
        names.setdefault(item, []).append(name)
    return {item: f"{listed(found)} skriver her lige nu." for item, found in names.items()}
