"""Series: numbers of one row, «пшеницы – 14, ячменя – 17, льна – 9 ц/га», which its last gives their unit or scale."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Sequence

from pipeline.facts.drafts import Draft, SentenceReader, times
from pipeline.language.words import may_be_counted, may_be_many

_DASHES = ("–", "—", "-")
_MEMBER = re.compile(r",\s+(?:а\s+)?(?:[^\W\d]+[\s-]+){1,4}[–—-]\s+(?:(?:на|в|до|по)\s+)?", re.I)  # «…, в Павлодаре – »


class Series(SentenceReader):
    """Finds the rows of a sentence."""

    def opens_row(self, drafts: Sequence[Draft]) -> bool:
        """«на 3,1, 1,4 и 6,2 %»: whether numbers with a comma between lead to two of which the last has the unit."""
        last = 0
        while last + 1 < len(drafts) and drafts[last + 1].bare and self.gap(drafts[last], drafts[last + 1]) == ",":
            last += 1
        two = drafts[last : last + 2]
        return last > 0 and len(two) == 2 and two[1].measured is not None and self.gap(*two) == "и"

    def shares_scale(self, left: Draft, right: Draft) -> bool:
        """«4,2 и 2,7 трлн»: millions without a unit, told once."""
        return left.number.scale == 1 and right.number.scale >= 1e6 and self.gap(left, right) == "и"

    def row_end(self, drafts: Sequence[Draft], k: int) -> Draft | None:
        """«пшеницы – 14, ячменя – 17, льна – 9 ц/га»: the last of a row of such members, if it alone has a unit."""
        if any(draft.unit and not draft.refused for draft in drafts[:k]):
            return None
        for members, (left, right) in enumerate(zip(drafts[k:], drafts[k + 1 :]), 1):
            if not _MEMBER.fullmatch(self.text, left.number.end, right.number.start):
                return None
            if not right.bare:
                row = members > 1 or k > 0 and _MEMBER.fullmatch(self.text, drafts[k - 1].number.end, left.number.start)
                own = not row and self.names_itself(left.number.end, right.number.start)  # «, общая сумма – 5 га»
                counted = self._counts_before(drafts[k])  # «рабочих – 31, пряжи – 70 тонн»
                sound = right.measured is not None and not right.refused and not right.compound
                alike = max(draft.number.scale for draft in drafts[k : k + members]) <= right.number.scale
                share = right.unit == "%" and self.pieces[right.number.first - 1].form in _DASHES
                return right if sound and alike and not (own or counted or share) else None
        return None

    def is_of_many(self, draft: Draft) -> bool:
        """Whether what is counted stands before a number: «мостов четыре», «новых мостов построят четыре»."""
        place = self.token_at(draft.start)
        return any(may_be_counted(token.text) for token in self.tokens[max(0, place - 2) : place])

    def _counts_before(self, draft: Draft) -> bool:
        """Whether a noun in the genitive plural stands in the clause before a number."""
        place = self.token_at(draft.start)
        clause = takewhile(lambda token: token.text not in (",", ";", ":"), reversed(self.tokens[:place]))
        return any(token.pos in ("NOUN", "PROPN") and may_be_many(token.text) for token in clause)

    def names_itself(self, start: int, end: int) -> bool:
        """Whether a noun in the nominative stands in a stretch of the text."""
        tokens = self.tokens[self.token_at(start) : self.token_at(end)]
        return any(t.start >= start and t.pos == "NOUN" and t.feat("Case") == "Nom" for t in tokens)

    def gap(self, left: Draft, right: Draft) -> str:
        """What stands between two numbers, in small letters."""
        return self.text[left.number.end : right.number.start].strip().lower()

    def scale_like(self, draft: Draft, right: Draft, row: bool) -> None:
        """«15 и 20 тысяч тенге», of a row «две, три и пять»: the scale is told once, where the two are of one size."""
        gap = self.text[draft.number.end : right.number.start].lower().strip(" ,")
        if gap == "по" or gap == "" and not row or draft.scale != 1 or right.scale < 1000:
            return
        part = row and draft.value != int(draft.value)  # «пшеница – 488,1, овощи – 2,9 тыс. га»
        if part or (1 / 30 < draft.value / (right.value / right.scale) < 30 if right.value else False):
            draft.value, draft.scale = times(draft.value, right.scale), right.scale
            draft.value_max = None if draft.value_max is None else times(draft.value_max, right.scale)
