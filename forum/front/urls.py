"""Addresses of the roof."""

from django.urls import path

from forum.front.views import cockpit, home, municipality, search

app_name = "front"
urlpatterns = [
    path("", home.home, name="home"),
    path("nyt/set/", home.news_seen, name="news_seen"),
    path("sekretariat/", cockpit.cockpit, name="cockpit"),
    path("soeg/", search.search, name="search"),
    path("kommuner/<slug:slug>/", municipality.municipality, name="municipality"),
]
