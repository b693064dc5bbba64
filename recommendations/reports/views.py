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
from forum.base.text import whole_number
from forum.base.visibility import Viewer, get_visible_or_404
from forum.receivers.models import ReceiverList
from forum.web.access import Request, mail_link, secretariat, sign_in_if_hidden
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, back_to, form_page, posted, press
from recommendations.reports import actions, mail, recipients
from recommendations.reports.forms import AgainForm, AskForm, SendForm
from recommendations.reports.models import Report, ReportDelivery, ReportSending

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
    context = {"report": report, "page": page, "receivers": page.paginator.count}
    return render(request, template, context | _ways(report, viewer))


def _ways(report: Report, viewer: Viewer) -> dict[str, Any]:
    """The short ways of sending a report that is ready: as the last, and to a list."""
    if report.file_id is None:
        return {}
    sending = _last(report, viewer)
    again = actions.receivers_again(report, sending, viewer) if sending else None
    return {"again": again, "lists": _lists(viewer)}


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
    """The form; `?liste=` chooses a list, with the last greeting that it had."""
    viewer = request.viewer
    report = get_visible_or_404(Report, viewer, pk=pk)
    form = SendForm(
        posted(request),
        report=report,
        groups=recipients.choices(report.audience, viewer),
        people=recipients.people(report.audience, viewer),
        lists=[(str(one.pk), one.label) for one in _lists(viewer)],
        initial=_initial(request),
    )

    def act(data: dict[str, Any]) -> Done:
        found = form.chosen.receivers(report.audience, viewer)
        queued, had_it = actions.send(
            report=report,
            members=found.members,
            addresses=found.addresses,
            as_link=data["how"] == "link",
            letter=data["letter"],
            is_vouched=data.get("is_vouched", False),
            by=request.member,
            now=timezone.now(),
            chosen=form.chosen,
        )
        return Done(_sent(queued, had_it), report)

    return form_page(request, form, act, "recommendations/reports/send.html", {"report": report})


def _lists(viewer: Viewer) -> list[ReceiverList]:
    return list(ReceiverList.objects.visible_to(viewer).with_receivers())


def _initial(request: Request) -> dict[str, Any]:
    chosen = whole_number(request.GET.get("liste", ""))
    if chosen is None:
        return {}
    sendings: Any = ReportSending.objects.visible_to(request.viewer)
    return {"lists": [str(chosen)], "letter": sendings.greeting_to(chosen)}


@secretariat
@idempotent
def send_as_last(request: Request, pk: int) -> HttpResponse:
    """Who gets the report when it is sent as the last was, and what the mail says; the press that sends it."""
    viewer = request.viewer
    report = get_visible_or_404(Report.objects.select_related("file"), viewer, pk=pk)
    sending = _last(report, viewer)
    if sending is None or report.file is None:
        raise Http404
    found = actions.receivers_again(report, sending, viewer)

    def act(data: dict[str, Any]) -> Done:
        actions.send_as_last(report=report, sending=sending, **data, by=request.member, now=timezone.now())
        return Done("", report)

    page = {
        "report": report,
        "sending": sending,
        "found": found,
        "revision": actions.revision_of(found),
        "mail": mail.preview(report, found, sending) if len(found) else None,
    }
    why_not = "" if len(found) else "Alle, der fik den sidste rapport, har også fået denne."
    template = "recommendations/reports/send_as_last.html"
    return form_page(request, AgainForm(posted(request)), act, template, page, why_not=why_not)


def _last(report: Report, viewer: Viewer) -> ReportSending | None:
    sendings: Any = ReportSending.objects.visible_to(viewer)
    found: ReportSending | None = sendings.newest(report.audience)
    return found


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
    delivery = mail.delivery_of(token, timezone.now())
    if delivery is None or not mail.asks_sign_in(delivery.report.audience, is_member=bool(delivery.known_reader)):
        return delivery
    if delivery.report.audience not in request.viewer.audiences:
        raise Http404
    return delivery
