"""The fields that customers can be selected by, and what may be compared with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from gridstudio.domain.expression import Name
from gridstudio.domain.expression_words import KEYWORDS, ExpressionError
from gridstudio.domain.snapshots import Areas
from gridstudio.domain.template import Template, Word
from gridstudio.i18n import N_, _, language, translations_of

Type = OneOf["text", "number", "word", "owner"]
YES_NO = (
    Word("yes", {"zh_CN": "是", "en": "Yes"}),
    Word("no", {"zh_CN": "否", "en": "No"}),
)


@dataclass(frozen=True)
class Field:
    """A field. ``subject`` is the column or census key; ``words`` the choices of a word field;
    ``labels`` how it may be written besides ``key``, in every language."""

    key: str
    type: Type
    subject: str
    labels: tuple[str, ...]
    words: tuple[Word, ...] = ()
    census: bool = False

    @property
    def label(self) -> str:
        """How it is called in the window."""
        return self.labels[0]


_TEXTS = (
    ("name", N_("Name"), "name"),
    ("address", N_("Address"), "address"),
    ("contact", N_("Contact"), "contact"),
    ("phone", N_("Phone"), "phone"),
    ("note", N_("Note"), "note"),
    ("source", N_("Source"), "source"),
    ("recorded", N_("Recorded at"), "created_at"),
    ("receiver", N_("Receiver"), "fix_receiver"),
)


def fields_of(template: Template) -> tuple[Field, ...]:
    """All fields of a project with this template."""
    found = [
        Field("value", "number", "value", _labels(N_("Value"))),
        Field("class", "word", "class", _labels(N_("Class")), template.classes),
        Field("kind", "word", "kind", _labels(N_("Kind")), template.kinds),
        Field("owner", "owner", "owner", _labels(N_("Owner"))),
    ]
    found += [Field(key, "text", column, _labels(label)) for key, label, column in _TEXTS]
    found.append(Field("accuracy", "number", "fix_accuracy_m", _labels(N_("Accuracy"))))
    for item in template.census:
        names = tuple(dict.fromkeys([item.name(), *item.names.values(), f"census.{item.key}"]))
        kinds: dict[str, Type] = {"number": "number", "choice": "word", "yes_no": "word"}
        words = YES_NO if item.type == "yes_no" else item.choices
        type_ = kinds.get(item.type, "text")
        found.append(Field(item.key, type_, item.key, names, words, census=True))
    return tuple(found)


def field_named(fields: tuple[Field, ...], name: Name) -> Field:
    """The field that a name means. Raises ExpressionError with those that there are."""
    found = find_field(fields, name.text)
    if found is None:
        known = ", ".join(field.key for field in fields)
        message = _("There is no field “{name}”; there are: {known}.")
        raise ExpressionError(message.format(name=name.text, known=known), name.at, name.end)
    return found


def find_field(fields: tuple[Field, ...], text: str) -> Field | None:
    """The field with this key, else with this label."""
    wanted = text.strip().casefold()
    for field in fields:
        if wanted == field.key.casefold():
            return field
    for field in fields:
        if wanted in (label.casefold() for label in field.labels):
            return field
    return None


def written(field: Field) -> str:
    """A field's name as it can be typed: its label where that is one word, else its key."""
    label = field.label
    simple = label.replace(".", "").isidentifier() and label.casefold() not in KEYWORDS
    return label if language() != "en" and simple else field.key


def area_names(areas: Areas) -> list[str]:
    """Codes and names that an owner can be compared with."""
    drawn = ~areas.open
    return [*map(str, areas.code[drawn]), *map(str, areas.name[drawn])]


def _labels(label: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([_(label), translations_of("zh_CN").gettext(label), label]))
