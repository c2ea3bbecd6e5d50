"""Patterns of codes: made, read back, refused."""

from __future__ import annotations

import pytest

from gridstudio.domain.codes import CodePattern
from gridstudio.domain.template import Template
from gridstudio.errors import UserError
from gridstudio.settings import resource


@pytest.mark.parametrize(
    ("text", "number", "parent", "code"),
    [
        ("G{n:02}", 3, "", "G03"),
        ("G{n:02}", 123, "", "G123"),
        ("{parent}-{n:02}", 7, "D03", "D03-07"),
        ("{n}", 12, "", "12"),
        ("{n:03d}号", 5, "", "005号"),
        ("{parent}{n:2}/{parent}", 4, "A", "A04/A"),
        ("%s {n:1}", 4, "", "%s 4"),
        ("{parent}-{n:02}", 1, "{n}", "{n}-01"),
    ],
)
def test_codes_are_made_and_read_back(text: str, number: int, parent: str, code: str) -> None:
    pattern = CodePattern.parse(text)
    assert pattern.code(number, parent) == code
    assert pattern.number(code, parent) == number
    assert pattern.follows_parent == ("parent" in text)


@pytest.mark.parametrize("code", ["", "G", "H03", "G3x", "G０３", "G-3", "g03"])
def test_codes_from_elsewhere_have_no_number(code: str) -> None:
    assert CodePattern.of_prefix("G").number(code) is None


@pytest.mark.parametrize(
    "text", ["", "G", "{n}{n}", "{parent}", "{n:x}", "{code}", "{n}{", "}{n}", "{n.__class__}"]
)
def test_what_is_no_pattern_says_what_is_wanted(text: str) -> None:
    with pytest.raises(UserError, match="no pattern for codes"):
        CodePattern.parse(text)


def test_a_template_gives_the_pattern_or_the_prefix() -> None:
    source = resource("templates/telecom.toml").read_text("utf-8")
    levels = {level.key: level for level in Template.parse(source).levels}
    assert levels["grid"].pattern == CodePattern.parse("G{n:02}")
    assert levels["microgrid"].pattern.code(2, "G07") == "G07-02"
    old = source.replace(', code = "{parent}-{n:02}"', "")
    assert Template.parse(old).levels[3].pattern.code(2, "G07") == "M02"
    with pytest.raises(UserError, match="no pattern for codes"):
        Template.parse(source.replace("{parent}-{n:02}", "{parent}"))
