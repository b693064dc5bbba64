"""Home: what waits for the member, the next meeting, what is new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum.http import public


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "front/home.html")
