"""How the codes of a level are made: a pattern with a number, and perhaps the code above.

``{n}`` is the number, ``{n:03}`` with three digits at least, ``{parent}`` the code of the area
above: ``G{n:02}`` gives G01, G02 …, ``{parent}-{n:02}`` gives D03-01. A pattern is read, never
run as a format string.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gridstudio.errors import UserError
from gridstudio.i18n import _

_PIECE = re.compile(r"\{(?:(?P<parent>parent)|n(?::0?(?P<digits>\d)d?)?)\}")
DIGITS = 2
"""As many where a template gives a prefix only."""


@dataclass(frozen=True)
class CodePattern:
    """``before`` and ``after`` stand around the number and may hold ``{parent}``."""

    before: str
    digits: int
    after: str = ""

    @classmethod
    def parse(cls, text: str) -> CodePattern:
        """Raises UserError where it has not exactly one number, or braces that mean nothing."""
        pieces = [*_PIECE.finditer(text)]
        numbers = [piece for piece in pieces if not piece["parent"]]
        rest = _PIECE.sub("", text)
        if len(numbers) != 1 or "{" in rest or "}" in rest:
            raise UserError(
                _(
                    "“{text}” is no pattern for codes: write {{n}} once, or {{n:02}} for two "
                    "digits, and {{parent}} for the code of the area above."
                ).format(text=text)
            )
        number = numbers[0]
        return cls(text[: number.start()], int(number["digits"] or 1), text[number.end() :])

    @classmethod
    def of_prefix(cls, prefix: str) -> CodePattern:
        """A prefix and a number of two digits or more."""
        return cls(prefix, DIGITS)

    @property
    def follows_parent(self) -> bool:
        """Whether codes begin anew in each area above."""
        return "{parent}" in self.before + self.after

    def code(self, number: int, parent: str = "") -> str:
        """The code of a number in the area with the code ``parent``."""
        return f"{self._around(self.before, parent)}{number:0{self.digits}d}" + self._around(
            self.after, parent
        )

    def number(self, code: str, parent: str = "") -> int | None:
        """The number of a code that this pattern has made; None for one from elsewhere."""
        before, after = self._around(self.before, parent), self._around(self.after, parent)
        middle = code.removeprefix(before).removesuffix(after)
        if code != before + middle + after or not re.fullmatch(r"[0-9]{1,9}", middle):
            return None
        return int(middle)

    def _around(self, text: str, parent: str) -> str:
        return text.replace("{parent}", parent)
