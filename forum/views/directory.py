"""The members' directory and a member's page."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum import files, rules, states
from forum.actions import members as acts
from forum.forms.directory import DirectoryForm, topics_of
from forum.http import member, member_of, once, secretariat, viewer_of
from forum.models import Member, SeatHolding
from forum.visibility import get_visible_or_404

PAGE = 60


@member
def index(request: HttpRequest) -> HttpResponse:
    everyone = Member.objects.visible_to(viewer_of(request)).in_forum()
    form = DirectoryForm(request.GET, topics=topics_of(everyone.values_list("competences", flat=True).order_by()))
    sitting = SeatHolding.objects.filter(until=None).select_related("seat__organisation")
    found = form.narrow(everyone).prefetch_related(Prefetch("holdings", queryset=sitting, to_attr="sitting"))
    page = Paginator(found, PAGE).get_page(request.GET.get("side"))
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "people/directory.html", context)


@member
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    person = get_visible_or_404(Member, viewer, pk=pk)
    holdings = list(person.holdings.select_related("seat__organisation").order_by("-since"))
    sitting = [holding for holding in holdings if holding.until is None]
    context = {
        "person": person,
        "sitting": sitting,
        "former": [holding for holding in holdings if holding.until],
        "is_in_forum": person.is_active and (person.is_secretariat or bool(sitting)),
        "is_me": rules.can_edit_profile(viewer, person),
        "can_close": rules.can_close_account(viewer, person),
        "topics": [topic.strip() for topic in person.competences.split(",") if topic.strip()],
    }
    return render(request, "people/member.html", context)


@member
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_visible_or_404(Member, viewer_of(request), pk=pk)
    if person.picture is None:
        raise Http404
    return files.serve(request, person.picture)


@secretariat
@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close somebody's account: they leave as if by themselves."""
    person = get_visible_or_404(Member, viewer_of(request), pk=pk)
    if not rules.can_close_account(viewer_of(request), person):
        raise Http404
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:200]
        try:
            acts.leave(member=person, by=member_of(request), now=timezone.now(), reason=reason)
        except (ValidationError, states.Outrun) as refused:
            messages.error(request, getattr(refused, "message", str(refused)))
        else:
            messages.success(request, f"{person} har ikke længere adgang. Pladsen står ledig.")
        return redirect("forum:member", pk)
    context = {"person": person, "days_kept": settings.RETENTION_DAYS_AFTER_LEAVING}
    return render(request, "people/close.html", context)


@secretariat
@once
def forget_factor(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_visible_or_404(Member, viewer_of(request), pk=pk)
    if request.method == "POST":
        acts.forget_second_factor(member=person, by=member_of(request), now=timezone.now())
        messages.success(request, f"{person} sætter log ind i to trin op på ny ved næste log ind.")
    return redirect("forum:member", pk)
