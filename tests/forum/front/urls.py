"""Pages that only the tests of the front end know, beside the site's own."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path

from forum.urls import handler400, handler403, handler404, handler500
from forum.urls import urlpatterns as site_patterns
from forum.web.access import public

__all__ = ["handler400", "handler403", "handler404", "handler500"]
received: list[dict[str, str]] = []
answer = {"status": 200}


class Everything(forms.Form):
    name = forms.CharField(label="Navn", help_text="Som det skal stå i medlemslisten.")
    phone = forms.CharField(label="Telefon", required=False)
    day = forms.DateField(
        label="Dato", help_text="Fx 22.08.2019", widget=forms.DateInput(attrs={"class": "input-date"})
    )
    reply = forms.ChoiceField(
        label="Deltager du?", choices=[("yes", "Jeg deltager"), ("no", "Afbud")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="Emner", required=False, choices=[("a", "Dialog"), ("b", "Krav")], widget=forms.CheckboxSelectMultiple
    )
    region = forms.ChoiceField(label="Region", choices=[("", "Vælg"), ("h", "Hovedstaden")])
    text = forms.CharField(label="Referat", required=False, widget=forms.Textarea(attrs={"data-editor": ""}))
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    paper = forms.FileField(label="Bilag", required=False)
    agreed = forms.BooleanField(label="Jeg har læst vilkårene")


@public
def everything(request: HttpRequest) -> HttpResponse:
    form = Everything(request.POST or None, initial={"text": request.GET.get("text", "")})
    if request.method == "POST":
        received.append({key: str(value) for key, value in request.POST.items()})
        if form.is_valid():
            messages.success(request, "Det er gemt.", extra_tags="undo:/prove/")
            return redirect(request.path)
    return render(request, "everything.html", {"form": form}, status=422 if form.errors else 200)


@public
def autosave(request: HttpRequest) -> HttpResponse:
    received.append({key: str(value) for key, value in request.POST.items()})
    told = (
        {"saved_at": "10.32", "revision": 2} if answer["status"] == 200 else {"message": "Bo har gemt <b>før</b> dig."}
    )
    return JsonResponse(told, status=answer["status"])


@public
def part(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>Ny del</p>", status=answer["status"])


@public
def failing(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


urlpatterns = [
    path("prove/fejl/", failing),
    path("prove/", everything),
    path("prove/gem/", autosave),
    path("prove/del/", part),
    *site_patterns,
]
