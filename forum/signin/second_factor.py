"""The second factor: obligatory for the secretariat, set up here or asked for once more."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from forum.signin.way_on import way_on
from forum.web.access import has_second_factor, signed_in


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where a secretary is sent whose session has not proved a second factor."""
    if has_second_factor(request):
        return redirect(way_on(request))
    ways = get_adapter().get_reauthentication_methods(request.user)
    if ways:
        return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({'next': way_on(request)})}")
    return render(request, "forum/signin/second_factor.html")
