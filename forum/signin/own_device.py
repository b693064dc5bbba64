"""»Er det din egen enhed?«: asked once after sign-in, so that a long session is somebody's choice and nobody's slip."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from forum.base.dates import term
from forum.signin.way_on import way_on
from forum.web.access import Request, signed_in

DAY = 86_400  # seconds
ASKS = "asks_own_device"  # in the session until it is answered
ANSWERS = {"ja": settings.SESSION_COOKIE_AGE, "nej": 0}


@signed_in
def own_device(request: Request) -> HttpResponse:
    """Until it is answered the session is a short one. Who has answered, and who is not asked, goes on."""
    onward = way_on(request)
    if ASKS not in request.session:
        return redirect(onward)
    answer = request.POST.get("egen", "")
    if answer in ANSWERS:
        del request.session[ASKS]
        request.session.set_expiry(ANSWERS[answer])
        return redirect(onward)
    page = {"next": onward, "remembered": term(settings.SESSION_COOKIE_AGE // DAY)}
    return render(request, "forum/signin/own_device.html", page, status=422 if request.method == "POST" else 200)
