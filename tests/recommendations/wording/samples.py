"""The sweep's arguments for the recommendations."""

from tests.canary.world import Samples

SAMPLES: Samples = {
    "recommendations:detail": lambda sweep: [(number,) for number in (1, 2, 3, 4)],
    "recommendations:load_ten": lambda sweep: [()],
    "recommendations:reword": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:explain": lambda sweep: [(number,) for number in (1, 4)],
    "recommendations:change_state": lambda sweep: [(number,) for number in (1, 4)],
}
