"""Expressions over real customers: each finds what plain Python finds row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely

from gridstudio.commands import expressions
from gridstudio.commands.expression_completions import completions, examples
from gridstudio.commands.expressions import understand
from gridstudio.domain.expression_words import ExpressionError
from gridstudio.domain.map_data import MapData
from gridstudio.domain.rows import Customer
from gridstudio.i18n import set_language
from gridstudio.project import Project
from tests.cases import divided_project

CENSUS = [{"scale": 5 * n, "it_needs": ("cloud", "none", "iot")[n % 3]} for n in range(40)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with divided_project(tmp_path_factory.mktemp("expressions")) as opened:
        with opened.edit("Facts") as edit:
            for row_id in range(1, 41):
                edit.update("customers", row_id, {"census": CENSUS[row_id - 1]})
            edit.update("customers", 3, {"value": None, "class": "", "kind": "unheard"})
            edit.update("customers", 4, {"name": "50% 市场_甲 O'Brien", "phone": "555"})
            edit.update("customers", 5, {"census": {}})
            edit.update("customers", 6, {"geom": shapely.Point(100.0, 30.0)})
            edit.update("customers", 7, {"census": {"scale": "many"}, "contact": "=1+1"})
            edit.update("customers", 8, {"created_at": "2024-05-06T07:08:09Z"})
        yield opened


@pytest.fixture(scope="module")
def data(project: Project) -> MapData:
    return project.map_data()


def owner_codes(data: MapData, customer_id: int) -> set[str]:
    area = int(data.owners.area[data.customers.row(customer_id)])
    codes = set()
    while area:
        row = data.areas.row(area)
        codes.add(str(data.areas.code[row]))
        area = int(data.areas.parent[row])
    return codes


Row = Callable[[Customer], object]
TABLE: list[tuple[str, Row]] = [
    ("value > 120", lambda c: c.value is not None and c.value > 120),
    ("not value > 120", lambda c: c.value is None or c.value <= 120),
    ("value != 120", lambda c: c.value != 120),
    ("value between 110 and 115.0", lambda c: c.value is not None and 110 <= c.value <= 115),
    ("value in (101, 139, 7)", lambda c: c.value in (101, 139)),
    ("value is empty", lambda c: c.value is None),
    ("value = '105'", lambda c: c.value == 105),
    ("class = a", lambda c: c.class_ == "A"),
    ("class in (A, 'B级')", lambda c: c.class_ in ("A", "B")),
    ("class != A", lambda c: c.class_ != "A"),
    ("class is empty", lambda c: c.class_ == ""),
    ("kind = '专业市场'", lambda c: c.kind == "specialised_market"),
    ("kind like '%市场'", lambda c: c.kind == "specialised_market"),
    ("kind is empty", lambda c: c.kind == "unheard"),
    ("name like '%市场%'", lambda c: "市场" in c.name),
    ("name like 'customer 1_'", lambda c: len(c.name) == 11 and c.name[9] == "1"),
    ("name contains '%'", lambda c: "%" in c.name),
    ("name contains '_'", lambda c: "_" in c.name),
    ("name contains \"O'Brien\"", lambda c: "O'Brien" in c.name),
    ("name in ('Customer 1', 'Customer 2', '')", lambda c: c.name in ("Customer 1", "Customer 2")),
    ("phone is empty", lambda c: c.phone == ""),
    ("phone is not empty", lambda c: c.phone != ""),
    ("contact = '=1+1'", lambda c: c.contact == "=1+1"),
    ("phone = 555", lambda c: c.phone == "555"),
    ("recorded >= '2024-01-01'", lambda c: c.id == 8),
    ("scale > 50", lambda c: isinstance(c.census.get("scale"), int) and c.census["scale"] > 50),
    ("scale < 50", lambda c: isinstance(c.census.get("scale"), int) and c.census["scale"] < 50),
    ("census.scale = 25", lambda c: c.census.get("scale") == 25),
    ("scale is empty", lambda c: "scale" not in c.census),
    ("[规模（人数或户数）] between 10 and 20", lambda c: c.census.get("scale") in (10, 15, 20)),
    ("it_needs = '云服务'", lambda c: c.census.get("it_needs") == "cloud"),
    ("it_needs in (cloud, iot)", lambda c: c.census.get("it_needs") in ("cloud", "iot")),
    ("[IT needs] is empty", lambda c: "it_needs" not in c.census),
    ("value > 120 and name like '%1%' or scale = 5",
     lambda c: (c.value is not None and c.value > 120 and "1" in c.name)
     or c.census.get("scale") == 5),
    ("not (value > 120 or name contains '0') and class in (A, C)",
     lambda c: not ((c.value or 0) > 120 or "0" in c.name) and c.class_ in ("A", "C")),
    ("价值 ＞ 120 且 级别 属于 （A级，B级）",
     lambda c: c.value is not None and c.value > 120 and c.class_ in ("A", "B")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "holds"), TABLE, ids=[text for text, _holds in TABLE])
def test_what_is_found(project: Project, data: MapData, text: str, holds: Row) -> None:
    expected = [n for n in range(1, 41) if holds(project.customer(n))]
    assert understand(project, data, text).run() == expected
    assert 0 < len(expected) < 40, "a test that finds all or none says little"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("owner = G01", {"G01"}),
        ("owner = 'One'", {"G01"}),
        ("owner in (G01, G02)", {"G01", "G02"}),
        ("owner = D01", {"D01"}),
        ("owner like 'g0_'", {"G01", "G02"}),
    ],
)
def test_owners_of_every_level(project: Project, data: MapData, text: str, codes: set[str]) -> None:
    expected = [n for n in range(1, 41) if owner_codes(data, n) & codes]
    assert understand(project, data, text).run() == expected
    assert expected


def test_without_owner(project: Project, data: MapData) -> None:
    assert understand(project, data, "owner is empty").run() == (6,)


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("worth > 5", (0, 5), "no field “worth”; there are: value, class"),
        ("value > much", (8, 12), "“value” is a number, and “much” is none"),
        ("value like '5%'", (0, 5), "is a number: compare it with"),
        ("class > A", (0, 5), "has no order"),
        ("class = E", (8, 9), "“E” is no Class; there are: A, B, C, D"),
        ("name > 'x'", (0, 4), "is a text"),
        ("owner = G99", (8, 11), "no area with the code or name “G99”"),
        ("owner > G01", (0, 5), "has no order"),
        ("it_needs = x", (11, 12), "“x” is no IT needs; there are: Business broadband"),
    ],
)
def test_what_does_not_fit_is_said(
    project: Project, data: MapData, text: str, where: tuple[int, int], message: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        understand(project, data, text)
    assert message in str(caught.value)
    assert (caught.value.at, caught.value.end) == where


ATTEMPTS = [
    "' OR 1=1 --",
    "'; DROP TABLE customers; --",
    "x') OR ('1'='1",
    '" OR ""="',
    "%' ESCAPE 'x",
    "\\",
    "{x}",
    "$.scale",
    "]",
]


@pytest.mark.parametrize("typed", ATTEMPTS)
@pytest.mark.parametrize("op", ["=", "like", "contains", "in"])
def test_nothing_that_is_typed_reaches_sql_as_sql(
    project: Project, data: MapData, typed: str, op: str
) -> None:
    """As a value it is a value: it matches nothing, and the file is as it was."""
    statements: list[str] = []
    connection = project._store.reading()
    quoted = "'" + typed.replace("'", "''") + "'"
    value = f"({quoted})" if op == "in" else quoted
    for field in ("name", "products_in_use"):
        connection.set_trace_callback(statements.append)
        try:
            assert understand(project, data, f"{field} {op} {value}").run() == ()
        finally:
            connection.set_trace_callback(None)
    assert statements and all(line.startswith("SELECT group_concat(id)") for line in statements)
    assert len(project.customers()) == 40
    with pytest.raises(ExpressionError):
        understand(project, data, typed)


def test_a_field_of_a_template_with_strange_keys(project: Project, data: MapData) -> None:
    from gridstudio.project.text_tests import TextTest

    strange = TextTest("""a".b'); --""", "=", ("x",), census=True)
    assert project.passing(strange, 1, 40).tolist() == []
    with pytest.raises(KeyError):
        project.passing(TextTest("id OR 1", "=", ("x",)), 1, 40)


