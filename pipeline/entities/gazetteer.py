"""The gazetteer: every case form of every known place, looked up by its first word."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Iterable, Iterator

from pipeline.document import MentionType
from pipeline.entities.toponyms import adjective_forms, demonym_forms, fold, name_forms, phrase_forms
from pipeline.lexicon import Lexicon, LexiconError

REPUBLICAN_CITIES = ("71", "75", "79")
_ENDING = re.compile(
    r"(ого|ому|ыми|ими|ами|ями|ой|ою|ом|ем|ым|им|ей|ах|ях|ый|ий|ая|ое|ые|ую|ов|ев|а|я|о|е|ы|и|у|ю|й|ь)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place the gazetteer knows; ``code`` is ISO 3166-2:KZ, or ISO 3166-1 of a country."""

    id: str
    name: str
    type: MentionType
    code: str
    kind: str  # oblast, city, district, village or country


@dataclass(frozen=True, slots=True)
class Entry:
    """A name as it may stand in a text: its folded words and the places that bear it."""

    words: tuple[str, ...]
    ids: tuple[str, ...]
    guard: str = ""  # why the name alone proves nothing: person, word, several
    lower: bool = False  # it may begin with a small letter
    name: str = ""  # its nominative

    @property
    def declined(self) -> bool:
        """Whether it can be no nominative: Астаны, but not Алматы."""
        return fold(self.name) != " ".join(self.words)


