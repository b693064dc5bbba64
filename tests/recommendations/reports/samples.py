"""The sweep's arguments for the reports: one for each audience, and links that are open or ask for a sign-in."""

from typing import Any

from tests.canary.world import Samples, Sweep


def _reports(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(report.pk,) for report in sweep.reports]


def _links(sweep: Sweep) -> list[tuple[Any, ...]]:
    return [(token,) for token in sweep.report_links]


SAMPLES: Samples = {
    "recommendations:report": _reports,
    "recommendations:report_file": _reports,
    "recommendations:report_send": _reports,
    "recommendations:report_send_as_last": _reports,
    "recommendations:report_retry": _reports,
    "recommendations:report_link": _links,
    "recommendations:report_link_file": _links,
}
