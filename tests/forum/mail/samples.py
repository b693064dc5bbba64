"""The sweep's arguments for the outbox."""

from tests.canary.world import Samples

SAMPLES: Samples = {
    "forum:outbox_mail": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_html": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_send": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_leave": lambda sweep: [(sweep.mail.pk,)],
    "forum:outbox_file": lambda sweep: [(sweep.mail.pk, 1)],
}