@dataclass
class Gazetteer:
    """Look-up tables, all keyed by folded word forms."""

    places: dict[str, Place] = field(default_factory=dict)
    names: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    named_districts: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    oblasts: dict[str, str] = field(default_factory=dict)  # form of an oblast's adjective -> id
    abroad: dict[str, str] = field(default_factory=dict)  # the same of other countries, their «край» too
    districts: dict[str, tuple[str, ...]] = field(default_factory=dict)  # form of a district's adjective -> ids
    derived: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)  # form of an oblast's adjective -> the city of that name
    demonyms: dict[str, str] = field(default_factory=dict)
    villages: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = field(default_factory=dict)  # stem -> name, ids
    foreign: dict[str, Place] = field(default_factory=dict)  # form of a city or region of another country
    village_names: dict[str, str] = field(default_factory=dict)  # KATO number -> name
    cues: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def begins(self) -> frozenset[str]:
        """Every word form that a name or an adjective of a place begins with."""
        return frozenset().union(
            self.names, self.oblasts, self.abroad, self.districts, self.derived, self.demonyms
        )

    @cached_property
    def every_oblast(self) -> dict[str, str]:
        """Form of an oblast's adjective -> id, in all countries."""
        return self.abroad | self.oblasts

    def single(self, word: str) -> bool:
        """Whether a word alone, with a capital, may be the name of a place."""
        folded = fold(word)
        known = folded in self.foreign or any(entry.words == (folded,) for entry in self.names.get(folded, ()))
        return known and word[:1].isupper()

    def of_adjective(self, word: str, after: str) -> str:
        """Id of the oblast an adjective is of; before «городской» of the city of that name, or empty without one."""
        return self.seats.get(word, "") if after.startswith("городск") else self.oblasts[word]

    def village(self, word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Villages whose name may stand in the text as this word: (name, KATO numbers)."""
        return self.villages.get(stem(word), ())


def stem(word: str) -> str:
    """A folded word without its ending: what all case forms of a name share."""
    return _ENDING.sub("", fold(word))


def region_code(kato: str) -> str:
    """ISO 3166-2 code of the region a KATO number lies in, by its first two digits; of places abroad the country's."""
    return f"KZ-{kato[:2]}" if kato.isdigit() else kato[:2]


def _person_variants(name: str) -> Iterator[tuple[str, ...]]:
    """Ways to write the name of a district; one named after a person may stand with «имени» and initials."""
    words = fold(name).replace(".", " . ").split()
    yield tuple(words)
    if len(words) == 2 and words[1].endswith(("ова", "ева", "ина")):
        for first in ((words[0],), (words[0][0], ".")):
            for lead in ((), ("имени",), ("им", ".")):
                yield (*lead, *first, words[1])


@lru_cache(maxsize=4)
def load(lexicon: Lexicon) -> Gazetteer:
    """Build the gazetteer of a lexicon: some tenths of a second, once a process.

    Raises LexiconError where a variant names a place that no table holds.
    """
    made = Gazetteer()
    guards = {fold(row["name"]): row["kind"] for row in lexicon["place_guards"]}
    names: dict[tuple[str, ...], list[str]] = defaultdict(list)
    named: dict[tuple[str, ...], list[str]] = defaultdict(list)
    districts: dict[str, list[str]] = defaultdict(list)
    guard_of: dict[tuple[str, ...], str] = {}
    lower: set[tuple[str, ...]] = set()
    name_of: dict[tuple[str, ...], str] = {}

    def stand(name: str, key: str, forms: Iterable[tuple[str, ...]], small: bool = False) -> None:
        for words in forms:
            if key not in names[words]:
                names[words].append(key)
            guard_of.setdefault(words, guards.get(fold(name), ""))
            name_of.setdefault(words, name)
            if small:
                lower.add(words)

    def add(key: str, kind: str, name: str) -> None:
        if kind == "oblast" and name.endswith(" область"):
            for form in adjective_forms(name.split()[0]):
                made.oblasts.setdefault(form, key)
        elif kind.endswith("district") and name.endswith(" район"):
            for form in adjective_forms(name.split()[0]):
                if key not in districts[form]:
                    districts[form].append(key)
        elif kind.startswith("named"):
            for words in _person_variants(name):
                if key not in named[words]:
                    named[words].append(key)
        elif kind == "foreign_city":
            city = Place(f"{key}:{fold(name)}", name, "place", key, "city")
            made.places[city.id] = city
            for forms in phrase_forms(name) if " " in name else [(form,) for form in name_forms(name)]:
                made.foreign.setdefault(" ".join(forms), city)
        elif kind == "abbreviation":
            stand(name, key, [(fold(name),)])
        elif kind == "derived":
            made.derived.update({form: key for form in adjective_forms(name)})
        elif kind == "seat":
            made.seats.update({form: key for form in adjective_forms(name)})
        elif kind == "demonym":
            made.demonyms.update({form: key for form in demonym_forms(name)})
        elif kind in ("phrase", "country"):
            stand(name, key, phrase_forms(name), kind == "phrase" and name[:1].islower())
        else:
            stand(name, key, phrase_forms(name) if " " in name else ((form,) for form in name_forms(name)))

    for row in lexicon["regions"]:
        city = row["kato"][:2] in REPUBLICAN_CITIES
        made.places[row["kato"]] = Place(row["kato"], row["name"], "region", row["code"], "city" if city else "oblast")
        if row["adjective"]:
            add(row["kato"], "oblast", f"{row['adjective']} область")
            people = fold(row["adjective"])[:-4]
            made.demonyms.update({form: row["kato"] for form in demonym_forms(people + "цы")})
            made.derived.update({form: row["kato"] for form in adjective_forms(row["adjective"])})
        else:
            add(row["kato"], "city", row["name"])
    katos = {row["code"]: row["kato"] for row in lexicon["regions"]}
    for row in lexicon["region_adjectives"]:  # «семейская ТЭЦ»: towns tell their region too
        for form in adjective_forms(row["stem"] + "ий") if row["stem"].endswith("ск") else ():
            made.derived.setdefault(form, katos[row["region"]])
    for row in lexicon["countries"]:
        made.places[row["code"]] = Place(row["code"], row["name"], "country", row["code"], "country")
        add(row["code"], "country", row["name"])
    for row in lexicon["places"]:
        key, kind, name = row["id"], row["kind"], row["name"]
        short = kind.rpartition("_")[2]
        full = f"район {name}" if kind.startswith("named") else name
        made.places.setdefault(key, Place(key, full, "place", region_code(key), short))
        add(key, kind, name)
    for row in lexicon["foreign_regions"]:
        region = Place(f"{row['code']}:{fold(row['name'])}", row["name"], "place", row["code"], "oblast")
        made.places[region.id] = region
        if row["name"].endswith((" область", " край")):
            made.abroad.update({form: region.id for form in adjective_forms(row["name"].split()[0])})
        for name in (row["name"], f"Республика {row['name']}"):
            made.foreign.update({" ".join(form): region for form in phrase_forms(name)})
    for row in lexicon["foreign_cities"]:
        add(row["code"], "foreign_city", row["name"])
    village_of = {key: row["name"] for row in lexicon["villages"] for key in row["ids"].split(";")}
    for row in lexicon["place_variants"]:
        if row["kind"] == "village" and row["id"] in village_of:
            name = village_of[row["id"]]
            made.places.setdefault(row["id"], Place(row["id"], name, "place", region_code(row["id"]), "village"))
        if row["kind"] != "foreign_city" and row["id"] not in made.places:
            raise LexiconError(f"place_variants: no place or country has the id {row['id']} of {row['name']!r}")
        add(row["id"], row["kind"], row["name"])
    for words, ids in names.items():
        made.names[words[0]].append(Entry(words, tuple(ids), guard_of[words], words in lower, name_of[words]))
    for words, ids in named.items():
        made.named_districts[words[0]].append(Entry(words, tuple(ids)))
    for table in (made.names, made.named_districts):
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry.words))
    made.districts = {form: tuple(ids) for form, ids in districts.items()}
    villages: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for row in lexicon["villages"]:
        bearers = tuple(row["ids"].split(";"))
        villages[stem(row["name"])].append((row["name"], bearers))
    made.village_names = village_of
    made.villages = {form: tuple(rows) for form, rows in villages.items()}
    cues: dict[str, set[str]] = defaultdict(set)
    for row in lexicon["place_cues"]:
        cues[fold(row["cue"])].add(row["kind"])
    made.cues = {cue: frozenset(kinds) for cue, kinds in cues.items()}
    return made
