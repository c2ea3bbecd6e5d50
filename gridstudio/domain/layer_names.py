"""Names of layers that the program itself gave: they are shown in the language in force."""

from __future__ import annotations

from functools import cache

from gridstudio.domain.base_map_layers import LAYERS as BASE_MAP_LAYERS
from gridstudio.i18n import LANGUAGES, N_, _, translations_of

WELL_KNOWN = (
    *(plan.name for plan in BASE_MAP_LAYERS),
    N_("Base map"),
    N_("Townships"),
    N_("Woods and parks"),
    N_("Water"),
    N_("Blocks"),
    N_("Roads"),
    N_("Places"),
)


def shown_layer_name(name: str) -> str:
    """A layer's name for the eye: one of the program's own, in whichever language it was stored,
    in the language in force; any other as it is."""
    english = _english_of().get(name)
    return name if english is None else _(english)


@cache
def _english_of() -> dict[str, str]:
    return {
        translations_of(language).gettext(english): english
        for language in LANGUAGES
        for english in WELL_KNOWN
    }