def test_damaged_census_facts_match_nothing(tmp_path: Path) -> None:
    project = divided_project(tmp_path)
    path = project.path
    project.close()
    with sqlite3.connect(path) as other:
        other.execute("UPDATE customers SET census = '{oops' WHERE id < 5")
    other.close()
    with Project.open(path) as project:
        data = project.map_data()
        assert understand(project, data, "scale > 0").run() == ()
        assert len(understand(project, data, "scale is empty").run()) == 40


def test_texts_are_read_a_stretch_at_a_time_and_only_where_they_matter(
    project: Project, data: MapData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expressions, "STRETCH", 10)
    asked: list[tuple[int, int]] = []
    plain = project.passing
    monkeypatch.setattr(
        project, "passing", lambda test, a, b: asked.append((a, b)) or plain(test, a, b)
    )
    whole = understand(project, data, "name contains '3'")
    pauses = len(list(whole.steps()))
    assert pauses == 4 and asked == [(1, 10), (11, 20), (21, 30), (31, 40)]
    asked.clear()
    assert understand(project, data, "name contains '3' and value > 132").run() == range(34, 41)
    assert asked == [(31, 40)], "the value is compared first"


def test_an_empty_project(tmp_path: Path) -> None:
    with divided_project(tmp_path, customers=1) as project:
        with project.edit("Empty") as edit:
            edit.remove("customers", [1])
        data = project.map_data()
        for text in ("value > 1", "name contains 'x'", "owner = G01", "not class = A"):
            assert understand(project, data, text).run() == ()


# --- completions: the bar is the cursor


@pytest.mark.parametrize(
    ("typed", "first", "start"),
    [
        ("|", "value", 0),
        ("cl|", "class", 0),
        ("value |", "=", 6),
        ("class = |", '"A"', 8),
        ("class = B|", '"B"', 8),
        ('class = "|', '"A"', 8),
        ("class in (|", '"A"', 10),
        ('class in ("A", |', '"A"', 15),
        ("owner = |", '"C', 8),
        ("owner = G0|", '"G01"', 8),
        ('owner not in ("G01", D|', '"D01"', 21),
        ("it_needs = |", '"Business broadband"', 11),
        ("value > 5 |", "and", 10),
        ("value > 5 and n|", "name", 14),
        ("class is |", "empty", 9),
        ("not |", "value", 4),
        ("(|", "value", 1),
        ("name not l|", "like", 9),
    ],
)
def test_what_may_come_next(data: MapData, typed: str, first: str, start: int) -> None:
    cursor = typed.index("|")
    found = completions(data, typed.replace("|", ""), cursor)
    assert found.options and found.options[0].startswith(first), found
    assert found.start == start


@pytest.mark.parametrize("typed", ["value > ", "name like ", "value > 5 ; ", "name = 'a' "])
def test_what_cannot_be_guessed_is_not(data: MapData, typed: str) -> None:
    assert set(completions(data, typed, len(typed)).options) <= {"and", "or"}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_examples_are_understood(project: Project, data: MapData, lang: str) -> None:
    set_language(lang)
    for text in examples(data):
        understand(project, data, text)
    assert "价值 > 500" in examples(data) or lang == "en"
