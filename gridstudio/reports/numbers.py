"""Numbers and dates and typed texts as a report prints them; both languages agree on the marks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gridstudio.domain.report_facts import ReportFacts
from gridstudio.domain.template import Template, word_name
from gridstudio.i18n import translations_of


def whole(number: float) -> str:
    """12,345"""
    return f"{number:,.0f}"


def two_decimals(number: float) -> str:
    """1,234.57"""
    return f"{number:,.2f}"


def percent(share: float) -> str:
    """A share of 0 to 1 as 52.3 %."""
    return f"{share * 100:.1f} %"


LONGEST_PRINT = 120
"""Letters of a typed text that print; more would push what matters off the page."""


def shortened(text: str, longest: int = LONGEST_PRINT) -> str:
    """A typed text as it prints: on one line, and no longer than ``longest`` letters."""
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def long_date(day: date, text: Callable[[str], str]) -> str:
    """The date in the report's language."""
    _ = text
    return _("{year}-{month:02}-{day:02}").format(year=day.year, month=day.month, day=day.day)


def scheme_name(facts: ReportFacts, template: Template, lang: str) -> str:
    """The scheme and its market line, "" where it is not to be named."""
    scheme = facts.scheme
    if scheme is None:
        return ""
    _ = translations_of(lang).gettext
    name = scheme.name or _("Scheme {n}").format(n=scheme.id)
    line = word_name(template.lines, scheme.line, lang)
    return f"{name} · {line}" if line else name


def boundary_version(facts: ReportFacts, text: Callable[[str], str]) -> str:
    """Which boundaries the report shows: how often they were changed, and when last."""
    _ = text
    if not facts.boundary_version:
        return _("never changed")
    at = facts.boundaries_changed_at.replace("T", " ")[:16]
    return _("No. {number} of {time} UTC").format(number=facts.boundary_version, time=at)
