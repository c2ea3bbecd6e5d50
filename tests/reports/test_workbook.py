from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from gridstudio.domain.map_data import MapData
from gridstudio.domain.report_facts import ReportFacts
from gridstudio.reports.document import build_document
from gridstudio.reports.workbook import workbook_bytes
from tests.map_data_case import areas_of, county_case, county_rows, rectangle

FACTS = ReportFacts("=1+1 & Sons", date(2026, 7, 28), author="@author", site_names={4: "+site"})
_NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Cell:
    value: str
    formula: str
    is_text: bool


Sheets = dict[str, dict[tuple[str, int], Cell]]


def sheets_of(data: MapData, lang: str = "en") -> Sheets:
    book = zipfile.ZipFile(io.BytesIO(workbook_bytes(build_document(data, FACTS, lang), data)))
    strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    texts = ["".join(item.itertext()) for item in strings.findall("x:si", _NS)]
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    files = {link.get("Id"): link.get("Target") for link in links}
    result: Sheets = {}
    for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).findall(".//x:sheet", _NS):
        root = ElementTree.fromstring(book.read(f"xl/{files[sheet.get(_REL)]}"))
        cells = {}
        for cell in root.findall(".//x:c", _NS):
            letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", "")).groups()
            body = cell.findtext("x:v", "", _NS)
            is_text = cell.get("t") == "s"
            formula = cell.findtext("x:f", "", _NS)
            cells[letters, int(row)] = Cell(texts[int(body)] if is_text else body, formula, is_text)
        result[sheet.get("name", "")] = cells
    return result


def calculate(sheets: Sheets, sheet: str, formula: str) -> float:
    """What Excel makes of the few functions that the workbook uses."""
    name, _bracket, rest = formula.partition("(")
    arguments = rest.removesuffix(")").split(",")
    if name == "SUM":
        return sum(numbers(sheets, sheet, arguments[0]))
    if name in ("SUMIFS", "COUNTIFS"):
        summed = numbers(sheets, sheet, arguments.pop(0)) if name == "SUMIFS" else None
        keep = np.ones(len(numbers(sheets, sheet, arguments[0])), dtype=bool)
        for place, wanted in zip(arguments[::2], arguments[1::2], strict=True):
            column = np.array(numbers(sheets, sheet, place))
            if wanted == '">0"':
                keep &= column > 0
            else:
                keep &= column == operand(sheets, sheet, wanted)
        return float(keep.sum() if summed is None else np.array(summed)[keep].sum())
    if name == "IF":
        ground, people = re.fullmatch(r"(\w+)>0,(\w+)/\1,0", ",".join(arguments)).groups()
        below = operand(sheets, sheet, ground)
        return operand(sheets, sheet, people) / below if below > 0 else 0.0
    return operand(sheets, sheet, formula)


def operand(sheets: Sheets, sheet: str, text: str) -> float:
    if re.fullmatch(r"-?\d+", text):
        return float(text)
    return numbers(sheets, sheet, text)[0]


def numbers(sheets: Sheets, sheet: str, place: str) -> list[float]:
    other, _mark, cells = place.replace("$", "").rpartition("!")
    ends = [re.fullmatch(r"([A-Z]+)(\d+)", end).groups() for end in cells.split(":")]
    column, first, last = ends[0][0], int(ends[0][1]), int(ends[-1][1])
    found = sheets[other.strip("'").replace("''", "'") or sheet]
    return [
        float(cell.value) if (cell := found.get((column, row))) and cell.value else 0.0
        for row in range(first, last + 1)
    ]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_every_formula_calculates_to_the_value_beside_it(lang: str) -> None:
    sheets = sheets_of(county_case(), lang)
    checked = 0
    for name, cells in sheets.items():
        for cell in cells.values():
            if cell.formula:
                calculated = calculate(sheets, name, cell.formula)
                assert calculated == pytest.approx(float(cell.value), abs=1e-6), cell.formula
                checked += 1
    assert checked == 198


def test_a_changed_detail_reaches_the_summary() -> None:
    sheets = sheets_of(county_case())
    before = calculate_all(sheets)
    count = next(key for key, cell in sheets["Customer detail"].items() if cell.value == "Count")[0]
    sheets["Customer detail"][count, 2].value = str(
        float(sheets["Customer detail"][count, 2].value) + 1000
    )
    after = calculate_all(sheets)
    assert [b - a for a, b in zip(before, after, strict=True)] == [1000, 1000, 1000]


def calculate_all(sheets: Sheets) -> list[float]:
    """Customers in the summary, once every level's formulas are calculated anew."""
    for name in ("County", "District", "Grid"):
        for cell in sheets[name].values():
            if cell.formula:
                cell.value = str(calculate(sheets, name, cell.formula))
    cells = sheets["Summary"]
    return [calculate(sheets, "Summary", cells["C", row].formula) for row in (10, 11, 12)]


def test_text_stays_text() -> None:
    sheets = sheets_of(county_case())
    wanted = {"=1+1 & Sons", "@author", "=1+1", "@Wang", "-South", "+site"}
    found = {
        cell.value: cell for cells in sheets.values() for cell in cells.values() if cell.is_text
    }
    assert wanted <= set(found)
    assert not any(found[text].formula for text in wanted)


def test_a_county_without_areas_still_adds_up() -> None:
    case = county_case()
    empty = areas_of(county_rows())
    none = replace(empty, **{name: value[:0] for name, value in vars(empty).items()})
    owners = replace(case.owners, area=np.zeros(len(case.customers), dtype=np.int64))
    sheets = sheets_of(replace(case, areas=none, owners=owners))
    row = [sheets["District"][column, 2].value for column in "ADJ"]
    assert row == ["0", "without owner", "200"]


def test_sheet_names_are_what_excel_takes() -> None:
    case = county_case()
    levels = tuple(
        replace(level, names={"en": name})
        for level, name in zip(
            case.template.levels,
            ["Summary", "History", "O'Brien's [very] long name: of all districts", "x"],
            strict=True,
        )
    )
    sheets = sheets_of(replace(case, template=replace(case.template, levels=levels)))
    names = list(sheets)
    assert names[:4] == ["Summary", "Summary 2", "History 2", "O'Brien's  very  long name  of"]
    assert all(len(name) <= 31 for name in names)
    assert calculate(sheets, "Summary", sheets["Summary"]["C", 12].formula) == 200


def test_an_area_of_a_level_above_is_open_ground_below() -> None:
    rows = [
        *county_rows()[:2],
        (3, 1, 1, False, rectangle(110.2, 25.0, 110.3, 25.1), "D02", "W", "", ""),
    ]
    case = county_case([*rows, *county_rows()[3:]])
    grids = sheets_of(case)["Grid"]
    shown = [(grids["D", row].value, grids["E", row].value) for row in range(2, 6)]
    assert ("open ground", "W") in shown
