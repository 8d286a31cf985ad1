"""Features of a quantity: what its sentence shows of measure, action, status and kind.

Each feature is a string that names what was seen and where («verb=построить», «head=школа»); the
weights of facts/model are over these, so the same strings explain a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from pipeline.document import Document, Quantity, Sentence, Token
from pipeline.facts import nouns
from pipeline.facts.subject_names import Naming
from pipeline.language.words import tense
from pipeline.lexicon import Lexicon

_BREAKS = {",", ";", ":", "(", ")", "–", "—", "-", ".", "!", "?", "«", "»", '"'}
_WILL = {"будет", "будут", "буду", "будем"}
HARD_BREAKS = {";", ".", "!", "?"}
_MOODS = ("если", "бы", "будет", "будут", "пока", "уже", "еще", "сейчас")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read around a quantity."""

    head: str = ""  # lemma of what is counted or measured
    governor: str = ""  # lemma of the noun the quantity depends on («мощность» of «мощностью 12 МВт»)
    verb: str = ""  # lemma of the governing verb
    verb_index: int | None = None
    near: str = ""  # lemma of the nearest verb with no punctuation between
    features: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Cues:
    """Nouns and verbs of the lexicon by what they say."""

    measures: Mapping[str, str]
    actions: Mapping[str, str]
    naming: Naming
    sums: Mapping[str, str]  # verbs and what the money is they speak of
    modality: Mapping[str, str]


_CUES: dict[str, Cues] = {}


def cues(lexicon: Lexicon) -> Cues:
    """The lexicon's subjects and verbs as mappings."""
    made = _CUES.get(lexicon.fingerprint)
    if made is None:
        made = _CUES[lexicon.fingerprint] = Cues(
            {row["phrase"]: row["measure"] for row in reversed(lexicon["subjects"])},
            {row["word"]: row["action"] for row in reversed(lexicon["verbs"])},
            Naming(
                {row["verb"]: row["noun"] for row in lexicon["agents"]},
                {row["lemma"]: frozenset(row["unless"].split()) for row in lexicon["plurals"]},
                frozenset(row["lemma"] for row in lexicon["plurals"] if row["counted"]),
                frozenset(row["word"] for row in lexicon["initials"]),
                {row["word"]: row["full"] for row in lexicon["shortened"]},
            ),
            {row["verb"]: row["noun"] for row in lexicon["sums"]},
            {row["word"]: row["status"] for row in lexicon["modality"]},
        )
    return made


def lemma(token: Token) -> str:
    """Lemma with е for ё, lower case."""
    return token.lemma.lower().replace("ё", "е")


def read(quantity: Quantity, document: Document, lexicon: Lexicon, like: Seen | None) -> Seen:
    """Read what stands around a quantity; ``like``: what was read around the one it goes on with."""
    return _Reader(quantity, document, cues(lexicon), like).read()


