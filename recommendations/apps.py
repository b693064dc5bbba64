"""The app's configuration, and the lists that its subjects hand over when the site starts."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = "Anbefalinger og områder"

    def ready(self) -> None:
        """Imports stand here, not above: only now are the models loaded."""
        import forum.jobs.kinds
        import forum.mail.kinds
        import forum.membership.own_data
        import forum.membership.retention
        import recommendations.areas.mail
        import recommendations.own_data
        import recommendations.reports.actions
        import recommendations.reports.mail
        import recommendations.retention
        import recommendations.wording.mail

        for subject in (recommendations.wording.mail, recommendations.areas.mail, recommendations.reports.mail):
            forum.mail.kinds.register(subject.KINDS)
        forum.membership.own_data.register(recommendations.own_data.PARTS)
        forum.membership.retention.register(recommendations.retention.RULES)
        forum.jobs.kinds.register(recommendations.reports.actions.REPORT)
