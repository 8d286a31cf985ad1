"""Lemmas: the dictionary form whose grammar is nearest to the tag, with repairs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pipeline.document import parse_feats
from pipeline.language import models
from pipeline.language.words import shared_start
from pipeline.lexicon import Lexicon

# Universal Dependencies names of pymorphy's grammemes, as natasha reads them (natasha 1.6.0, MIT licence).
_PARTS: Mapping[str, str] = {
    "ADJF": "ADJ", "ADJS": "ADJ", "ADVB": "ADV", "COMP": "ADV", "VERB": "VERB", "GRND": "VERB", "INFN": "VERB",
    "PRTF": "VERB", "PRTS": "VERB", "NOUN": "NOUN", "NPRO": "PRON", "NUMR": "NUM", "NUMB": "NUM", "Apro": "DET",
    "CONJ": "CCONJ", "INTJ": "INTJ", "PART": "PRCL", "PNCT": "PUNCT", "PRCL": "PART", "PREP": "ADP",
}  # fmt: skip
_FEATS: Mapping[str, tuple[str, str]] = {
    "anim": ("Animacy", "Anim"), "inan": ("Animacy", "Inan"), "impf": ("Aspect", "Imp"), "perf": ("Aspect", "Perf"),
    "ablt": ("Case", "Ins"), "accs": ("Case", "Acc"), "datv": ("Case", "Dat"), "gent": ("Case", "Gen"),
    "gen1": ("Case", "Gen"), "gen2": ("Case", "Gen"), "loct": ("Case", "Loc"), "loc2": ("Case", "Loc"),
    "nomn": ("Case", "Nom"), "voct": ("Case", "Nom"), "COMP": ("Degree", "Cmp"), "Supr": ("Degree", "Sup"),
    "femn": ("Gender", "Fem"), "masc": ("Gender", "Masc"), "neut": ("Gender", "Neut"), "impr": ("Mood", "Imp"),
    "indc": ("Mood", "Ind"), "plur": ("Number", "Plur"), "sing": ("Number", "Sing"), "NUMB": ("NumForm", "Digit"),
    "1per": ("Person", "1"), "2per": ("Person", "2"), "3per": ("Person", "3"), "excl": ("Person", "2"),
    "incl": ("Person", "1"), "futr": ("Tense", "Fut"), "past": ("Tense", "Past"), "pres": ("Tense", "Pres"),
    "ADJS": ("Variant", "Brev"), "PRTS": ("VerbForm", "Part"), "GRND": ("VerbForm", "Conv"),
    "INFN": ("VerbForm", "Inf"), "PRTF": ("VerbForm", "Part"), "VERB": ("VerbForm", "Fin"), "actv": ("Voice", "Act"),
    "pssv": ("Voice", "Pass"), "Abbr": ("Abbr", "Yes"),
}  # fmt: skip
_ALIKE: Mapping[str, str] = {"PROPN": "NOUN", "AUX": "VERB", "SCONJ": "CCONJ"}
_COMPARED = frozenset(("Case", "Gender", "Number", "Aspect", "NumForm", "Person", "Tense", "Variant"))
TAGS = 20_000  # grammars remembered; the dictionary has fewer tags, words it lacks may bring their own
Form = tuple[str, str, Mapping[str, str]]  # dictionary form, part of speech, features


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[Form, ...]:
    """What a word in lower case may be, in the dictionary's order."""
    analyzer = models.quick_analyzer()
    known = analyzer._units[0].analyzer.parse(word, word, ())  # for most words, what all units together would say
    parses = known if known else analyzer.parse(word)
    return tuple((parse[2].replace("ё", "е"), *_grammar(parse[1])) for parse in parses)


def _likeliest(word: str) -> list[Form]:
    """What a word may be, likeliest first."""
    parses = models.analyzer().parse(word)
    return [(parse.normal_form.replace("ё", "е"), *_grammar(parse.tag)) for parse in parses]


