"""Bounds: «не менее», «до», «15 с лишним», and where a difference goes, «на 5 тонн больше»."""

from __future__ import annotations

import re

from pipeline.facts import cues
from pipeline.facts.drafts import Draft, SentenceReader

_DIRECTIONS = {"больше": "up", "выше": "up", "дороже": "up", "меньше": "down", "ниже": "down", "дешевле": "down"}
COMPARED = (*_DIRECTIONS, "более", "менее")
_OPPOSITE = {"ge": "le", "le": "ge"}
_LEVELS = ("выше", "ниже")
NEVER = "не …"  # before the phrase of a limit that the denied verb makes: «не поднимется выше»
_OR = re.compile(r"(?:\s\w+)?,?\s+или\s+(?:на\s+)?")
_MORE_AFTER = re.compile(
    r"\.?(?:\s*\((?:на )?[^()]{1,25}\)|, или (?:на )?[^,]{1,40}(?:,\d[^,]{0,40})?,)?"
    r"\s+(больше|меньше|выше|ниже|дороже|дешевле)\b(?! не\b)",
    re.IGNORECASE,
)


class Bounds(SentenceReader):
    """Reads what bounds the numbers of a sentence."""

    def comparator(self, draft: Draft, previous: Draft | None) -> tuple[str, str]:
        """The comparator of a number and the words that tell it; ``previous``: the number before."""
        if draft.value_max is not None:
            return "range", "range"
        number = draft.number
        start = number.first
        if draft.measured and draft.measured.last < number.first:
            start = draft.measured.first
        end = next((k for k, p in enumerate(self.pieces) if p.start >= draft.number.end), len(self.pieces))
        for k in range(number.first, number.last):  # «три с лишним тысячи»
            if inside := self.kit.after.longest(self.pieces, k):
                return inside[1], self.text[self.pieces[k].start : self.pieces[inside[0]].end].lower()
        follows = self.bound_after(end)
        if follows is None and draft.end > draft.number.end:
            end = next((k for k, p in enumerate(self.pieces) if p.start >= draft.end), len(self.pieces))
            follows = self.bound_after(end)
        if follows is not None and (follows[0] - end > 0 or draft.bare or draft.measured):
            return follows[1], self.text[self.pieces[end].start : self.pieces[follows[0]].end].lower()
        i = start - 1
        while i >= 0 and self.pieces[i].form in ("в", "на", "с", "со", "к", "по", "чем", "еще", "(", "и", "уже", "+"):
            i -= 1
        i -= i > 0 and self.pieces[i].form == "." and self.glued(i)  # «ок. 900»
        found = self.kit.before.ending(self.pieces, i) if i >= 0 else None
        if found is None:
            return ("approx", "inverted") if number.approx or draft.comparator == "approx" else ("eq", "")
        first, comparator = found
        phrase = self.text[self.pieces[first].start : self.pieces[i].end].lower()
        if phrase == "до" and self._is_target(first, previous):
            return "eq", ""
        if phrase == "от" and draft.measured is None and self.pieces[first - 1].form not in ("–", "—"):
            return "eq", ""
        if first > 0 and self.pieces[first - 1].form == "не" and not phrase.startswith("не"):
            comparator = _OPPOSITE.get(comparator, comparator)
        elif phrase in COMPARED and self._is_never(draft, first, phrase):
            return _OPPOSITE[comparator], f"{NEVER} {phrase}"
        parted = i + 1 != start and self.pieces[i + 1].form != "чем"
        if phrase in COMPARED and (parted or number.kind == "multiplier"):
            return "eq", ""  # «стало больше на 40 тонн», «дороже втрое»: a change, not a bound
        return comparator, phrase

    def _is_never(self, draft: Draft, i: int, phrase: str) -> bool:
        """Whether a verb denies that a limit is passed: «не поднимется выше 25», «выше 25 не поднимется»."""
        at = self.token_at(self.pieces[i].start) - 1
        if any(token.text.lower() == "если" for token in self.tokens[: max(at, 0)]):
            return False  # «если цена не упадёт ниже 300»: where a condition begins
        if at > 0 and self.tokens[at].pos == "VERB" and self.tokens[at - 1].text.lower() in ("не", "ли"):
            return phrase in _LEVELS or self.tokens[at].lemma in self.kit.growth  # «вряд ли вырастет больше чем»
        after = self.tokens[draft.last + 1 : draft.last + 3]
        return phrase in _LEVELS and len(after) == 2 and after[0].text == "не" and after[1].pos == "VERB"

    def change(self, draft: Draft) -> str:
        """Where a difference goes that a comparative tells, «на 5 тонн больше», «выше на 8 %»: up, down or nowhere."""
        i = draft.number.first - 1
        if i < 0 or self.pieces[i].form != "на" or draft.number.kind in ("fraction", "part"):
            return ""
        inserted = i > 0 and self.pieces[i - 1].form == "или" and self.text.startswith(",", draft.end)
        after = _MORE_AFTER.match(self.text, draft.end + inserted)  # «на 4 тонны, или на 8 %, больше»
        word = after[1].lower() if after else self.pieces[i - 1].form if i else ""
        if draft.unit in ("m", "km") and word in ("выше", "ниже"):
            return ""  # «на 5 км ниже по реке»
        return _DIRECTIONS.get(word, "")

    def share_change(self, left: Draft, right: Draft) -> None:
        """«на 17 грантов, или на 8 % больше», «на 8 %, или 17 грантов, больше»: both are told of."""
        both = [[rule for rule in draft.rules if rule.startswith("change:")] for draft in (left, right)]
        opened = left.number.first > 0 and self.pieces[left.number.first - 1].form == "на"
        if opened and any(both) and not all(both) and _OR.fullmatch(self.text, left.end, right.start):
            left.rules, right.rules = (*left.rules, *both[1]), (*right.rules, *both[0])

    def _is_target(self, i: int, previous: Draft | None) -> bool:
        """Whether «до» names where a change ended: «вырос до», «с 4 до 6»."""
        if previous is not None and self.pieces[previous.number.first - 1].form in ("с", "со", "от"):
            return True
        if previous is not None and self.pieces[previous.number.first - 1].form == "на":
            if self.text[previous.end : self.pieces[i].start].strip() == ",":
                return True  # «налоги – на 5 %, до 3 млрд»
        place = self.token_at(self.pieces[i].start)
        for token in reversed(self.tokens[max(0, place - 8) : place]):
            if token.lemma.replace("ё", "е") in self.kit.growth.difference(cues.of_numbers(self.kit.lexicon, "loses")):
                return True
            if token.feat("VerbForm") in ("Fin", "Inf"):
                return False  # «рост позволит принять до 90 детей»
        return False

    def bound_after(self, i: int) -> tuple[int, str] | None:
        """A bound that starts at piece ``i`` and says it of the number before, not of one that follows."""
        found = self.kit.after.longest(self.pieces, i)
        following = found[0] + 1 if found else len(self.pieces)
        return None if following < len(self.pieces) and self.pieces[following].kind == "number" else found
