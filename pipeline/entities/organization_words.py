"""The lexicon's words for names of organisations, keyed for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Mapping, Sequence

from pipeline.entities import gazetteer, nominative, people
from pipeline.entities.positions import Positions
from pipeline.entities.toponyms import fold, name_forms, phrase_forms
from pipeline.lexicon import Lexicon


@dataclass(frozen=True)
class Vocabulary:
    """The tables of organisations, keyed by folded form or by the abbreviation as written."""

    heads: Mapping[str, Mapping[str, str]]  # word, or abbreviation of a legal form -> use -> kind
    forms: Mapping[str, str]  # folded form in the singular -> word of heads
    kept: frozenset[str]  # folded words of heads that stand before a proper name as a part of it
    modifiers: frozenset[str]
    stops: Mapping[str, frozenset[str]]  # see organization_stops: kind -> words
    names: Mapping[str, Sequence[tuple[tuple[str, ...], str, str]]]  # first folded word -> (words, kind, name)
    acronyms: Mapping[str, str]
    kinds: Mapping[str, str]  # folded known name -> kind
    expansions: Mapping[str, str]  # folded abbreviation -> folded full name
    places: gazetteer.Gazetteer
    posts: Positions
    honours: frozenset[str]  # what may stand by a name: батыра, хана


@lru_cache(maxsize=4)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Build the look-up tables of a lexicon, once."""
    heads: dict[str, dict[str, str]] = {}
    for row in lexicon["organization_heads"]:
        word = row["word"] if row["use"] == "form" else fold(row["word"])
        heads.setdefault(word, {}).setdefault(row["use"], row["kind"])
    stops: dict[str, set[str]] = {}
    for row in lexicon["organization_stops"]:
        stops.setdefault(row["kind"], set()).add(fold(row["word"]))
    names: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    acronyms: dict[str, str] = {}
    for row in lexicon["organization_names"]:
        words = row["name"].split()
        if len(words) == 1 and words[0].isupper():
            acronyms[words[0]] = row["kind"]
            continue
        single = len(words) == 1
        phrases = {(form,) for form in name_forms(row["name"])} if single else set(phrase_forms(row["name"]))
        for form in sorted(phrases | {tuple(map(fold, words))}):
            names.setdefault(form[0], []).append((form, row["kind"], row["name"]))
    modifiers = frozenset(fold(row["word"]) for row in lexicon["organization_modifiers"])
    kinds = {fold(row["name"]): row["kind"] for row in lexicon["organization_names"]}
    expansions = {fold(row["name"]): fold(row["means"]) for row in lexicon["organization_names"] if row["means"]}
    stopped = {kind: frozenset(words) for kind, words in stops.items()}
    forms = {form: word for word in sorted(heads) if not word.isupper() for form in nominative.singular_forms(word)}
    kept = frozenset(fold(word) for word, uses in heads.items() if not {"form", "keep"}.isdisjoint(uses))
    honours = frozenset(fold(row["cue"]) for row in lexicon["name_cues"] if row["kind"] == "honour")
    places, posts = gazetteer.load(lexicon), people.finder(lexicon).positions
    return Vocabulary(
        heads, forms, kept, modifiers, stopped, names, acronyms, kinds, expansions, places, posts, honours
    )
