"""Keep the Chinese catalogue complete: ``--update`` writes it, ``--check`` says what it lacks.

    python packaging/catalogue.py --update [--from translations.json …]
    python packaging/catalogue.py --check

A JSON file holds ``{"English text": "中文"}``; texts with a plural have a list of one form, under
the singular. The .po and the .mo hold no dates, versions or line numbers, so that the same texts
always give the same bytes.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import string
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
MessageId = str | tuple[str, str]
HEADERS = [
    ("Project-Id-Version", "GridStudio"),
    ("Language", "zh_CN"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]


class FixedCatalog(Catalog):
    """A catalogue whose header is always the same; Babel's own names the day and its version."""

    mime_headers = property(lambda self: HEADERS, lambda self, headers: None)


def catalogue_path(root: Path) -> Path:
    """The .po file; the .mo lies beside it."""
    return root / "resources" / "translations" / "zh_CN" / "LC_MESSAGES" / "gridstudio.po"


def messages_of(package: Path) -> list[MessageId]:
    """Every text of the package that is to be translated, sorted; plurals as (one, many)."""
    found: dict[str, MessageId] = {}
    for path in sorted(package.rglob("*.py")):
        with open(path, "rb") as source:
            for _line, text, _comments, _context in extract("python", source, keywords=KEYWORDS):
                key = text if isinstance(text, str) else text[0]
                # A text used both alone and with a plural is one entry, with the plural.
                if key and (key not in found or not isinstance(text, str)):
                    found[key] = text if isinstance(text, str) else (text[0], text[1])
    return [found[key] for key in sorted(found)]


def unextractable(package: Path) -> list[str]:
    """Where a text cannot be found by extraction: an f-string given to a translating function."""
    return [
        f"{path.relative_to(package.parent)}:{node.lineno}: an f-string inside {node.func.id}()"
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in KEYWORDS
        and any(isinstance(argument, ast.JoinedStr) for argument in node.args)
    ]


class Entry(NamedTuple):
    """A text of a .po file with its translation, which has one form: Chinese has no plural."""

    identifier: MessageId
    form: str
    fuzzy: bool


def stored(path: Path) -> list[Entry]:
    """The entries of a .po file without its header; none where there is no file."""
    if not path.exists():
        return []
    with open(path, "rb") as source:
        return [_entry(message) for message in read_po(source, locale="zh_CN") if message.id]


def _entry(message: Message) -> Entry:
    identifier = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
    form = message.string if isinstance(message.string, str) else (message.string or [""])[0]
    return Entry(identifier, form or "", message.fuzzy)


def singular(identifier: MessageId) -> str:
    return identifier if isinstance(identifier, str) else identifier[0]


def built(messages: Iterable[MessageId], translations: Mapping[str, str]) -> Catalog:
    """The catalogue of ``messages``; a text without a translation has an empty one."""
    catalogue = FixedCatalog(locale="zh_CN")
    for identifier in messages:
        form = translations.get(singular(identifier), "")
        catalogue.add(identifier, form if isinstance(identifier, str) else (form,))
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def update(root: Path, sources: Iterable[Path] = ()) -> list[str]:
    """Write the .po and the .mo anew from the code, the old .po and the JSON ``sources``.

    Returns the texts of ``sources`` that the code does not use.
    """
    path = catalogue_path(root)
    known = {singular(entry.identifier): entry.form for entry in stored(path) if not entry.fuzzy}
    given: dict[str, str] = {}
    for source in sources:
        for text, form in json.loads(source.read_text("utf-8")).items():
            given[text] = form if isinstance(form, str) else form[0]
    messages = messages_of(root / "gridstudio")
    catalogue = built(messages, known | given)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, no_location=True, sort_output=True, width=100)
    path.write_bytes(text.getvalue())
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
    return sorted(set(given) - {singular(identifier) for identifier in messages})


def check(root: Path) -> list[str]:
    """What is wrong with the catalogue, one line each; none means complete and fresh."""
    path = catalogue_path(root)
    entries = {singular(entry.identifier): entry for entry in stored(path)}
    messages = {singular(identifier): identifier for identifier in messages_of(root / "gridstudio")}
    problems = unextractable(root / "gridstudio")
    problems += [f"missing: {text!r}" for text in messages if text not in entries]
    problems += [f"obsolete: {text!r}" for text in entries if text not in messages]
    for text, entry in entries.items():
        if text in messages:
            problems += _problems_of(entry, messages[text])
    translations = {text: entry.form for text, entry in entries.items()}
    fresh = compiled(built((entry.identifier for entry in entries.values()), translations))
    binary = path.with_suffix(".mo")
    if not binary.exists() or binary.read_bytes() != fresh:
        problems.append(f"stale: {binary.name} does not hold what {path.name} says")
    return problems


def _problems_of(entry: Entry, identifier: MessageId) -> list[str]:
    text = singular(identifier)
    if entry.fuzzy:
        return [f"fuzzy: {text!r}"]
    if entry.identifier != identifier:
        return [f"another plural in the code: {text!r}"]
    if not entry.form:
        return [f"untranslated: {text!r}"]
    wanted = fields_of(identifier if isinstance(identifier, str) else identifier[1])
    found = fields_of(entry.form)
    if found == wanted:
        return []
    return [f"other placeholders: {text!r} has {sorted(wanted)}, its translation {sorted(found)}"]


def fields_of(text: str) -> set[str]:
    """The ``{names}`` of a text; one that str.format cannot read counts as itself."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    act = parser.add_mutually_exclusive_group(required=True)
    act.add_argument("--update", action="store_true")
    act.add_argument("--check", action="store_true")
    parser.add_argument("--from", dest="sources", nargs="+", type=Path, default=[])
    given = parser.parse_args(arguments)
    if given.update:
        for text in update(ROOT, given.sources):
            print(f"not used in the code: {text!r}")
    problems = check(ROOT)
    for problem in problems:
        print(problem)
    print(f"{len(messages_of(ROOT / 'gridstudio'))} texts, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
