"""Lemmas: the dictionary form whose grammar is nearest to the tag, with repairs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pipeline.language import models

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
Form = tuple[str, str, Mapping[str, str]]  # dictionary form, part of speech, features


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[Form, ...]:
    """What a word may be, likeliest first."""
    return tuple((parse.normal_form.replace("ё", "е"), *_grammar(parse.tag)) for parse in models.analyzer().parse(word))


@lru_cache(maxsize=4096)
def _grammar(tag: Any) -> tuple[str, Mapping[str, str]]:
    feats = dict(_FEATS[grammeme] for grammeme in tag._grammemes_tuple if grammeme in _FEATS)
    return _PARTS.get(tag._POS, "X"), feats


def dictionary_form(word: str, pos: str, feats: Mapping[str, str]) -> str:
    """The lemma natasha gives: of the forms a word may be, the one most like the tag."""
    word = word.lower().replace("ё", "е")
    most, best = 0, word
    for lemma, part, grammar in _forms(word):
        if part == pos and grammar == feats:
            return lemma
        alike = int(_ALIKE.get(part, part) == _ALIKE.get(pos, pos))
        alike += sum(feats.get(name) == value for name, value in grammar.items() if name in _COMPARED)
        if alike > most:
            most, best = alike, lemma
    return best
