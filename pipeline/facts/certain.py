"""What the words themselves settle of a figure, whatever the model holds for likely."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.document import Document, Quantity, Token
from pipeline.facts import breakdowns, negation
from pipeline.facts.dates import tense_of
from pipeline.facts.model import Choice
from pipeline.facts.periods import path_up
from pipeline.lexicon import Lexicon

_SAME_VERB = re.compile(r",\s+(?:(?:а|и)\s+)?[^,;:()]{2,50}\s[–—-]\sна\s", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)(?:с|со)\s+(?:почти\s+)?$", re.IGNORECASE)
_TO = re.compile(r"[^.;:()\d]{0,15}\s(?:и\s+)?до\s+(?:почти\s+)?", re.IGNORECASE)
_PLAN = re.compile(  # «(план на 2015 г. – 23 %)»
    r"(?<![\w-])план(?:\s+(?:на\s[\w .]{1,20}|т\.\s?г\.))?\s*[–—-]\s*$", re.IGNORECASE
)
_WILL = ("будет", "будут")
Choices = Mapping[str, Choice]  # target -> what is chosen for it


class Certain:
    """The breakdowns and the pairs of levels of one document."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon = document, lexicon
        self.parts = breakdowns.parts(document, lexicon)
        self.levels = _levels(document)

    def of(self, k: int, choices: Choices, earlier: Sequence[Choices]) -> tuple[Choices, dict[str, str]]:
        """The choices for the figure of number ``k`` as the words settle them, and why, target by target.

        ``earlier``: the settled choices of the figures before it.
        """
        quantity = self.document.quantities[k]
        tokens = self.document.sentences[quantity.sentence].tokens
        if choices["change"].label == "share" and quantity.unit not in ("%", "times", "pp"):
            choices = _labelled(choices, change="level")  # a count is no share
        if k in self.parts:
            part = self.parts[k]
            choices, why = _of_whole(choices, earlier[part.whole], part.by)
        else:
            why = {}
        if _PLAN.search(self.document.text, max(0, quantity.start - 30), quantity.start):
            choices, why = _labelled(choices, status="planned"), why | {"status": "told as a plan"}
        elif negation.is_left_undone(quantity, tokens, self.lexicon):
            choices, why = _labelled(choices, status="actual"), why | {"status": "not done so far"}
        elif choices["status"].label == "actual" and _is_to_come(quantity, tokens):
            choices, why = _labelled(choices, status="planned"), why | {"status": "under «будет»"}
        if k in self.levels:
            return _labelled(choices, action=self.levels[k]), why | {"action": "from one level to another"}
        if "fall:minus" in quantity.rules:
            fall = "a minus tells a fall"
            return _labelled(choices, action="decrease", change="change:down"), why | {"action": fall, "change": fall}
        if "growth:verb" in quantity.rules:
            growth = "a verb that multiplies"
            return _labelled(choices, action="increase", change="change:up"), why | {"action": growth, "change": growth}
        if "level:sign" in quantity.rules:
            degrees = dict.fromkeys(("measure", "action", "change"), "degrees with a sign")
            return _labelled(choices, measure="other", action="amount", change="level"), degrees
        told = next((rule.removeprefix("change:") for rule in quantity.rules if rule.startswith("change:")), "")
        if told:
            return _labelled(choices, change=f"change:{told}"), why
        if earlier and earlier[-1]["change"].label.startswith("change:") and self._repeats_verb(k):
            again = {name: earlier[-1][name].label for name in ("action", "change")}
            return _labelled(choices, **again), why | dict.fromkeys(again, "as of the figure before")
        return choices, why

    def is_share(self, k: int) -> bool:
        """Whether a figure is one name's part of another figure, and so of the same things."""
        return k in self.parts and self.parts[k].by == "name"

    def _repeats_verb(self, k: int) -> bool:
        """Whether a figure repeats the verb of the one before: «экспорт муки вырос на 5 %, зерна – на 9 %»."""
        before, quantity = self.document.quantities[k - 1 : k + 1]
        same = _SAME_VERB.fullmatch(self.document.text, before.end, quantity.start)
        if before.sentence != quantity.sentence or not same:
            return False
        between = self.document.sentences[quantity.sentence].tokens[before.last + 1 : quantity.first]
        return not any(tense_of(token) or token.feat("VerbForm") for token in between)


def _is_to_come(quantity: Quantity, tokens: Sequence[Token]) -> bool:
    """Whether a short passive under «будет» or «должно быть» tells a figure, or one joined with such a passive does.

    «Будет сдано 4 дома, открыто 2 клуба».
    """
    _, *above = path_up(quantity.last if quantity.head is None else quantity.head, tokens)
    for at in above:
        token = tokens[at]
        if at >= quantity.first or token.feat("Variant") != "Short":
            return False
        if token.lemma == "должный":
            return [t.text for t in tokens[at + 1 : at + 2]] == ["быть"] and tokens[at + 2].feat("VerbForm") == "Part"
        if any(t.head == at and t.rel.startswith("aux") and t.text.lower() in _WILL for t in tokens):
            return True
        if token.rel not in ("conj", "xcomp"):
            return False
    return False


def _labelled(choices: Choices, **labels: str) -> Choices:
    """Choices with other labels, held for as likely as those they replace."""
    return {**choices, **{name: replace(choices[name], label=label) for name, label in labels.items()}}


def _of_whole(choices: Choices, whole: Choices, by: str) -> tuple[Choices, dict[str, str]]:
    """What a part has of its whole: by name everything; beside a growth another year's tells how much there was."""
    if by == "name":
        same = {name: whole[name] for name in ("measure", "action", "status")}
        return {**choices, **same}, dict.fromkeys(same, "as of the whole")
    if whole["action"].label not in ("increase", "decrease"):
        return choices, {}
    level = "level" if choices["change"].label.startswith("change:") else choices["change"].label
    return _labelled(choices, action="amount", change=level), {"action": "of another year beside a growth"}


def _levels(document: Document) -> dict[int, str]:
    """The actions of figures that are two levels of a change: «очередь сократилась с 1860 до 620 детей»."""
    found: dict[int, str] = {}
    for k, (first, second) in enumerate(zip(document.quantities, document.quantities[1:])):
        if _are_levels(first, second, document.text):
            found[k] = found[k + 1] = "increase" if second.value > first.value else "decrease"
    return found


def _are_levels(first: Quantity, second: Quantity, text: str) -> bool:
    alike = first.sentence == second.sentence and first.unit == second.unit and first.value != second.value
    opened = alike and _FROM.search(text, max(0, first.start - 12), first.start)
    return bool(opened) and _TO.fullmatch(text, first.end, second.start) is not None
