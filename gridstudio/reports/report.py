"""A whole report, PDF and workbook, written so that either both are new or nothing has changed."""

from __future__ import annotations

import errno
import os
import re
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from gridstudio.domain.map_data import MapData, MapRequest
from gridstudio.domain.report_facts import ReportFacts
from gridstudio.errors import UserError
from gridstudio.i18n import N_, _, translations_of
from gridstudio.jobs import Progress, no_progress, part
from gridstudio.reports.document import Bounds, Document, build_document

MAP_PX = (1400, 904)
"""A map's size: 170 mm across at 209 dots per inch, enough for print and small enough to send."""

DOTS_PER_POINT = 2.1
"""What scales lines and labels on a map so that they come out at their size on a 96 dpi screen."""

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_FILE_WORD = N_("report")


def write_report(
    data: MapData,
    facts: ReportFacts,
    out_folder: Path,
    lang: str,
    draw_map: Callable[[MapRequest], bytes],
    progress: Progress = no_progress,
) -> tuple[Path, Path]:
    """Write the report of the current scheme into a folder; returns (PDF, workbook).

    ``draw_map`` gives a PNG; ``lang`` is zh_CN or en. A report of the same name is replaced once
    both new files are whole. Raises UserError where the folder cannot be written, the disk is full
    or the old report is open in another program; then, and when cancelled, the folder is as before.
    """
    from gridstudio.reports.pages import content
    from gridstudio.reports.pdf import pdf_bytes
    from gridstudio.reports.workbook import workbook_bytes

    targets = report_paths(facts, out_folder, lang)
    try:
        _require_writable(out_folder)
        progress(0.0, _("Computing the figures"))
        document = build_document(data, facts, lang)
        maps = _maps(document, draw_map, part(progress, 0.1, 0.6))
        progress(0.6, _("Setting the pages"))
        pdf = pdf_bytes(content(document), maps)
        progress(0.8, _("Writing the workbook"))
        book = workbook_bytes(document, data)
        progress(0.95, _("Saving the report"))
        write_files({targets[0]: pdf, targets[1]: book})
    except OSError as error:
        raise UserError(sentence_for(error, out_folder)) from error
    progress(1.0, _("The report is written"))
    return targets


def report_paths(facts: ReportFacts, out_folder: Path, lang: str) -> tuple[Path, Path]:
    """Where the PDF and the workbook of a report go."""
    word = translations_of(lang).gettext(_FILE_WORD)
    stem = f"{file_name(facts.name)}-{word}-{facts.date.isoformat()}"
    return out_folder / f"{stem}.pdf", out_folder / f"{stem}.xlsx"


def file_name(name: str) -> str:
    """A project's name as a file may be called on every system, Windows too."""
    cleaned = " ".join(_NOT_IN_NAMES.sub(" ", name).split()).strip(". ")
    # Names are counted in bytes by Linux, three for a Chinese character; 255 is the limit.
    cleaned = cleaned.encode("utf-8")[:150].decode("utf-8", "ignore").strip(". ")
    if not cleaned or _DEVICES.match(cleaned):
        cleaned = f"project {cleaned}".strip()
    return cleaned


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write all of these files or none: drafts first, then renamed, the old ones put back when one
    cannot be. Raises OSError; no draft stays behind."""
    token = uuid.uuid4().hex[:8]
    drafts = {
        path: path.with_name(f".{token}.{number}.part") for number, path in enumerate(contents)
    }
    kept: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, body in contents.items():
            with drafts[path].open("xb") as stream:
                stream.write(body)
                stream.flush()
                os.fsync(stream.fileno())
        for number, path in enumerate(contents):
            if path.exists():
                old = path.with_name(f".{token}.{number}.old")
                os.replace(path, old)
                kept[path] = old
            os.replace(drafts[path], path)
            placed.append(path)
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        for path, old in kept.items():
            os.replace(old, path)
        raise
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    for old in kept.values():
        old.unlink(missing_ok=True)


def sentence_for(error: OSError, folder: Path) -> str:
    """What the user is told when the report could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _(
            "The disk is full: no report was written. Free some space or choose another folder."
        )
    if error.errno == errno.EROFS:
        return _(
            "The folder {folder} cannot be written: its disk is read-only. Choose another folder."
        ).format(folder=folder)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return _("{folder} is a file, not a folder. Choose a folder for the report.").format(
            folder=folder
        )
    if isinstance(error, PermissionError):
        return _(
            "The report cannot be written to {folder}. Choose another folder, or close the old "
            "report if it is open in another program."
        ).format(folder=folder)
    return _("The report cannot be written to {folder}: {reason}. Choose another folder.").format(
        folder=folder, reason=error.strerror or error
    )


def _require_writable(folder: Path) -> None:
    """Make the folder, and find out before the work whether anything can be written there."""
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".{uuid.uuid4().hex[:8]}.part"
    probe.touch(exist_ok=False)
    probe.unlink()


def _maps(
    document: Document, draw_map: Callable[[MapRequest], bytes], progress: Progress
) -> dict[str, bytes]:
    requests: dict[str, MapRequest] = {}
    if document.bounds is not None:
        requests["map-0.png"] = _request(document.bounds, document.page_level, 0)
    for number, page in enumerate(document.pages, 1):
        level = document.page_level if page.below_level is None else page.below_level
        requests[f"map-{number}.png"] = _request(page.bounds, level, page.totals.id)
    maps = {}
    for done, (name, request) in enumerate(requests.items()):
        progress(done / len(requests), _("Drawing the maps"))
        maps[name] = draw_map(request)
    return maps


def _request(bounds: Bounds, level: int, highlight: int) -> MapRequest:
    """A map with some air around what it shows."""
    west, south, east, north = bounds
    air_lon, air_lat = (east - west) * 0.04, (north - south) * 0.04
    return MapRequest(
        bounds=(west - air_lon, south - air_lat, east + air_lon, north + air_lat),
        width_px=MAP_PX[0],
        height_px=MAP_PX[1],
        level=level,
        highlight=highlight,
        dots_per_point=DOTS_PER_POINT,
    )
