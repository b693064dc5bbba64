"""Addresses of the roof."""

from django.urls import path

from forum.front.views import cockpit, feed, home, municipality, search

app_name = "front"
urlpatterns = [
    path("", home.home, name="home"),
    path("nyt/set/", home.news_seen, name="news_seen"),
    path("sekretariat/", cockpit.cockpit, name="cockpit"),
    path("kalender/", feed.calendar_page, name="calendar"),
    path("kalender/ny-adresse/", feed.calendar_reset, name="calendar_reset"),
    path("kalender/<str:secret>.ics", feed.calendar_feed, name="calendar_feed"),
    path("soeg/", search.search, name="search"),
    path("kommuner/<slug:slug>/", municipality.municipality, name="municipality"),
]
