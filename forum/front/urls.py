"""Addresses of the roof."""

from django.urls import path

from forum.front.views import desk, feed, history, home, join, municipality, public, search

app_name = "front"
urlpatterns = [
    path("", home.home, name="home"),
    path("nyt/set/", home.news_seen, name="news_seen"),
    path("sekretariat/", desk.cockpit, name="cockpit"),
    path("kalender/", feed.calendar_page, name="calendar"),
    path("kalender/ny-adresse/", feed.calendar_reset, name="calendar_reset"),
    path("kalender/<str:secret>.ics", feed.calendar_feed, name="calendar_feed"),
    path("soeg/", search.search, name="search"),
    path("historik/<slug:kind>/<int:pk>/", history.history_of, name="history"),
    path("kommuner/<slug:slug>/", municipality.municipality, name="municipality"),
    path("om/", public.about, name="about"),
    path("tilgaengelighed/", public.accessibility, name="accessibility"),
    path("privatliv/", public.privacy, name="privacy"),
    path("bliv-medlem/", join.join, name="join"),
    path("bliv-medlem/tjek-din-mail/", join.sent, name="join_sent"),
    path("bliv-medlem/bekraeft/<str:token>/", join.confirm, name="join_confirm"),
    path("favicon.ico", public.favicon, name="favicon"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path(".well-known/security.txt", public.security, name="security"),
]
