"""The text of minutes as it was sent to the members: what their silence is about, and what a correction changes."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import models

from forum.base.dates import short_day
from forum.base.unsent import corrected
from forum.base.visibility import OPEN, stricter_audience
from meetings.agenda.models.items import AgendaItem
from meetings.followup.models import Action
from meetings.minutes.models.decisions import Decision
from meetings.minutes.models.minutes import Minutes, Note
from meetings.minutes.models.presence import presence

Content = dict[str, Any]  # see `content_of`


@pghistory.track(exclude=["content"])
class SentText(models.Model):
    """One sending of minutes: everything they said at that moment, item by item, of all audiences.

    No page shows it as it is: `meetings/minutes/corrections.py` reads it for one reader at a time.
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="sent_texts", verbose_name="referat")
    sent_at = models.DateTimeField("sendt")  # `Minutes.released_at` of that sending
    content_hash = models.CharField("indhold (SHA-256)", max_length=64)
    content = models.JSONField("indhold")

    class Meta:
        verbose_name = "udsendt tekst"
        verbose_name_plural = "udsendte tekster"
        ordering = ["sent_at"]
        constraints = [models.UniqueConstraint(fields=["minutes", "sent_at"], name="one_text_a_sending")]

    def __str__(self) -> str:
        return f"{self.minutes}, sendt {short_day(self.sent_at)}"

    @classmethod
    def keep(cls, minutes: Minutes) -> None:
        """Keep what the minutes say now as the text that was sent last. Drafts that were never sent keep nothing."""
        if sent_at := minutes.released_at:
            content = {"content_hash": minutes.content_hash(), "content": content_of(minutes)}
            cls.objects.create(minutes=minutes, sent_at=sent_at, **content)

    @classmethod
    def last(cls, minutes: Minutes, count: int = 1) -> list[SentText]:
        """The texts that were sent last, the newest first; fewer for minutes sent before texts were kept."""
        return list(cls.objects.filter(minutes=minutes).order_by("-sent_at")[:count])


def is_corrected(minutes: Minutes) -> bool:
    """True when the text that the members have is another than the one they were sent first."""
    return minutes.is_released and SentText.objects.filter(minutes=minutes).count() > 1


def is_as_sent(minutes: Minutes) -> bool:
    """True when the minutes say to the letter what the members were sent (reads all of them).

    Minutes sent before texts were kept: when nobody has touched them since, or they say what was approved.
    """
    if sent := SentText.objects.filter(minutes=minutes).order_by("-sent_at").values_list("content_hash").first():
        return sent[0] == minutes.content_hash()
    return minutes.state == Minutes.State.REMARKS or minutes.was_approved_like_this


def content_of(minutes: Minutes) -> Content:
    """What the minutes say: who was there, and each item with who may read it, its note, decisions and actions.

    It is what they say with their unsent correction. Recommendations and areas are kept by their ids: who may know of
    one is asked when somebody reads.
    """
    meeting = minutes.meeting
    rows = AgendaItem._base_manager.filter(meeting=meeting, removed_at=None).order_by("number")
    found = list(rows.prefetch_related("disqualified"))
    items: Content = {
        str(item.pk): {
            "number": item.number,
            "title": item.title,
            "audience": stricter_audience(item.audience, meeting.audience),
            "disqualified": sorted(member.pk for member in item.disqualified.all()),
            "note": "",
            "decisions": [],
            "actions": [],
        }
        for item in found
    }
    for note in corrected(Note._base_manager.filter(item__in=found)):
        items[str(note.item_id)]["note"] = note.text
    decisions = Decision._base_manager.filter(Decision.in_correction, item__in=found).select_related("lead")
    for decision in corrected(decisions.prefetch_related("partners").order_by("pk")):
        items[str(decision.item_id)]["decisions"].append(_decision(decision))
    for action in corrected(Action.objects.filter(Action.in_correction, item__in=found).in_minutes()):
        items[str(action.item_id)]["actions"].append(_action(action))
    return {"present": _present(minutes), "items": items}


def _decision(decision: Decision) -> Content:
    return {
        "kind": decision.get_kind_display(),
        "text": decision.text,
        "recommendation": decision.recommendation_id,
        "area": decision.area_id,
        "lead": decision.lead.full_name if decision.lead else "",
        "partners": decision.partner_names,
        "partner_ids": {str(decision.pk): decision.said()["partners"]},  # see `take_partners_back`
    }


def _action(action: Action) -> Content:
    agreed = action.agreed
    about = {"id": action.pk, "audience": action.audience}  # an action may be for fewer than its item
    return {**about, "text": agreed.text, "owner": agreed.owner_name, "due": short_day(agreed.due)}


def _present(minutes: Minutes) -> list[str]:
    """A line for each who was there, and one for who was there besides."""
    there = presence(minutes.meeting)
    lines = [f"{seat.name}, {seat.organisation}" for seat in there.present]
    # Only those that every reader may know of: this list is shown to all
    known = [one for one in there.guests_present if one.audience in OPEN and not one.hidden_from]
    lines += [f"Gæst: {one.name}{', ' if one.organisation else ''}{one.organisation}" for one in known]
    besides = (minutes.unsent or minutes.said())["also_present"]
    return [*lines, *([f"Desuden deltog: {besides}"] if besides else [])]
