"""The participants of a meeting as a sheet, for those who see who has answered and who has not."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from forum.base.dates import local
from forum.base.visibility import get_visible_or_404
from forum.files.made_sheet import sheet_response
from forum.web.access import Request, member
from forum.web.form_page import require
from meetings.attendance.attendees import attendees
from meetings.attendance.models import Guest
from meetings.attendance.sheet import table_of
from meetings.attendance.wishes import wishes_of
from meetings.meeting import rules
from meetings.meeting.models import Meeting


@member
def sheet(request: Request, slug: str) -> HttpResponse:
    require(rules.can_see_silent(request.viewer))
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    who = attendees(meeting, request.viewer, timezone.now())
    sees_wishes = meeting.asks_wishes and request.viewer.is_secretariat
    wishes = wishes_of(meeting, request.viewer) if sees_wishes else None
    guests = list(Guest.objects.visible_to(request.viewer).invited(meeting).select_related("member"))
    return sheet_response(table_of(who, guests, wishes), request.GET.get("som", ""), local(meeting.start).date())
