"""What areas should come to: set, taken away, and suggested from how they stand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gridstudio.domain.targets import Target
from gridstudio.errors import Refused
from gridstudio.i18n import _
from gridstudio.project import Edit, Project


def set_targets(
    project: Project, targets: Sequence[Target], names: dict[str, str] | None = None
) -> None:
    """Set targets of the current scheme, in place of those of the same level and indicator; one
    without any bound takes its target away. All in one act; what stands already is left alone.

    Raises Refused for bounds that contradict each other, with the indicator by its name in
    ``names``, and for a level that the template does not have.
    """
    for target in targets:
        _require_sound(project, target, (names or {}).get(target.indicator, target.indicator))
    known = {(one.level, one.indicator): one for one in project.targets()}
    fresh = [
        target
        for target in targets
        if target.bounds != getattr(known.get((target.level, target.indicator)), "bounds", NONE)
    ]
    if not fresh:
        return
    with project.edit(_("Set targets")) as edit:
        for target in fresh:
            _write(edit, project, target, known.get((target.level, target.indicator)))


def suggested(level: int, indicator: str, values: NDArray[np.float64], share: float) -> Target:
    """The mean of ``values`` (NaN: not known) as the ideal, and ``share`` of it to either side as
    the hard bounds. Rounded to three digits; no bounds where there is no value."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Target(level, indicator)
    mean = float(known.mean())
    low, high = sorted((mean * (1 - share), mean * (1 + share)))
    # Rounded outwards, so that the ideal never falls outside.
    return Target(level, indicator, _rounded(low, down=True), _nearest(mean), _rounded(high))


NONE = (None, None, None)
ROUNDING = 1e-9
"""What 110 may be more than 110 when it has been computed."""


def _write(edit: Edit, project: Project, target: Target, known: Target | None) -> None:
    bounds = {"minimum": target.minimum, "ideal": target.ideal, "maximum": target.maximum}
    if target.bounds == NONE:
        if known is not None:
            edit.remove("targets", [known.id])
    elif known is not None:
        edit.update("targets", known.id, bounds)
    else:
        own = {"level": target.level, "indicator": target.indicator}
        edit.add("targets", [{"scheme_id": project.scheme_id(), **own, **bounds}])


def _require_sound(project: Project, target: Target, name: str) -> None:
    if not 0 < target.level < len(project.template.levels):
        raise Refused(_("Targets are set for the levels below the county."))
    low, ideal, high = target.bounds
    if any(bound is not None and not math.isfinite(bound) for bound in target.bounds):
        raise Refused(_("{indicator}: a target has to be a number.").format(indicator=name))
    if low is not None and high is not None and low > high:
        raise Refused(
            _("{indicator}: the minimum is larger than the maximum. Swap them.").format(
                indicator=name
            )
        )
    if ideal is not None and ((low is not None and ideal < low) or _above(ideal, high)):
        raise Refused(
            _("{indicator}: the ideal has to lie between the minimum and the maximum.").format(
                indicator=name
            )
        )


def _above(ideal: float, high: float | None) -> bool:
    return high is not None and ideal > high


def _nearest(value: float) -> float:
    return float(f"{value:.3g}")


def _rounded(value: float, *, down: bool = False) -> float:
    if value == 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 2)
    steps = value / step
    turned = math.floor(steps + ROUNDING) if down else math.ceil(steps - ROUNDING)
    return float(f"{turned * step:.6g}")
