"""Areas against their targets in a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gridstudio.domain.map_data import MapData, MapRequest
from gridstudio.domain.report_facts import ReportFacts
from gridstudio.domain.targets import Target
from gridstudio.reports import pdf
from gridstudio.reports.document import build_document
from gridstudio.reports.pages import content
from gridstudio.reports.target_table import target_tables
from tests.map_data_case import county_case, plain_map
from tests.other_programs import text_of_pdf

FACTS = ReportFacts("Test county", date(2026, 7, 28))
GRID = 2


def with_targets(*targets: Target) -> MapData:
    return replace(county_case(), targets=targets)


def test_each_drawn_area_stands_against_its_targets() -> None:
    document = build_document(
        with_targets(Target(GRID, "customers", 1, 2, 3), Target(GRID, "area_km2", maximum=1e6)),
        FACTS,
        "en",
    )
    rows = document.table(GRID).rows
    (table,) = target_tables(document, "Grids", GRID, rows)
    assert [column["label"] for column in table["columns"]] == [
        "Code", "Name", "Customers (1 – 3, ideal 2)", "Area (km²) (≤ 1,000,000.00)",
    ]  # fmt: skip
    drawn = [row for row in rows if row.id and not row.open]
    assert [row["cells"][0] for row in table["rows"]] == [row.code for row in drawn]
    for row, line in zip(drawn, table["rows"], strict=True):
        assert line["cells"][2] == f"▲ {row.customers:,} ({row.customers / 2 - 1:+.0%})"
        assert line["marks"][2].startswith("#") and line["marks"][3] == "", "good is no colour"
        assert line["cells"][3] == f"{row.area_km2:,.2f}"


def test_without_targets_there_is_no_table() -> None:
    document = build_document(with_targets(Target(1, "customers", 1)), FACTS, "en")
    assert target_tables(document, "Grids", GRID, document.table(GRID).rows) == []


def test_many_targets_are_more_tables() -> None:
    keys = ("customers", "value", "density", "area_km2", "class.AB", "class.CD", "compactness")
    document = build_document(with_targets(*(Target(GRID, key, 1) for key in keys)), FACTS, "en")
    tables = target_tables(document, "Grids", GRID, document.table(GRID).rows)
    assert [len(table["columns"]) for table in tables] == [7, 4]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Grid: against targets"), ("zh_CN", "网格：与目标对照")]
)
def test_the_pdf_tells_signs_in_both_languages(tmp_path: Path, lang: str, said: str) -> None:
    data = with_targets(
        Target(GRID, "customers", 1, 2, 3), Target(GRID, "kind.specialised_market", 900)
    )
    document = build_document(data, FACTS, lang)
    picture = plain_map(MapRequest((0, 0, 1, 1), 140, 90))
    maps = {f"map-{number}.png": picture for number in range(len(document.pages) + 1)}
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.pdf_bytes(content(document), maps))
    text = text_of_pdf(path)
    assert said in text and "▲" in text and "▼" in text
    if lang == "zh_CN":
        assert "专业市场" in text
