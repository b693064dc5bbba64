"""The app's configuration."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Møder"

    def ready(self) -> None:
        # Registers the checks at send time, the part of a member's own data, and how long things are kept
        from meetings import own_data, retention  # noqa: F401 - imported so that they register
        from meetings.convocation.actions import queue_mail  # noqa: F401 - imported so that they register
        from meetings.followup import mail  # noqa: F401 - imported so that they register
        from meetings.minutes import mail as minutes  # noqa: F401 - imported so that they register
