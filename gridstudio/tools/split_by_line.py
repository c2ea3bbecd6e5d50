"""Split an area along a road, a river or another line that is on the map: point at it and click."""

from __future__ import annotations

from dataclasses import dataclass

from gridstudio.assessment.moving import Moved
from gridstudio.commands.areas import require_divided_from
from gridstudio.commands.line_splits import split_area_along
from gridstudio.errors import Refused, Unfinished
from gridstudio.geometry.coverage import Coverage, CoverageEdit
from gridstudio.geometry.geodesic import length_m
from gridstudio.geometry.line_splitting import split_by
from gridstudio.geometry.mercator import to_xy
from gridstudio.i18n import _, ngettext, sentences
from gridstudio.tools.context import ToolContext
from gridstudio.tools.figures import length_words
from gridstudio.tools.gesture import Mark, Overlay, Tool
from gridstudio.tools.line_picking import Across, Picked, line_at
from gridstudio.tools.planned import marked, outcome


@dataclass(frozen=True, eq=False)
class _Proposal:
    """What a click on a line would do: the edit, or why it is refused."""

    picked: Picked
    across: Across
    moved: Moved | None = None
    parts: int = 0
    refused: Refused | None = None


def split_by_line(context: ToolContext, area_id: int) -> Tool:
    """The whole road or river under the cursor lights up, joined through the area and led on to its
    border under other names; a click splits the area along it."""
    proposal: _Proposal | None = None
    overlay = Overlay(hint=_hint())
    while True:
        event = yield overlay
        picked = line_at(context, event)
        if picked is None:
            proposal = None
        elif proposal is None or not picked.same(proposal.picked):
            proposal = _proposed(context, area_id, picked)
        refusal: Mark | None = None
        if event.kind == "press" and event.button == "left":
            if proposal is None:
                overlay = Overlay(
                    hint=_hint(),
                    refusal=Mark(event.xy, _("There is no road, river or other line here.")),
                )
                continue
            try:
                done = split_area_along(context.project, area_id, proposal.across.lonlat)
                return sentences(_followed(proposal.across), done.notice)
            except Refused as refused:
                refusal = marked(refused, event.xy)
        overlay = _shown(proposal, refusal, event.xy)


def _proposed(context: ToolContext, area_id: int, picked: Picked) -> _Proposal:
    standing = context.standing()
    across = picked.across(standing.coverage[area_id].geometry)
    parts = 0

    def plan() -> CoverageEdit:
        nonlocal parts
        require_divided_from(standing.coverage, area_id)
        edit = split_by(standing.coverage, area_id, across.lonlat)
        parts = _parts(standing.coverage, edit, area_id)
        return edit

    found = outcome(standing, plan)
    return _Proposal(picked, across, found.moved, parts, found.refused)


def _parts(coverage: Coverage, edit: CoverageEdit, area_id: int) -> int:
    level = coverage[area_id].level
    return 1 + sum(new.level == level and not new.open for new in edit.added)


def _shown(
    proposal: _Proposal | None, refusal: Mark | None, cursor: tuple[float, float]
) -> Overlay:
    if proposal is None:
        return Overlay(hint=_hint(), refusal=refusal)
    said, why, line = _words(proposal), proposal.refused, proposal.across.lonlat
    elsewhere = isinstance(why, Unfinished)  # which is no reproach
    return Overlay(
        lines=(to_xy(line),) if len(line) > 1 else (),
        hint=said,
        moved=proposal.moved,
        refusal=refusal,
        warning=marked(why, cursor, said) if why is not None and not elsewhere else None,
    )


def _words(proposal: _Proposal) -> str:
    if proposal.refused is not None:
        return _("{name}: {text}").format(name=proposal.across.words, text=proposal.refused)
    return ngettext(
        "{line}, {length}: click to split the area into {n} part along it.",
        "{line}, {length}: click to split the area into {n} parts along it.",
        proposal.parts,
    ).format(
        line=proposal.across.words,
        length=length_words(length_m(proposal.across.lonlat)),
        n=proposal.parts,
    )


def _followed(across: Across) -> str:
    """What there is to say of a line that has several names; "" for one."""
    if len(across.names) < 2:
        return ""
    return _("Followed {line} to the border.").format(line=across.words)


def _hint() -> str:
    return _("Point at a road, river, railway or track: click to split the area along it.")
