"""The sweep's argument for "Fortryd": a button, which answers nobody's GET."""

from tests.canary.world import Samples

SAMPLES: Samples = {"forum:undo": lambda sweep: [(1,)]}
