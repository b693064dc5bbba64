"""The answer to what was refused where no form shows it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from forum.base.refusal import Refusal
from forum.web.access import Request, is_htmx


def refused(request: Request, refusal: Refusal, texts: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """A page with the sentence and `texts`, what was written. To htmx it is said on the page that asked.

    That page keeps what was written where it stands.
    """
    if is_htmx(request):
        messages.error(request, str(refusal))
        response = render(request, "components/toasts.html", {"swap": True}, status=refusal.status)
        response["HX-Reswap"] = "none"
    else:
        context = {"refusal": str(refusal), "texts": texts}
        response = render(request, "forum/web/refused.html", context, status=refusal.status)
    if refusal.status == 503:
        response["Retry-After"] = "10"
    return response