_GRAMMARS: dict[int, tuple[str, Mapping[str, str], Any]] = {}  # by identity: hashing a tag hashes all its grammemes


def _grammar(tag: Any) -> tuple[str, Mapping[str, str]]:
    found = _GRAMMARS.get(id(tag))
    if found is None:
        feats = dict(_FEATS[grammeme] for grammeme in tag._grammemes_tuple if grammeme in _FEATS)
        if len(_GRAMMARS) > TAGS:
            _GRAMMARS.clear()
        found = _GRAMMARS[id(tag)] = (_PARTS.get(tag._POS, "X"), feats, tag)  # the tag, so that its id stays its own
    return found[0], found[1]


def dictionary_form(word: str, pos: str, feats: Mapping[str, str]) -> str:
    """The lemma natasha gives: of the forms a word may be, the one most like the tag, of equals the likeliest."""
    word = word.lower().replace("ё", "е")
    lemmas = _most_alike(word, _forms(word), pos, feats)
    if len(set(lemmas)) > 1:  # only now does it matter which is likelier
        lemmas = _most_alike(word, _likeliest(word), pos, feats)
    return lemmas[0]


def _most_alike(word: str, forms: Sequence[Form], pos: str, feats: Mapping[str, str]) -> list[str]:
    """Lemmas of the forms that are the tag, or else share most with it; the word itself if none shares anything."""
    most, best = 0, [word]
    same = [lemma for lemma, part, grammar in forms if part == pos and grammar == feats]
    if same:
        return same
    kind = _ALIKE.get(pos, pos)
    for lemma, part, grammar in forms:
        alike = int(_ALIKE.get(part, part) == kind)
        for name, value in grammar.items():
            if name in _COMPARED and feats.get(name) == value:
                alike += 1
        if alike > most:
            most, best = alike, [lemma]
        elif alike == most and most:
            best.append(lemma)
    return best


_KAZAKH = str.maketrans("әғқңөұүһі", "агкноуухи")  # the Russian letters such words are declined by
_OF_PLACE = re.compile(r"(.{2,}[сц]к)(?:ий|ая|ое|ие|ого|ому|им|ом|ой|ую|их|ими|ою)")
Reading = tuple[str, str, str]  # lemma, part of speech, features
READINGS = 100_000  # (word, tag) pairs remembered, about 20 MB


class Lemmatizer:
    """Lemmas with repairs: words of the lexicon, Kazakh letters, names, participles that serve as nouns."""

    def __init__(self, lexicon: Lexicon, tags: Sequence[str]) -> None:
        """``tags``: the morphological tags readings are asked for, «NOUN|Animacy=Inan|Case=Nom|…»."""
        self._tags = [tag.partition("|")[::2] for tag in tags]
        self._forms: dict[str, tuple[str, list[tuple[str, str]]]] = {}  # form -> lemma, tags the form may have
        for row in lexicon["lemmas"]:
            for form, pos, feats in _paradigm(row["lemma"], row["like"]):
                self._forms.setdefault(form, (row["lemma"], []))[1].append((pos, feats))
        self._instead = {wrong: row["lemma"] for row in lexicon["lemmas"] for wrong in row["instead"].split()}
        self.known: list[dict[str, Reading]] = [{} for _ in tags]  # what was read before: for each tag, word -> reading
        self._size = 0

    def reading(self, word: str, tag: int) -> Reading:
        """Lemma, part of speech and features of a word under a tag, given by its index."""
        found = self.known[tag].get(word)
        if found is None:
            if self._size >= READINGS:
                self._size = 0
                for known in self.known:
                    known.clear()
            lower = word.lower().replace("ё", "е")
            pos, feats = self._tag(lower, tag)
            if pos in ("NOUN", "ADJ") and word.islower():
                pos, feats = _finite(lower) or (pos, feats)
            lemma = self._read(lower, pos, parse_feats(feats))
            found = self.known[tag][word] = (lemma, pos, feats)
            self._size += 1
        return found

    def _tag(self, word: str, tag: int) -> tuple[str, str]:
        """Part of speech and features of a word: those of a noun of the lexicon where it cannot have the tag."""
        pos, feats = self._tags[tag]
        tags = self._forms[word][1] if word in self._forms else []
        if not tags or tags[0][0] != "NOUN":
            return pos, feats
        given = parse_feats(feats)
        nominal = pos in ("NOUN", "PROPN")
        if nominal and any(_case(given) == _case(parse_feats(may)) for _, may in tags):
            return pos, feats
        return pos if nominal else "NOUN", tags[0][1]

    def _read(self, word: str, pos: str, feats: Mapping[str, str]) -> str:
        if word in self._forms:
            return self._forms[word][0]
        plain = word.translate(_KAZAKH)
        if plain != word:
            declined = pos == "PROPN" and not _nominative(feats)
            return _as_written(word, plain, dictionary_form(plain, pos, feats)) if declined else word
        found = dictionary_form(word, pos, feats)
        found = self._instead.get(found, found)
        if pos == "NOUN" and found.endswith(("ть", "ться", "ти", "чь")):
            return _participle(word) or found
        if pos in ("NOUN", "PROPN", "ADJ") and word.isalpha() and not models.analyzer().word_is_known(word):
            return _unknown(word, pos, feats, found)
        return found


