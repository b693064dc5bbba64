"""A municipality's page: its seat and people, and the areas it leads and takes part in."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from forum.membership.vacancies import with_invited
from forum.people.models import Organisation, Seat
from forum.web.access import Request, member
from recommendations.areas.models import Area


@member
def municipality(request: Request, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.municipalities(), slug=slug)
    current = Seat.objects.filter(organisation=organisation).current(timezone.localdate()).with_holders()
    seats = with_invited(current, timezone.now())
    visible = Area.objects.visible_to(request.viewer).with_latest_update().select_related("lead")
    mine = Q(lead=organisation) | Q(pk__in=organisation.partner_areas.values("pk"))
    areas = list(visible.filter(mine))
    context = {
        "organisation": organisation,
        "people": [(holding, seat) for seat in seats for holding in seat.present],
        "has_seat": bool(seats),
        "is_invited": any(seat.is_invited for seat in seats),
        "led": [area for area in areas if area.lead_id == organisation.pk],
        "joined": [area for area in areas if area.lead_id != organisation.pk],
    }
    return render(request, "forum/front/municipality.html", context)
