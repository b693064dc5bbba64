"""The sweep's arguments for the demo's mailbox."""

from tests.canary.world import Samples

SAMPLES: Samples = {
    "forum:mailbox_mail": lambda sweep: [("20261123",)],
    "forum:mailbox_html": lambda sweep: [("20261123",)],
    "forum:mailbox_file": lambda sweep: [("20261123", 0)],
}