def _paradigm(lemma: str, like: str) -> list[tuple[str, str, str]]:
    """Every form of a word declined like another, «маслихат» like «халат», with its part of speech and features."""
    parses = [parse for parse in models.analyzer().parse(like) if parse.normal_form == like] if like else []
    if not parses:
        return [(lemma, "", "")]
    forms = [(form.word.replace("ё", "е"), *_grammar(form.tag)) for form in parses[0].lexeme]
    ending = len(like) - min(shared_start(like, form) for form, _, _ in forms)
    stem = lemma[: len(lemma) - ending]
    return [
        (stem + form[len(like) - ending :], pos, "|".join(f"{name}={feats[name]}" for name in sorted(feats)))
        for form, pos, feats in forms
    ]


def _case(feats: Mapping[str, str]) -> tuple[str | None, str | None]:
    return feats.get("Case"), feats.get("Number")


def _finite(word: str) -> tuple[str, str] | None:
    """Part of speech and features of a word that can be nothing but a finite verb: «в этом отгрузим 12»."""
    forms = _forms(word)
    if not models.analyzer().word_is_known(word) or any(feats.get("VerbForm") != "Fin" for _, _, feats in forms):
        return None
    _, pos, feats = forms[0]
    return pos, "|".join(f"{name}={value}" for name, value in sorted({**feats, "Voice": "Act"}.items()))


def _participle(word: str) -> str:
    """«пострадавших» -> «пострадавший»; empty if the word is no participle."""
    for parse in models.analyzer().parse(word):
        if parse.tag.POS == "PRTF":
            form = parse.inflect({"nomn", "sing", "masc"})
            return form.word.replace("ё", "е") if form else ""
    return ""


def _unknown(word: str, pos: str, feats: Mapping[str, str], found: str) -> str:
    """Words the dictionary lacks: a name in the nominative is its own lemma, «…ского» comes from «…ский»."""
    place = _OF_PLACE.fullmatch(word)
    if pos == "ADJ" and place:
        return place[1] + "ий"
    return word if pos == "PROPN" and _nominative(feats) else found


def _nominative(feats: Mapping[str, str]) -> bool:
    return feats.get("Case") == "Nom" and feats.get("Number") == "Sing"


def _as_written(word: str, plain: str, lemma: str) -> str:
    """The lemma of a word with Kazakh letters, those letters kept where the stem is the same."""
    shared = shared_start(plain, lemma)
    return word[:shared] + lemma[shared:]
