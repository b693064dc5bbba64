"""The sweep's arguments for the admin."""

from tests.canary.world import Samples

SAMPLES: Samples = {"admin:app_list": lambda sweep: [("forum",), ("meetings",)]}
