"""What a sentence tells of the case and gender of a person's name in it."""

from __future__ import annotations

from typing import Mapping, Sequence

from pipeline.document import Sentence, Token
from pipeline.entities.declension import CASES
from pipeline.entities.names import Hints, fold
from pipeline.entities.positions import Positions
from pipeline.lexicon import Lexicon

_RELATIONS = {
    "nsubj": {"Nom": 0.8},
    "nsubj:pass": {"Nom": 0.8},
    "obj": {"Acc": 0.5},
    "iobj": {"Dat": 0.6},
    "nmod": {"Gen": 0.5},
}
_REACH = 14  # tokens to look back for the title a name stands with


class Context:
    """Weighs case and gender of names by the words around them."""

    def __init__(self, lexicon: Lexicon, positions: Positions) -> None:
        self.prepositions: Mapping[str, tuple[str, ...]] = {
            row["word"]: tuple(row["cases"].split()) for row in lexicon["prepositions"]
        }
        self.government = {row["verb"]: row["case"] for row in lexicon["verb_government"]}
        self.positions = positions

    def hints(self, sentence: Sentence, start: int, end: int) -> Hints:
        """Evidence for the name at ``start:end`` (offsets in the text)."""
        tokens = sentence.tokens
        inside = [i for i, token in enumerate(tokens) if token.start < end and start < token.end]
        if not inside:
            return Hints()
        case: dict[str, float] = {}
        gender: dict[str, float] = {}

        def add(weights: Mapping[str, float]) -> None:
            for name, weight in weights.items():
                case[name] = case.get(name, 0.0) + weight

        first = inside[0]
        for i in inside:
            if tokens[i].feat("Case") in CASES and len(tokens[i].text) > 1:
                add({tokens[i].feat("Case"): 0.5})
            if len(inside) == 1 and tokens[i].feat("Gender") in ("Masc", "Fem"):
                mark = "m" if tokens[i].feat("Gender") == "Masc" else "f"
                gender[mark] = gender.get(mark, 0.0) + 0.2
        before = fold(tokens[first - 1].text) if first else ""
        if before in self.prepositions:
            add({name: 1.5 - 0.6 * rank for rank, name in enumerate(self.prepositions[before])})
        else:
            titled = self._title_case(tokens, first)
            add(titled or self._governed(tokens, inside))
            root = next((tokens[i] for i in inside if tokens[i].head not in inside), tokens[first])
            add(_RELATIONS.get(root.rel, {}))
            if root.rel == "conj" and 0 <= root.head < len(tokens):  # an item of a list stands as the first does
                first_item = tokens[root.head]
                if first_item.feat("Case") in CASES:
                    add({first_item.feat("Case"): 0.6})
                add(_RELATIONS.get(first_item.rel, {}))
            if root.rel.startswith("nsubj") and 0 <= root.head < len(tokens):
                verb = tokens[root.head]
                if verb.feat("Tense") == "Past" or verb.feat("Variant") == "Short":
                    if verb.feat("Gender") in ("Masc", "Fem"):
                        mark = "m" if verb.feat("Gender") == "Masc" else "f"
                        gender[mark] = gender.get(mark, 0.0) + 0.8
        if len(inside) == 1 and _told_of_woman(tokens, first):
            add({"Nom": 0.6})
            gender["f"] = gender.get("f", 0.0) + 0.6
        if _woman_spoke(tokens, first):
            add({"Nom": 1.5})
            gender["f"] = gender.get("f", 0.0) + 1.0
        if first == 0:
            add({"Nom": 0.2})
        return Hints(case, gender)

    def _governed(self, tokens: Sequence[Token], inside: Sequence[int]) -> dict[str, float]:
        """What the verb before the name leaves for it: the case it governs; no nominative where it has a subject."""
        for i in range(inside[0] - 1, -1, -1):
            token = tokens[i]
            if token.text in ",;:—–(«":
                break
            if token.pos == "VERB":
                weights = {self.government[token.lemma]: 0.7} if token.lemma in self.government else {}
                if any(t.head == i and t.rel == "nsubj" and k not in inside for k, t in enumerate(tokens)):
                    weights["Nom"] = -0.6
                return weights
        return {}

    def _title_case(self, tokens: Sequence[Token], first: int) -> dict[str, float]:
        """Case of the nearest position noun before the name, with nothing but its complements between."""
        quoted = False
        for i in range(first - 1, max(-1, first - 1 - _REACH), -1):
            token = tokens[i]
            if token.text in "»«":
                quoted = token.text == "»"
            if quoted:
                continue
            if token.pos in ("VERB", "AUX") or token.text in ".;:—–-!?…":
                break
            form = self.positions.form(token.text)
            if form is not None:
                tagged = token.feat("Case")
                if tagged in form.cases:
                    return {tagged: 1.2}
                return {name: 1.2 / len(form.cases) for name in form.cases}
        return {}


def _told_of_woman(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word stands beside a feminine verb that has no other subject: «вопрос задала Ахметова»."""
    for k in (i - 1, i + 1):
        if 0 <= k < len(tokens) and tokens[k].pos == "VERB" and tokens[k].feat("Gender") == "Fem":
            finite = tokens[k].feat("VerbForm") == "Fin"
            return finite and not any(t.head == k and t.rel.startswith("nsubj") for t in tokens)
    return False


def _woman_spoke(tokens: Sequence[Token], first: int) -> bool:
    """Whether a feminine verb after direct speech, with its object, leads to a name: «… – привела пример Ахметова»."""
    k = first - 1
    while k > 1 and tokens[k].pos in ("NOUN", "ADJ", "DET") and tokens[k].feat("Case") != "Nom":
        k -= 1
    verb = k > 1 and tokens[k].feat("VerbForm") == "Fin" and tokens[k].feat("Gender") == "Fem"
    return verb and tokens[k - 1].text in ("–", "—", "-") and tokens[k - 2].text in (",", "!", "?", "…", "»")
