"""Who is signed in in a browser, for a page that stood open and is about to send what was written in it."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from forum.web.access import Request, public
from forum.web.form_keys import FormKey

AT_MOST = 10  # form keys asked about at once


@public
@require_safe
@never_cache
def session_status(request: Request) -> HttpResponse:
    """The member (None for whoever may not read what members may), and a CSRF token for the page's forms as JSON.

    Of the form keys that are asked about, those that an action has spent. Sign-in in place ends here, and other sites'
    scripts cannot read the answer.
    """
    viewer = request.viewer
    asked = request.GET.getlist("key")[:AT_MOST] if viewer.is_member else []
    arrived = list(FormKey.objects.filter(key__in=asked).values_list("key", flat=True)) if asked else []
    member = viewer.member_id if viewer.is_member else None
    return JsonResponse({"member": member, "csrf": get_token(request), "arrived": arrived})
