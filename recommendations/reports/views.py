"""Reports: asked for, watched while they are made, read, and sent; for the secretariat, and for who holds a link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum import files
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, mail_link, secretariat, sign_in_if_hidden
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, back_to, form_page, posted, press
from recommendations.reports import actions, mail, recipients
from recommendations.reports.forms import AskForm, SendForm
from recommendations.reports.models import Report, ReportDelivery

PER_PAGE, RECEIVERS_PER_PAGE = 20, 50


@secretariat
def index(request: Request) -> HttpResponse:
    found = Report.objects.visible_to(request.viewer).with_receivers().select_related("file", "requested_by")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    return render(request, "recommendations/reports/list.html", {"page": page})


@secretariat
@idempotent
def ask(request: Request) -> HttpResponse:
    def act(data: dict[str, Any]) -> Done:
        return Done("", actions.ask_for(by=request.member, now=timezone.now(), **data))

    return form_page(request, AskForm(posted(request)), act, "recommendations/reports/ask.html")


@secretariat
def detail(request: Request, pk: int) -> HttpResponse:
    """While the report is made, htmx asks each second for what changes; what it gets at the end asks no more."""
    viewer = request.viewer
    report = get_visible_or_404(Report.objects.with_job(), viewer, pk=pk)
    if request.htmx and report.job.is_under_way:  # one query
        return render(request, "recommendations/reports/_report.html", {"report": report})
    deliveries = ReportDelivery.objects.visible_to(viewer).filter(report=report).select_related("member", "mail")
    page = Paginator(deliveries, RECEIVERS_PER_PAGE).get_page(request.GET.get("side"))
    template = "recommendations/reports/_report.html" if request.htmx else "recommendations/reports/report.html"
    return render(request, template, {"report": report, "page": page, "receivers": page.paginator.count})


@secretariat
def report_file(request: Request, pk: int) -> HttpResponse:
    report = get_visible_or_404(Report, request.viewer, pk=pk)
    file = report.file_for(request.member)
    if file is None:
        raise Http404
    return files.serve(file, inline_own="gem" not in request.GET)


@secretariat
@require_POST
@idempotent
def try_again(request: Request, pk: int) -> HttpResponse:
    report = get_visible_or_404(Report, request.viewer, pk=pk)

    def act() -> Done:
        actions.try_again(report=report, by=request.member, now=timezone.now())
        return Done("", back_to(request, report))

    return press(request, act, report)


@secretariat
@idempotent
def send(request: Request, pk: int) -> HttpResponse:
    viewer = request.viewer
    report = get_visible_or_404(Report, viewer, pk=pk)
    groups, people = recipients.choices(report.audience, viewer), recipients.people(report.audience, viewer)
    form = SendForm(posted(request), report=report, groups=groups, people=people)

    def act(data: dict[str, Any]) -> Done:
        queued, had_it = actions.send(
            report=report,
            members=recipients.members_of(data["groups"], report.audience, viewer, single=data["people"]),
            addresses=data["addresses"],
            as_link=data["how"] == "link",
            letter=data["letter"],
            is_vouched=data.get("is_vouched", False),
            by=request.member,
            now=timezone.now(),
        )
        return Done(_sent(queued, had_it), report)

    return form_page(request, form, act, "recommendations/reports/send.html", {"report": report})


def _sent(queued: int, had_it: int) -> str:
    """What the bar of what can be undone does not say: how many of those chosen had got the report before."""
    sent = "" if queued else "Der er ikke sendt noget."
    return f"{sent} {had_it} havde fået den før.".strip() if had_it else sent


@mail_link
@sign_in_if_hidden
def link(request: Request, token: str) -> HttpResponse:
    delivery = _delivery(request, token)
    context = {"delivery": delivery, "token": token, "days": mail.LINK_DAYS, "contact_mail": settings.CONTACT_MAIL}
    return render(request, "recommendations/reports/link.html", context, status=200 if delivery else 410)


@mail_link
@sign_in_if_hidden
def link_file(request: Request, token: str) -> HttpResponse:
    delivery = _delivery(request, token)
    if delivery is None:
        return redirect("recommendations:report_link", token)
    # Who opens it is known where they had to sign in; else it is whoever it was sent to
    file = delivery.report.file_for(request.member if request.viewer.is_signed_in else delivery.known_reader)
    return files.serve(file, inline_own=True) if file else redirect("recommendations:report_link", token)


def _delivery(request: Request, token: str) -> ReportDelivery | None:
    """What the link leads to. Raises Http404 when it takes rights that the one who holds it has not got."""
    delivery = mail.delivery_of(token)
    if delivery is None or not mail.asks_sign_in(delivery.report.audience, is_member=bool(delivery.known_reader)):
        return delivery
    if delivery.report.audience not in request.viewer.audiences:
        raise Http404
    return delivery
