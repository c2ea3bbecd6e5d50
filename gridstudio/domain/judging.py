"""Areas coloured by how they stand to a target: the attribute and its style."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gridstudio.domain.base_styles import UNKNOWN_COLOR
from gridstudio.domain.columns import Numbers, Texts
from gridstudio.domain.fields import JUDGEMENT, Field
from gridstudio.domain.style import Style, StyleClass, Symbol
from gridstudio.domain.targets import (
    JUDGEMENT_NAMES,
    SIGNS,
    Judgement,
    Target,
    judgement_color,
)
from gridstudio.domain.template import Word
from gridstudio.i18n import _, language

OPACITY = 0.8


def judgement_words() -> tuple[Word, ...]:
    """The five judgements as words of a field, in the language in force; over comes first, as in a
    legend. Keys are their numbers: other programs read those from the file."""
    return tuple(
        Word(str(int(one)), {language(): _named(one)}, judgement_color(one))
        for one in reversed(Judgement)
    )


def judgement_field(indicator: str, name: str) -> Field:
    """What areas can be styled by, where there is a target in a figure called ``name``."""
    words = judgement_words()
    return Field(JUDGEMENT + indicator, _("Target: {figure}").format(figure=name), words=words)


def judged(target: Target, values: Numbers) -> Texts:
    """Each area's judgement; none where it has no such figure."""
    numbers = target.judgements(values.values)
    codes = np.where(np.isnan(numbers), -1, numbers - Judgement.UNDER).astype(np.int32)
    texts = tuple(str(int(one)) for one in Judgement)
    return Texts(codes, texts, tuple(_named(one) for one in Judgement))


def judgement_style(indicator: str, style: Style) -> Style:
    """A layer's style with its areas coloured by their judgement; labels stay."""
    symbol = Symbol(outline="", outline_px=0.0, opacity=OPACITY)
    classes = tuple(
        StyleClass(symbol.with_color(word.color), word.name(), word.key)
        for word in judgement_words()
    )
    others = StyleClass(symbol.with_color(UNKNOWN_COLOR))
    return replace(
        style,
        mode="categories",
        field=JUDGEMENT + indicator,
        classes=(*classes, others),
        size_by=None,
    )


def _named(judgement: Judgement) -> str:
    return f"{SIGNS[judgement]} {_(JUDGEMENT_NAMES[judgement])}".strip()
