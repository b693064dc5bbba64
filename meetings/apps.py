"""The app's configuration, and the lists that its subjects hand over when the site starts."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Møder"

    def ready(self) -> None:
        """Imports stand here, not above: only now are the models loaded."""
        import forum.jobs.kinds
        import forum.membership.own_data
        import forum.membership.retention
        import meetings.minutes.actions.pdf
        import meetings.own_data
        import meetings.retention

        forum.membership.own_data.register(meetings.own_data.PARTS)
        forum.membership.retention.register(meetings.retention.RULES)
        forum.jobs.kinds.register(meetings.minutes.actions.pdf.MINUTES_PDF)
        _register_mail()
        _register_seats()


def _register_mail() -> None:
    """The kinds of mail that the subjects send."""
    import forum.mail.kinds
    import meetings.convocation.mail
    import meetings.convocation.mail.guests
    import meetings.followup.mail
    import meetings.messages.mail
    import meetings.minutes.approved_mail
    import meetings.minutes.mail

    for subject in (
        meetings.convocation.mail.guests,
        meetings.followup.mail,
        meetings.messages.mail,
        meetings.minutes.mail,
        meetings.minutes.approved_mail,
    ):
        forum.mail.kinds.register(subject.KINDS)
    forum.mail.kinds.register(meetings.convocation.mail.ALL_KINDS)


def _register_seats() -> None:
    """What happens at meetings when somebody loses a seat or gets one, and what an invitation says of the next one."""
    import forum.membership.gains
    import forum.membership.losses
    import forum.membership.next_meeting
    import meetings.convocation.actions.invited
    import meetings.convocation.actions.substitutes
    import meetings.convocation.actions.successor
    import meetings.convocation.actions.withdraw
    from meetings.meeting.models import Meeting

    forum.membership.losses.register(
        [
            meetings.convocation.actions.withdraw.withdraw,
            meetings.convocation.actions.substitutes.end_with_seat,
        ]
    )
    forum.membership.losses.register_for_invitations([meetings.convocation.actions.invited.end_invitation])
    forum.membership.gains.register(meetings.convocation.actions.successor.questions)
    forum.membership.next_meeting.register(Meeting.announced, meetings.convocation.actions.invited.told_of_by)
