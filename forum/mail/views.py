"""The secretariat's view of every mail: what was sent to whom, what was not, and why."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from forum import files
from forum.base import states
from forum.base.text import clean_line
from forum.base.visibility import get_visible_or_404
from forum.mail import actions, delivery, kinds
from forum.mail.forms import LeaveForm, RevisionForm
from forum.mail.models import OutboxMail
from forum.mail.render import without_keys
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, form_page
from forum.web.middleware import MAIL_CSP, SITE_CSP

State = OutboxMail.State
PAGE = 30
PREVIEW_CSP = MAIL_CSP.replace("sandbox allow-popups allow-popups-to-escape-sandbox", "sandbox")
STATE_KINDS = {
    State.DRAFT: "info", State.SENT: "success", State.FAILED: "error", State.UNCERTAIN: "warning",
}  # fmt: skip
# In the order a secretary asks for them: first what needs a person
STATE_ORDER = (
    State.FAILED, State.UNCERTAIN, State.DRAFT, State.QUEUED, State.CLAIMED, State.SENT, State.DROPPED,
)  # fmt: skip


@secretariat
def index(request: Request) -> HttpResponse:
    mails = OutboxMail.objects.visible_to(request.viewer)
    given = {name: clean_line(request.GET.get(name, ""))[:200] for name in ("q", "tilstand", "slags")}
    counts = dict(mails.order_by().values_list("state").annotate(Count("pk")))
    rows = mails.defer("text", "html", "calendar")
    if given["q"]:
        rows = rows.filter(Q(subject__icontains=given["q"]) | Q(to_address__icontains=given["q"])
                           | Q(to_member__name__icontains=given["q"]) | Q(to_name__icontains=given["q"]))  # fmt: skip
    if given["tilstand"] in State.values:
        rows = rows.filter(state=given["tilstand"])
    if given["slags"]:
        rows = rows.filter(kind=given["slags"])
    used = mails.order_by("kind").values_list("kind", flat=True).distinct()
    page = Paginator(rows.select_related("to_member"), PAGE).get_page(request.GET.get("side"))
    context = {
        "page": page,
        "rows": [(mail, STATE_KINDS.get(State(mail.state))) for mail in page],
        "given": given,
        "states": [(state, counts.get(state, 0)) for state in STATE_ORDER if counts.get(state)],
        "kinds": [(kind, kinds.label_of(kind)) for kind in used],
        "total": sum(counts.values()),
    }  # fmt: skip
    return render(request, "forum/mail/list.html", context)


@secretariat
def detail(request: Request, pk: int) -> HttpResponse:
    mail = _mail(request, pk)
    return _framed(render(request, "forum/mail/detail.html", _page(mail, LeaveForm(mail))))


@secretariat
@require_POST
@idempotent
def send(request: Request, pk: int) -> HttpResponse:
    """»Send nu« for a draft, »Send igen« for one that failed, is uncertain or has been sent."""
    mail = _mail(request, pk)

    def act(data: dict[str, Any]) -> Done:
        send_it = actions.send_draft if mail.state == State.DRAFT else actions.send_again
        send_it(mail=mail, **data, by=request.member, now=timezone.now())
        return Done("Mailen er lagt i køen og bliver sendt om et øjeblik.", mail)

    form = RevisionForm(request.POST)
    page = form_page(request, form, act, "forum/mail/detail.html", lambda: _page(mail, LeaveForm(mail)), row=mail)
    return _framed(page)


@secretariat
@require_POST
@idempotent
def leave(request: Request, pk: int) -> HttpResponse:
    """»Lad være«: the mail is not to be sent."""
    mail = _mail(request, pk)
    form = LeaveForm(mail, request.POST)

    def act(data: dict[str, Any]) -> Done:
        actions.leave_unsent(mail=mail, **data, by=request.member, now=timezone.now())
        return Done("Mailen bliver ikke sendt.", mail)

    return _framed(form_page(request, form, act, "forum/mail/detail.html", lambda: _page(mail, form), row=mail))


@secretariat
def html(request: Request, pk: int) -> HttpResponse:
    """The HTML part, for a frame that may run nothing and fetch nothing."""
    mail = _mail(request, pk)
    if not mail.html or mail.is_secret:
        raise Http404
    # A new window that the sandbox does not allow: what is shown here is to be read, not to be used
    inert = without_keys(mail.html).replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(inert, headers={"Content-Security-Policy": PREVIEW_CSP, "X-Frame-Options": "SAMEORIGIN"})


@secretariat
def file(request: Request, pk: int, file_pk: int) -> HttpResponse:
    attached = _mail(request, pk).files.filter(pk=file_pk).first()
    if attached is None:
        raise Http404
    return files.serve(attached)


def _mail(request: Request, pk: int) -> OutboxMail:
    mail: OutboxMail = get_visible_or_404(OutboxMail, request.viewer, pk=pk)
    return mail


def _page(mail: OutboxMail, leaving: LeaveForm) -> dict[str, Any]:
    return {
        "mail": mail,
        "state_kind": STATE_KINDS.get(State(mail.state)),
        "kind": kinds.label_of(mail.kind),
        "text": without_keys(mail.text),
        "calendar": without_keys(mail.calendar),
        "files": list(mail.files.all()),
        "leaving": leaving,
        "can_send": states.can_move(mail, State.QUEUED) and mail.state != State.CLAIMED and not mail.is_secret,
        "can_leave": mail.state in {State.DRAFT, State.QUEUED, State.FAILED, State.UNCERTAIN},
        "max_attempts": delivery.MAX_ATTEMPTS,
    }


def _framed(response: HttpResponse) -> HttpResponse:
    """The page frames the mail's HTML; no other page frames anything."""
    response["Content-Security-Policy"] = SITE_CSP + "; frame-src 'self'"
    return response
