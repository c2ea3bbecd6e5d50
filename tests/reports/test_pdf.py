from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from gridstudio.domain.map_data import MapData, MapRequest
from gridstudio.domain.report_facts import ReportFacts
from gridstudio.domain.template import Template
from gridstudio.reports import pdf
from gridstudio.reports.document import build_document
from gridstudio.reports.pages import content
from tests.map_data_case import areas_of, county_case, county_rows, plain_map, rectangle
from tests.other_programs import text_of_pdf

MARKUP = '#strong[x] *b* _i_ $x^2$ `code` // no <label> @ref \\ = "q" {name} %s'
FACTS = ReportFacts("Test county", date(2026, 7, 28), 12, "2026-07-27T10:12:33Z", "Li")


def set_pages(data: MapData, tmp_path: Path, facts: ReportFacts = FACTS, lang: str = "en") -> str:
    """The text of the PDF, page after page."""
    document = build_document(data, facts, lang)
    count = len(document.pages) + (document.bounds is not None)
    picture = plain_map(MapRequest((0, 0, 1, 1), 140, 90))
    maps = {f"map-{number}.png": picture for number in range(count)}
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.pdf_bytes(content(document), maps))
    return text_of_pdf(path)


def test_cover_overview_and_districts(tmp_path: Path) -> None:
    pages = set_pages(county_case(), tmp_path).split("\f")
    cover, contents, overview, district = pages[:4]
    assert "Test county" in cover and "2026-07-28" in cover and "Li" in cover
    assert "No. 12 of 2026-07-27 10:12 UTC" in cover
    assert "Overview" in contents and "East" in contents
    assert "District 66.7 %, Grid 33.3 %" in overview and "open ground" in overview
    assert "District D01" in district and "Team East" in district and "Li" in district
    assert "West town 75.0 %" in "".join(pages[3:]) and "G321 15.1 km" in "".join(pages[3:])


def test_pages_are_numbered(tmp_path: Path) -> None:
    pages = set_pages(county_case(), tmp_path).rstrip("\f").split("\f")
    for number, page in enumerate(pages[1:], 2):
        assert page.rstrip().split()[-1] == str(number)


def test_typed_text_is_never_markup(tmp_path: Path) -> None:
    case = county_case()
    name = case.areas.name.copy()
    name[1] = MARKUP
    areas = replace(case.areas, name=name)
    text = set_pages(replace(case, areas=areas), tmp_path, replace(FACTS, name=MARKUP))
    words = " ".join(text.split())
    assert words.count("#strong[x] *b* _i_ $x^2$ `code` // no <label> @ref") >= 3


def test_endless_names_leave_the_pages_whole(tmp_path: Path) -> None:
    case = county_case()
    texts = {name: getattr(case.areas, name).copy() for name in ("name", "team", "manager", "code")}
    for column in texts.values():
        column[:] = "长 名" * 20_000
    areas = replace(case.areas, **texts)
    facts = replace(FACTS, name="x" * 1_000_000, author="y" * 1_000_000)
    pages = set_pages(replace(case, areas=areas), tmp_path, facts).rstrip("\f").split("\f")
    assert len(pages) < 12
    assert pages[-1].rstrip().split()[-1] == str(len(pages))


def test_a_long_table_repeats_its_head(tmp_path: Path) -> None:
    rows = county_rows()[:3]
    for number in range(60):
        west = 110 + number * 0.003
        shape = rectangle(west, 25.0, west + 0.003, 25.1)
        name = f"江北第{number}网格（滨江大道与人民路交叉口一带商业区）"
        rows.append((10 + number, 2, 2, False, shape, f"G{number:02}", name, "团队" * 12, "欧阳"))
    pages = set_pages(county_case(rows), tmp_path).split("\f")
    heads = [page for page in pages if "Manager" in page and "km²" in page and "Yuan" in page]
    assert len(heads) >= 3
    printed = "".join(pages)
    assert all(f"G{number:02}" in printed for number in range(60))


def test_works_without_chinese_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FONTS", ("No Such Font", "Libertinus Serif"))
    assert pdf.available_fonts() == ["Libertinus Serif"]
    text = set_pages(county_case(), tmp_path, replace(FACTS, name="临江县"), "zh_CN")
    assert "G01" in text


def test_an_empty_project_has_a_report(tmp_path: Path) -> None:
    case = county_case(customers=0)
    none = areas_of(county_rows())
    areas = replace(none, **{name: value[:0] for name, value in vars(none).items()})
    sites = replace(case.sites, **{name: value[:0] for name, value in vars(case.sites).items()})
    data = replace(case, areas=areas, sites=sites)
    assert build_document(data, FACTS, "en").bounds is None
    assert "No area has been drawn yet." in set_pages(data, tmp_path)


def test_points_without_areas_have_a_map_of_themselves() -> None:
    case = county_case()
    none = areas_of(county_rows())
    areas = replace(none, **{name: value[:0] for name, value in vars(none).items()})
    owners = replace(case.owners, area=np.zeros(200, dtype=np.int64))
    bounds = build_document(replace(case, areas=areas, owners=owners), FACTS, "en").bounds
    assert bounds is not None and bounds[0] < case.customers.lonlat[:, 0].min()


INVENTED = """
key = "library"
en = "Libraries"
zh_CN = "图书馆"
levels = [
  { key = "town", en = "Town", zh_CN = "镇", prefix = "T" },
  { key = "ward", en = "Ward", zh_CN = "坊", prefix = "W" },
]
kinds = [{ key = "reader", en = "Reader", zh_CN = "读者" }]
classes = [
  { key = "gold", en = "Gold card", zh_CN = "金卡" },
  { key = "blue", en = "Blue card", zh_CN = "蓝卡" },
  { key = "grey", en = "Grey card", zh_CN = "灰卡" },
]
site_kinds = [{ key = "shelf", en = "Bookcase", zh_CN = "书柜" }]
roles = []
settings = [{ key = "near", en = "Near", zh_CN = "近" }]
"""


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Ward D01", "Gold card", "Reader, class goldblue", "Bookcase", "Libraries"]),
        ("zh_CN", ["坊 D01", "金卡", "读者", "书柜", "图书馆"]),
    ],
)
def test_a_second_template_speaks_in_the_report(
    tmp_path: Path, lang: str, words: list[str]
) -> None:
    """Two levels only: districts are the deepest, and their pages have no table below."""
    data = county_case(county_rows()[:3], template=Template.parse(INVENTED))
    text = set_pages(data, tmp_path, lang=lang)
    for word in words:
        assert word in text
    assert "Base station" not in text and "基站" not in text
