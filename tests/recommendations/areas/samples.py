"""The sweep's arguments for the areas: one of each audience, each with a status."""

from typing import Any

from recommendations.areas.models import Area, AreaUpdate
from tests.canary.world import Samples, Sweep


def _areas(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(slug,) for slug in Area.objects.values_list("slug", flat=True)]


def _statuses(sweep: Sweep) -> list[tuple[Any, ...]]:
    return list(AreaUpdate.objects.values_list("area__slug", "pk"))


SAMPLES: Samples = {
    "recommendations:area": _areas,
    "recommendations:amend_area": _areas,
    "recommendations:prioritise_area": _areas,
    "recommendations:area_status": _areas,
    "recommendations:take_back_status": _statuses,
    "recommendations:restore_status": _statuses,
    "recommendations:area_phase": _areas,
    "recommendations:stop_area": _areas,
    "recommendations:resume_area": _areas,
}
