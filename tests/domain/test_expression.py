"""The selection language: what is understood, and what is said of the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridstudio.domain.expression import All, AnyOf, Comparison, Expression, Not, parse
from gridstudio.domain.expression_words import ExpressionError


def plain(expression: Expression) -> object:
    """The tree without positions, as tuples."""
    if isinstance(expression, Comparison):
        values = tuple(
            value.text if value.number is None else value.number for value in expression.values
        )
        return (expression.field.text, expression.op, *values)
    if isinstance(expression, Not):
        return ("not", plain(expression.part))
    word = "and" if isinstance(expression, All) else "or"
    assert isinstance(expression, All | AnyOf)
    return (word, *(plain(part) for part in expression.parts))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("value > 500", ("value", ">", 500.0)),
        ("value>=.5", ("value", ">=", 0.5)),
        ("value < -3", ("value", "<", -3.0)),
        ("class = A", ("class", "=", "A")),
        ("class == 'A'", ("class", "=", "A")),
        ("class <> A", ("not", ("class", "=", "A"))),
        ("name like '%市场%'", ("name", "like", "%市场%")),
        ('name = "a ""b"" c"', ("name", "=", 'a "b" c')),
        ("name = ''", ("name", "=", "")),
        ("class in (A, 'B', \"C\")", ("class", "in", "A", "B", "C")),
        ("class not in (A)", ("not", ("class", "in", "A"))),
        ("name not like 'x'", ("not", ("name", "like", "x"))),
        ("value between 1 and 2 and kind = x",
         ("and", ("value", "between", 1.0, 2.0), ("kind", "=", "x"))),
        ("phone is empty", ("phone", "empty")),
        ("phone is not empty", ("not", ("phone", "empty"))),
        ("a = 1 or b = 2 and c = 3",
         ("or", ("a", "=", 1.0), ("and", ("b", "=", 2.0), ("c", "=", 3.0)))),
        ("(a = 1 or b = 2) and c = 3",
         ("and", ("or", ("a", "=", 1.0), ("b", "=", 2.0)), ("c", "=", 3.0))),
        ("not not a = 1", ("not", ("not", ("a", "=", 1.0)))),
        ("[规模（人数或户数）] > 20", ("规模（人数或户数）", ">", 20.0)),
        ("级别 属于 （A，B、C） 且 价值 ＞＝ 100 或 名称 包含 “市场”",
         ("or", ("and", ("级别", "in", "A", "B", "C"), ("价值", ">=", 100.0)),
          ("名称", "contains", "市场"))),
        ("census.scale = 1", ("census.scale", "=", 1.0)),
    ],
)  # fmt: skip
def test_what_is_understood(text: str, tree: object) -> None:
    assert plain(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("", (0, 0), "ends too early"),
        ("value", (5, 5), "ends too early"),
        ("value >", (7, 7), "ends too early"),
        ("value > > 5", (8, 9), "a value was expected, not “>”"),
        ("> 5", (0, 1), "name of a field"),
        ("'A' = class", (0, 3), "name of a field"),
        ("value 500", (6, 9), "a comparison"),
        ("value > 500 class = A", (12, 17), "“and” or “or”"),
        ("class in A", (9, 10), "values in brackets"),
        ("class in (A B)", (12, 13), "parted by commas"),
        ("class in ()", (10, 11), "a value was expected"),
        ("(value > 5", (10, 10), "ends too early"),
        ("(value > 5 kind", (11, 15), "closing bracket"),
        ("value > 5)", (9, 10), "“and” or “or”"),
        ("name = 'open", (7, 12), "no closing '"),
        ("value between 1 or 2", (16, 18), "“between” needs"),
        ("phone is 5", (9, 10), "“empty”"),
        ("name = a; drop table customers", (8, 9), "“;” does not belong"),
        ("name not = 'x'", (9, 10), "a comparison"),
        ("not", (3, 3), "ends too early"),
        ("name = 'a\0b'", (9, 10), "nobody can type"),
        ("x" * 5000, (4000, 5000), "too long"),
        ("(" * 200 + "a = 1" + ")" * 200, (51, 52), "nested"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    text: str, where: tuple[int, int], message: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert message in str(caught.value)
    assert (caught.value.at, caught.value.end) == where


@given(st.text(alphabet="ab1 =<>()',\"“”[]andornotilke%;-.市场且", max_size=40))
def test_whatever_is_typed_is_understood_or_refused(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert 0 <= error.at <= error.end <= len(text) and str(error)
