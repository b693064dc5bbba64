"""Addresses of recommendations."""

from django.urls import URLPattern, path

from recommendations.views import editing, recommendations

app_name = "recommendations"
# Named "recommendations:...": anbefalinger, omraader, rapporter
urlpatterns: list[URLPattern] = [
    path("anbefalinger/", recommendations.index, name="list"),
    path("anbefalinger/<int:number>/", recommendations.detail, name="detail"),
    path("anbefalinger/<int:number>/ordlyd/", editing.reword, name="reword"),
    path("anbefalinger/<int:number>/hvorfor/", editing.explain, name="explain"),
    path("anbefalinger/<int:number>/tilstand/", editing.change_state, name="change_state"),
]
