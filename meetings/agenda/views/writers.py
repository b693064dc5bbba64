"""Who writes on an item: a sign of life is posted while somebody does, and the answer names the others."""

from __future__ import annotations

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, secretariat
from meetings.agenda.actions.writers import note_writing, stop_writing
from meetings.agenda.models import AgendaItem
from meetings.agenda.models.writers import who_writes


@secretariat
@require_POST
def writing(request: Request, pk: int) -> JsonResponse:
    """`skriver` is "ja" from somebody who writes, "slut" from somebody who leaves, and nothing from who only reads."""
    item, now = get_visible_or_404(AgendaItem, request.viewer, pk=pk), timezone.now()
    if request.POST.get("skriver") == "ja":
        note_writing(item=item, by=request.member, now=now)
    elif request.POST.get("skriver") == "slut":
        stop_writing(item=item, by=request.member)
    return JsonResponse({"sentence": who_writes(request.viewer, now, item=item).get(item.pk, "")})
