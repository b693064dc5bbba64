"""The app's configuration."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = "Anbefalinger og områder"

    def ready(self) -> None:
        """The mails' send-time checks register themselves when imported."""
        from recommendations import own_data  # noqa: F401 - imported so that they register
        from recommendations.areas import mail  # noqa: F401 - imported so that they register
        from recommendations.reports import mail as reports  # noqa: F401 - imported so that they register
        from recommendations.wording import mail as recommendations  # noqa: F401 - imported so that they register
