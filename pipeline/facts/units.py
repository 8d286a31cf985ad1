"""Units of measurement after (or, for currency signs, before) a number, rates included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from pipeline.facts.phrases import PhraseTable
from pipeline.facts.pieces import Piece, cut
from pipeline.language.words import may_be_counted, may_be_few
from pipeline.lexicon import Lexicon

AGO = frozenset(("годом", "кварталом", "месяцем", "неделей", "неделями", "днем"))  # «24,1 годом ранее»


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the lexicon has it: code, class and factor."""

    code: str
    cls: str
    factor: float = 1.0
    before: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A unit found in the text: pieces ``first`` to ``last``."""

    first: int
    last: int
    unit: Unit
    per: str = ""

    @property
    def code(self) -> str:
        """Unit code with its rate: ``t/year``."""
        return f"{self.unit.code}/{self.per}" if self.per else self.unit.code


class UnitTable:
    """The lexicon's units and rates, ready for lookup."""

    def __init__(self, lexicon: Lexicon):
        units = [
            (row["phrase"], Unit(row["unit"], row["class"], float(row["factor"] or 1), row["before"] == "yes"))
            for row in lexicon["units"]
        ]
        self._units = PhraseTable(units)
        self._rates = PhraseTable(((row["phrase"], row["per"]) for row in lexicon["rates"]), inflect=False)

    def after(self, pieces: Sequence[Piece], i: int) -> Measured | None:
        """The unit that starts at piece ``i``, with its rate if one follows."""
        found = self._units.longest(pieces, i)
        if found is None:
            return None
        last, unit = found
        if unit.cls == "time" and pieces[last].form in AGO:
            return None
        rate = self.rate(pieces, last + 1) if unit.cls not in ("time", "share") else None
        return Measured(i, rate[0], unit, rate[1]) if rate else Measured(i, last, unit)

    def named(self, word: str) -> Unit | None:
        """The unit a single word names, in any of its forms."""
        found = self._units.longest(cut(word), 0)
        return found[1] if found else None

    def rate(self, pieces: Sequence[Piece], i: int) -> tuple[int, str] | None:
        """A rate («в год», «/га») that starts at piece ``i``: (last piece, per what)."""
        return self._rates.longest(pieces, i)

    def sign_before(self, pieces: Sequence[Piece], i: int) -> Measured | None:
        """A currency sign that ends right before piece ``i``: «$5»."""
        found = self._units.ending(pieces, i - 1, 2) if i else None
        if found and found[1].before:
            return Measured(found[0], i - 1, found[1])
        return None

    def word_before(self, pieces: Sequence[Piece], i: int, few: bool = False) -> Measured | None:
        """A unit noun that ends before piece ``i``, of an approximate number: «тонн шесть-семь», «лет на десять».

        ``few``: whether the number is of those after which the noun stands in the singular, «тонны полторы».
        """
        if i > 1 and pieces[i - 1].form == "в" and pieces[i - 2].form in ("раз", "раза"):
            times = self.named("раза")
            return Measured(i - 2, i - 1, times) if times else None
        found = self._units.ending(pieces, i - 1, 1) if i else None
        if found is None or found[1].cls == "count":
            return None
        form = pieces[i - 1].form
        if found[1].cls != "money" and not (may_be_counted(form) or few and may_be_few(form)):
            return None
        return Measured(i - 1, i - 1, found[1])
