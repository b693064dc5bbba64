"""»Anbefalingsrapport«: the recommendations, their areas and the forum as one paper for one audience."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string

from forum.base import dates
from forum.base.pdf.render import Limits, Pdf, render
from forum.base.visibility import SYSTEM, Audience, audience_viewer, reader_sets
from forum.people.models import Member
from recommendations.reports.content import gather

TITLE = "Anbefalinger for udvikling og innovation i indkøb"
LIMITS = Limits(cpu=60, wall=90)
# What the cover says to whoever holds the paper
MAY_BE_READ_BY = {
    Audience.PUBLIC: "Rapporten må deles med alle.",
    Audience.MEMBERS: "Rapporten er for forummets medlemmer og dem, sekretariatet sender den til.",
    Audience.AUTHORITIES: "Fortroligt: kun for ordregivere (kommuner, SKI og KL). Må ikke deles med leverandører.",
    Audience.SECRETARIAT: "Internt: kun for sekretariatet.",
}
Step = Callable[[int, str], None]


@dataclass(frozen=True)
class Made:
    pdf: Pdf
    name: str
    readers: frozenset[int] = frozenset()  # the members whom an edition is for; empty: all others of the audience


def html(*, audience: str, now: datetime, readers: Iterable[int] | None = None) -> str:
    """The whole paper as HTML; everything in it was read through `visible_to` of its readers (None: nobody knows who).

    What all of an audience may see is in the paper of no readers; in that of others nothing that they are
    disqualified from.
    """
    content = gather(audience_viewer(audience, readers), now)
    context = {
        "title": TITLE,
        "subtitle": f"Anbefalingsrapport. Status {dates.short_day(now)}",
        "running": "Anbefalingsrapport",
        "date_line": f"Udarbejdet af KL's sekretariat for samarbejdsforummet {dates.long_day(now)}",
        "foot": f"{Audience(audience).label}. {dates.short_day(now)}",
        "audience_line": MAY_BE_READ_BY[Audience(audience)],
        "audience": Audience(audience),
        "is_confidential": audience in {Audience.AUTHORITIES, Audience.SECRETARIAT},
        "now": now,
        "written_at": now,
        "contact_mail": settings.CONTACT_MAIL,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "content": content,
    }
    return render_to_string("pdf/recommendations.html", context)


def make(
    *,
    audience: str,
    now: datetime,
    step: Step = lambda percent, what: None,
    readers: Iterable[int] | None = (),
) -> Made:
    """The PDF; by default for all of the audience but those who need an edition. `step` is told how far it is.

    Raises pdf.RenderFailed. `readers=None`: nobody knows who will read it, as with what is public.
    """
    step(10, "Samler indholdet")
    page = html(audience=audience, now=now, readers=None if audience == Audience.PUBLIC else readers)
    step(35, "Sætter siderne op")
    made = render(page, limits=LIMITS)
    step(90, "Gemmer rapporten")
    return Made(made, _name(audience, now))


def editions(*, audience: str, now: datetime, step: Step = lambda percent, what: None) -> Iterator[Made]:
    """One PDF more for each set of readers who are disqualified from the same of what the others read."""
    if audience == Audience.PUBLIC:
        return
    members = Member.objects.visible_to(SYSTEM).in_audience(audience).values_list("pk", flat=True)
    items = apps.get_model("meetings", "AgendaItem").objects  # the layer above, as with the treatments
    own = html(audience=audience, now=now, readers=[])
    for readers in reader_sets(items.filter(removed_at=None), members):
        page = html(audience=audience, now=now, readers=readers)
        if page != own:
            step(95, "Laver udgaven til inhabile")
            yield Made(render(page, limits=LIMITS), _name(audience, now), readers)


def _name(audience: str, now: datetime) -> str:
    return f"Anbefalingsrapport {dates.local(now).date().isoformat()} ({Audience(audience).label.lower()}).pdf"