class _Reader:
    def __init__(self, quantity: Quantity, document: Document, cue: Cues, like: Seen | None):
        self.q, self.document, self.cue, self.like = quantity, document, cue, like
        self.sentence: Sentence = document.sentences[quantity.sentence]
        self.tokens = self.sentence.tokens
        self.left, self.right = self._clause()

    def _clause(self) -> tuple[int, int]:
        """Token bounds of the stretch between strong punctuation around the quantity."""
        left, right = self.q.first, self.q.last
        while left > 0 and self.tokens[left - 1].text not in HARD_BREAKS:
            left -= 1
        while right + 1 < len(self.tokens) and self.tokens[right + 1].text not in HARD_BREAKS:
            right += 1
        return left, right

    def read(self) -> Seen:
        head = self.q.head
        governor = self._governor()
        verb = self._verb(head)
        features = [
            f"unit={self.q.unit.split('/')[0]}", f"rate={'/' in self.q.unit}", f"comparator={self.q.comparator}",
            f"zone={self.sentence.zone}",
        ]  # fmt: skip
        head_lemma = lemma(self.tokens[head]) if head is not None else (self.like.head if self.like else "")
        if head is None:
            features.append("elided")
        features += self._noun("head", head_lemma)
        if head is not None:
            features += self._around_head(head)
        governor_lemma = lemma(self.tokens[governor]) if governor is not None else ""
        if governor is not None:
            features += self._noun("gov", governor_lemma)
            for k in range(max(0, governor - 2), governor):
                if nouns.is_modifier(self.tokens[k]):
                    features.append(f"govmod={lemma(self.tokens[k])}")
            if governor + 1 < self.q.first and self.tokens[governor + 1].pos == "NOUN":
                features += self._noun("govcomp", lemma(self.tokens[governor + 1]))
        verb_lemma = lemma(self.tokens[verb]) if verb is not None else ""
        features += self._verb_features("verb", verb)
        left, right = self._segment_verb(-1), self._segment_verb(1)
        features += [*self._verb_features("vl", left), *self._verb_features("vr", right)]
        near = left if left is not None else right
        features += self._place(head, lemma(self.tokens[near]) if near is not None else verb_lemma)
        features += self._modality(verb, near)
        features += self._window()
        if self.like:
            features += [f"like:{f}" for f in self.like.features if f.startswith(("verb", "head", "gov", "unit"))]
        if self.q.total is not None:
            features.append("total")
        near_lemma = lemma(self.tokens[near]) if near is not None else ""
        return Seen(head_lemma, governor_lemma, verb_lemma, verb, near_lemma, tuple(dict.fromkeys(features)))

    # -- parts ------------------------------------------------------------------------------------
    def _noun(self, slot: str, word: str) -> list[str]:
        if not word:
            return [f"{slot}=none"]
        found = [f"{slot}={word}"]
        measure = self.cue.measures.get(word)
        if measure:
            found.append(f"{slot}measure={measure}")
        action = self.cue.actions.get(word)
        if action:
            found.append(f"{slot}action={action}")
        return found

    def _around_head(self, head: int) -> list[str]:
        found = []
        k = head - 1
        while k >= 0 and (nouns.is_modifier(self.tokens[k]) or self.tokens[k].text in ',и«»"'):
            if nouns.is_modifier(self.tokens[k]):
                word = lemma(self.tokens[k])
                found.append(f"mod={word}")
                two = self.cue.measures.get(f"{word} {lemma(self.tokens[head])}")
                if two:
                    found.append(f"headmeasure={two}")
                    found.append("phrase")
                if self.cue.actions.get(word):
                    found.append(f"modaction={self.cue.actions[word]}")
            k -= 1
        k = head + 1
        while k < len(self.tokens) and nouns.is_modifier(self.tokens[k]):
            k += 1
        if k < len(self.tokens) and self.tokens[k].pos == "NOUN" and self.tokens[k].feat("Case") == "Gen":
            found += self._noun("comp", lemma(self.tokens[k]))
        elif head + 2 < len(self.tokens) and self.tokens[head + 1].pos == "ADP":
            found.append(f"afterprep={lemma(self.tokens[head + 1])}")
            for k in range(head + 2, min(head + 6, len(self.tokens))):
                if self.tokens[k].pos == "NOUN":
                    found += self._noun("after", lemma(self.tokens[k]))
                    break
        return found

    def _governor(self) -> int | None:
        """The noun right before the quantity: «мощностью 12 МВт», «объём инвестиций – 5 млрд»."""
        k, steps, last = self.q.first - 1, 0, None
        while k >= self.left and steps < 7:
            token = self.tokens[k]
            if token.pos == "VERB" and token.feat("VerbForm") != "Part":
                break
            if token.text in (",", ")", "("):
                break
            if token.pos == "NOUN":
                last = k
                j = k - 1
                while j >= self.left and nouns.is_modifier(self.tokens[j]):
                    j -= 1
                if j >= self.left and self.tokens[j].pos == "NOUN" and token.feat("Case") == "Gen":
                    k = j
                    continue
                break
            k -= 1
            steps += 1
        return last

    def _verb(self, head: int | None) -> int | None:
        """The governing verb: up the tree, else the nearest in the clause."""
        start = head if head is not None and head >= self.q.first else self.q.last
        seen: set[int] = set()
        node = start
        if self.tokens[node].rel:
            while node >= 0 and node not in seen:
                seen.add(node)
                token = self.tokens[node]
                if token.pos in ("VERB", "AUX") and node != start and not nouns.is_participle(token):
                    return node
                node = token.head
        left = self._nearest_verb(-1)
        return left if left is not None else self._nearest_verb(1)

    def _nearest_verb(self, step: int) -> int | None:
        k = self.q.first - 1 if step < 0 else self.q.last + 1
        while self.left <= k <= self.right:
            if self.tokens[k].pos == "VERB" and not nouns.is_participle(self.tokens[k]) and not self._is_aside(k):
                return k
            k += step
        return None

    def _is_aside(self, i: int) -> bool:
        """Whether a verb is the reporter's word to the reader: «В городе, напомним, 30 школ»."""
        token, after = self.tokens[i], self.tokens[i + 1 : i + 2]
        ours = token.feat("Tense") == "Fut" and token.feat("Person") == "1" and token.feat("Number") == "Plur"
        return ours and bool(after) and after[0].text == "," and (i == 0 or self.tokens[i - 1].text == ",")

    def _modality(self, verb: int | None, near: int | None) -> list[str]:
        """Whether the clause speaks of what was, is, will or may be: by its verbs and by words of planning."""
        found = []
        sides: dict[str, list[str]] = {"l": [], "r": []}
        for side, places in (("l", range(self.q.first - 1, -1, -1)), ("r", range(self.q.last + 1, len(self.tokens)))):
            crossed = 0
            for i in places:
                token = self.tokens[i]
                if token.text in HARD_BREAKS or crossed > 2 or len(sides[side]) == 3:
                    break
                crossed += token.text in (",", "–", "—")
                said = self._time_of(i)
                if said:
                    sides[side].append(said)
                    found.append(f"m{side}{crossed}={said}")
        first = {side: (said[0] if said else "none") for side, said in sides.items()}
        own = self._time_of(near) if near is not None else ""
        tree = self._time_of(verb) if verb is not None else ""
        cues = [said for said in (*sides["l"], *sides["r"]) if said.endswith("!")]
        cue = cues[0] if cues else "none"
        found += [f"ml={first['l']}", f"mr={first['r']}", f"mlr={first['l']}:{first['r']}"]
        found += [f"mo={own}", f"mt={tree}", f"mot={own}:{tree}", f"mcue={cue}", f"mo:cue={own}:{cue}"]
        words = {token.text.lower() for token in self.tokens[self.left : self.right + 1]}
        found += [f"mw={word}" for word in _MOODS if word in words]
        return found

    def _time_of(self, i: int) -> str:
        """What a word says of time and mood: past, present, future, or a cue of the lexicon with «!»."""
        token = self.tokens[i]
        said = self.cue.modality.get(lemma(token))
        if said == "managed" and tense(token) != "Past":
            said = "planned"  # «позволит построить»
        if said:
            return f"{said}!"
        if token.pos == "AUX" and token.feat("Tense") == "Fut":
            return "future"
        if token.pos != "VERB" or nouns.is_participle(token) or self._is_aside(i):
            return ""
        nearby = {other.text.lower() for other in self.tokens[max(0, i - 3) : i]}
        told = tense(token)
        if told == "Fut" or nearby & {"будет", "будут", "буду", "будем"}:
            return "future"
        if token.feat("VerbForm") == "Inf":
            return "infinitive"
        if told == "Pres":
            return "present"
        return "past"

    def _place(self, head: int | None, verb: str) -> list[str]:
        """The quantity's own place in the sentence: relation, case, preposition, and what it hangs on."""
        node = head if head is not None and self.q.first <= head else self.q.last
        token = self.tokens[node]
        steps = 0
        while (
            token.rel in ("nummod", "nummod:gov", "nummod:entity", "flat", "compound", "amod")
            and 0 <= token.head != node
        ):
            node, steps = token.head, steps + 1
            token = self.tokens[node]
            if steps > 4:
                break
        k = self.q.first - 1
        while k >= 0 and (self.tokens[k].pos in ("ADV", "PART", "ADJ") or self.tokens[k].text == ","):
            k -= 1
        preposition = lemma(self.tokens[k]) if k >= 0 and self.tokens[k].pos == "ADP" else "none"
        action = self.cue.actions.get(verb, "none")
        found = [f"rel={token.rel}", f"prep={preposition}", f"case={token.feat('Case')}",
                 f"rel:prep={token.rel}:{preposition}", f"rel:va={token.rel}:{action}",
                 f"prep:va={preposition}:{action}", f"prep:v={preposition}:{verb}",
                 f"rel:prep:va={token.rel}:{preposition}:{action}"]  # fmt: skip
        if token.head >= 0:
            parent = self.tokens[token.head]
            word = lemma(parent)
            found += [
                f"up={word}",
                f"uppos={parent.pos}",
                f"up:prep={word}:{preposition}",
                f"rel:uppos={token.rel}:{parent.pos}",
            ]
            if word in self.cue.measures and parent.pos == "NOUN":
                found += [f"upm={self.cue.measures[word]}", f"upm:prep={self.cue.measures[word]}:{preposition}"]
            if word in self.cue.actions:
                found += [f"upa={self.cue.actions[word]}", f"upa:prep={self.cue.actions[word]}:{preposition}"]
            if nouns.is_participle(parent):
                found.append("up:participle")
        if (
            node + 1 < len(self.tokens)
            and self.q.last + 1 < len(self.tokens)
            and nouns.is_participle(self.tokens[self.q.last + 1])
        ):
            found.append(f"nextpart={lemma(self.tokens[self.q.last + 1])}")
        return found

    def _segment_verb(self, step: int) -> int | None:
        """The nearest verb on one side before any punctuation mark."""
        k = self.q.first - 1 if step < 0 else self.q.last + 1
        while 0 <= k < len(self.tokens) and self.tokens[k].text not in _BREAKS:
            if self.tokens[k].pos == "VERB" and not nouns.is_participle(self.tokens[k]):
                return k
            k += step
        return None

    def _verb_features(self, slot: str, index: int | None) -> list[str]:
        if index is None:
            return [f"{slot}=none"]
        token = self.tokens[index]
        word = lemma(token)
        found = [f"{slot}={word}"]
        action = self.cue.actions.get(word)
        if action:
            found.append(f"{slot}action={action}")
        form = token.feat("VerbForm")
        will = self._will(index)
        when = "Fut" if will else tense(token)  # «будет построено» is no past, whatever its participle
        found.append(f"{slot}form={form}:{when}:{token.feat('Aspect')}:{token.feat('Mood')}")
        if when == "Fut":
            found.append(f"{slot}time=future")
        elif when == "Pres" and form == "Fin" and token.text.endswith("ся"):
            found.append(f"{slot}time=going on")
        for child in self.tokens[max(0, index - 3) : index + 3]:
            if child.text.lower() in ("не", "бы", "будет", "будут", "если", "чтобы"):
                found.append(f"{slot}with={child.text.lower()}")
        if form == "Inf":
            for k in range(max(0, index - 5), index):
                other = self.tokens[k]
                if other.pos in ("VERB", "ADJ", "ADV") and other is not token:
                    found.append(f"{slot}modal={lemma(other)}")
        return found

    def _will(self, index: int) -> bool:
        """Whether a verb or participle stands with «будет»."""
        if self.tokens[index].feat("VerbForm") not in ("Inf", "Part"):
            return False
        return any(
            token.text.lower() in _WILL and (token.head == index or 0 < index - i <= 2)
            for i, token in enumerate(self.tokens[max(0, index - 6) : index + 4], max(0, index - 6))
        )

    def _window(self) -> list[str]:
        """Words at each side up to punctuation, and the words of the clause and the sentence."""
        first, last = self.q.first, self.q.last
        before = [token.text.lower() for token in self.tokens[max(0, first - 3) : first]]
        after = [token.text.lower() for token in self.tokens[last + 1 : last + 4]]
        found = [f"T-{k}={text}" for k, text in enumerate(reversed(before), 1)]
        found += [f"T+{k}={text}" for k, text in enumerate(after, 1)]
        found += [f"T-={text}" for text in before] + [f"T+={text}" for text in after]
        found.append("T-=" + " ".join(before[-2:]))
        found += self._side("L", "prev", range(self.q.first - 1, -1, -1), 14)
        found += self._side("R", "next", range(self.q.last + 1, len(self.tokens)), 12)
        for token in self.tokens:
            if token.pos in ("NOUN", "VERB", "ADJ", "ADV"):
                found.append(f"S:{lemma(token)}")
        return found

    def _side(self, side: str, first: str, places: range, reach: int) -> list[str]:
        """Words on one side, nearest first; the side is doubled («LL») beyond the first punctuation mark."""
        found: list[str] = []
        distance = crossed = 0
        for k in places:
            token = self.tokens[k]
            if token.text in HARD_BREAKS or distance == reach:
                break
            if token.text in _BREAKS:
                crossed += 1
                if side == "L":
                    found.append(f"L{min(distance, 1)}{token.text}")
                elif distance == 0:
                    found.append(f"R{token.text}")
            elif token.pos not in ("PUNCT", "NUM") and not token.text[:1].isdigit():
                word = lemma(token)
                if distance == 0:
                    found.append(f"{first}={word}")
                where = side if crossed == 0 else side * 2
                found.append(f"{where}:{word}")
                found += self._cue(where, word, k)
                distance += 1
        return found

    def _cue(self, side: str, word: str, index: int) -> list[str]:
        found, token = [], self.tokens[index]
        if token.pos in ("NOUN", "VERB", "ADJ"):
            action = self.cue.actions.get(word)
            if action:
                kind = "n" if token.pos == "NOUN" else ("p" if nouns.is_participle(token) else "v")
                found.append(f"{side}action{kind}={action}")
            measure = self.cue.measures.get(word)
            if measure and token.pos == "NOUN":
                found.append(f"{side}measure={measure}")
        if token.pos in ("VERB", "AUX") and not nouns.is_participle(token):
            when = "Fut" if self._will(index) else tense(token)
            found.append(f"{side}tense={token.feat('VerbForm')}{when}{token.feat('Aspect')}")
        return found
