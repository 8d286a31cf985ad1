"""Stretches of a sentence that the gazetteer's names, cues and head words say may name a place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Iterator, Sequence

from pipeline.document import Name, Sentence
from pipeline.entities import gazetteer, quotes, routes
from pipeline.entities.gazetteer import Gazetteer
from pipeline.entities.toponyms import fold

OBLAST_WORDS = frozenset("область области областью областей областям областями областях обл".split())
SEVERAL = frozenset("областей областям областями областях".split())
COMPASS = frozenset("северо южно западно восточно".split())
KRAI_WORDS = frozenset("край края краю краем крае краев краям краями краях".split())
REGION_WORDS = frozenset("регион региона региону регионом регионе".split())
DISTRICT_WORDS = frozenset(
    "район района району районом районе районы районов районам районами районах р-н р-на р-не".split()
)
HEAD_WORDS = OBLAST_WORDS | REGION_WORDS | DISTRICT_WORDS
MASCULINE = re.compile(r"[сц]к(?:ий|ого|ому|им|ом)$")
JOINTS = frozenset([",", "и", "или", "а", "также", "–", "-", "—", "/"])
VALUED = routes.DASHES | {"("}  # what stands between a name and its value
BEARERS = frozenset(["other", "work"])  # kinds of nouns that may bear the name of a place
TITLE_WORDS = 6  # quoted words, at most, that are read as a name and not as speech


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of tokens of one sentence that may name one of several places."""

    first: int
    last: int  # token index, inclusive
    ids: tuple[str, ...]
    rule: str
    guard: str = ""  # see place_guards
    sure: bool = True  # a cue or a unique name says that a place is meant


@dataclass
class Reader:
    """Reads one sentence for names the gazetteer knows; ``names`` are the name model's spans in it."""

    names: Sequence[Name]
    sentence: Sentence
    known: Gazetteer

    def __post_init__(self) -> None:
        self.tokens = self.sentence.tokens
        self.words = [fold(token.text) for token in self.tokens]
        self.quoted = quotes.titles(self.sentence, TITLE_WORDS)
        self.routes = set(self._routes())

    def _routes(self) -> Iterator[int]:
        """Tokens of «Астана – Жезказган»: two names of places in quotation marks are where a train goes."""
        for first, last in quotes.spans(self.sentence):
            dashes = [i for i in range(first + 2, last - 1) if self.words[i] in ("-", "–", "—")]
            if dashes and all(self._entry(self.known.names, i) for i in (first + 1, dashes[0] + 1)):
                yield from range(first + 1, last)

    def hits(self) -> list[Hit]:
        """All hits from left to right, none overlapping."""
        found: list[Hit] = []
        i = 0
        while i < len(self.tokens):
            word = self.words[i]
            if word not in self.known.begins and word not in HEAD_WORDS and not self.tokens[i].text[0].isupper():
                i += 1  # most words: in small letters, and no place's
                continue
            new = list(self._at(i))
            found += new
            i = max([i, *(hit.last for hit in new)]) + 1
        return [self._levelled(hit, found) if (hit.guard, hit.rule) == ("several", "name") else hit for hit in found]

    def _levelled(self, hit: Hit, found: Sequence[Hit]) -> Hit:
        """«В Улытау – 15, в Абае – 33»: beside an oblast that has no place of a name, the name is an oblast's too."""
        own = tuple(key for key in hit.ids if self.known.places[key].kind == "oblast")
        others = {h.ids[0] for h in found if h.ids and h.sure and self.known.places[h.ids[0]].kind == "oblast"}
        if not own or not others or set(map(gazetteer.region_code, others)) & set(map(gazetteer.region_code, hit.ids)):
            return hit
        joined = self.words[hit.first - 1] in JOINTS and any(h.last == hit.first - 2 for h in found)
        stands = joined or "inside" in self._cue(hit.first) or self._has_value(hit.last)
        return replace(hit, ids=own, sure=True) if stands else hit

    def _has_value(self, i: int) -> bool:
        """«Бурлинский – 33», «Бурлинский (96,4%)»: a name with the value it has in a row of names."""
        after = self.tokens[i + 1 : i + 3]
        return len(after) == 2 and after[0].text in VALUED and after[1].text[0].isdigit()

    def _at(self, i: int) -> Iterator[Hit]:
        word, token = self.words[i], self.tokens[i]
        if word in DISTRICT_WORDS or word in OBLAST_WORDS or word in REGION_WORDS:
            yield from self._after_head(i)
            return
        capital = token.text[0].isupper()
        if capital and word in COMPASS:
            yield from self._compass(i)
            return
        if capital and (word in self.known.every_oblast or word in self.known.districts):
            yield from self._adjectives(i)
            return
        if i in self.quoted and i not in self.routes:
            return
        if not capital and word in self.known.derived:
            yield Hit(i, i, (self.known.derived[word],), "derived adjective")
        elif word in self.known.demonyms:
            yield Hit(i, i, (self.known.demonyms[word],), "demonym")
        elif capital and "village" in self._cue(i):
            yield from self._village(i)
        elif capital and "station" in self._cue(i):
            yield from list(self._name(i)) or self._village(i)
        else:
            yield from self._name(i)

    def _compass(self, i: int) -> Iterator[Hit]:
        """«Северо- и Восточно-Казахстанской областях»: the first adjective lacks its second half."""
        for word in self.words[i + 1 : i + 5]:
            key = self.known.oblasts.get(f"{self.words[i]}-{word.partition('-')[2]}") if "-" in word[1:] else None
            if key:
                yield Hit(i, i + 1 if self.words[i + 1] == "-" else i, (key,), "oblast")
                return

    def _entry(self, table: dict[str, list[gazetteer.Entry]], i: int) -> gazetteer.Entry | None:
        """The longest entry of a table that stands at token i."""
        if i >= len(self.words):
            return None
        for entry in table.get(self.words[i], ()):
            if tuple(self.words[i : i + len(entry.words)]) == entry.words:
                if entry.lower or entry.words[0] in ("имени", "им") or self.tokens[i].text[0].isupper():
                    return entry
        return None

    def _after_head(self, i: int) -> Iterator[Hit]:
        """«область Жетысу», «районе Самар»: the name after its head word."""
        head = self.words[i]
        j = i + 2 if i + 1 < len(self.words) and self.words[i + 1] == "." and head == "обл" else i + 1
        if head in DISTRICT_WORDS:
            entry = self._entry(self.known.named_districts, j)
            if entry:
                yield Hit(i, j + len(entry.words) - 1, entry.ids, "district")
            return
        first = i
        while True:  # «областях Абай, Жетысу и Улытау»
            entry = self._entry(self.known.names, j)
            ids = tuple(key for key in entry.ids if self.known.places[key].kind == "oblast") if entry else ()
            if not entry or not ids:
                return
            yield Hit(first, j + len(entry.words) - 1, ids, "oblast")
            j += len(entry.words)
            if head not in SEVERAL or j >= len(self.words) or self.words[j] not in JOINTS:
                return
            j += 1
            first = j

    def _adjectives(self, i: int) -> Iterator[Hit]:
        """«Абайском и Жарминском районах», «Карагандинской, Павлодарской областях»: one hit an adjective."""
        places = [i]
        j = i + 1
        while j < len(self.words):
            k = j
            while k < len(self.words) and self.words[k] in JOINTS:
                k += 1
            if k == j or k >= len(self.words) or not self._is_adjective(k):
                break
            places.append(k)
            j = k + 1
        head = self.words[j] if j < len(self.words) else ""
        before = self.words[i - 1] if i else ""
        if before == ":" and i > 1:
            before = self.words[i - 2]
        ids = self._ids(head)
        if ids is None and (led := self._ids(before)) and any(self.words[place] in led for place in places):
            ids = led
        if ids is not None:
            last = j if self._ids(head) is not None else places[-1]
            rule = "district" if ids is self.known.districts else "oblast"
            for place in places:
                keys = ids.get(self.words[place], ())
                keys = (keys,) if isinstance(keys, str) else keys
                if keys:
                    yield Hit(place, last if place == places[-1] else place, keys, rule)
            return
        if self._are_districts(places):
            for place in places:
                yield Hit(place, place, self.known.districts[self.words[place]], "district", sure=False)
            return
        for place in places:
            if place in self.quoted or self.words[place] not in self.known.oblasts or self._cue(place) & BEARERS:
                continue
            after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
            key = self.known.of_adjective(self.words[place], after.text.lower() if after else "")
            if not key or (after is not None and after.lemma == "районный"):
                continue  # «Жамбылский городской суд», «Абайский районный суд»
            modifies = after is not None and after.pos in ("NOUN", "ADJ", "PROPN") and after.text[0].isalpha()
            if not modifies and self.words[place].endswith(("ая", "ой", "ую")):
                yield Hit(place, place, (key,), "ellipsis")
            elif after is not None and modifies and after.text[0].islower() and (place == 0 or self._is_local(place)):
                yield Hit(place, place, (key,), "adjective")

    def _are_districts(self, places: Sequence[int]) -> bool:
        """«Лидируют Бурлинский и Сырымский», «Бурлинский – 33», «в Бурлинском, где»: the noun is left out."""
        words = [self.words[i] for i in places]
        if not all(word in self.known.districts and MASCULINE.search(word) for word in words):
            return False
        after = self.tokens[places[-1] + 1 : places[-1] + 2]
        if not after or after[0].pos in ("NOUN", "ADJ", "PROPN"):
            return False
        return self._has_value(places[-1]) or len(places) > 1 or "inside" in self._cue(places[0])

    def _is_local(self, i: int) -> bool:
        return self.words[i + 1].startswith(("областн", "регион", "городск"))

    def _is_adjective(self, k: int) -> bool:
        known = self.words[k] in self.known.every_oblast or self.words[k] in self.known.districts
        return (known or self.tokens[k].pos == "ADJ") and self.tokens[k].text[0].isupper()

    def _ids(self, head: str) -> dict[str, str] | dict[str, tuple[str, ...]] | None:
        if head in DISTRICT_WORDS:
            return self.known.districts
        if head in KRAI_WORDS:
            return self.known.abroad
        return self.known.every_oblast if head in OBLAST_WORDS or head in REGION_WORDS else None

    def _name(self, i: int) -> Iterator[Hit]:
        """A name that stands alone, with what its neighbours say of it."""
        entry = self._entry(self.known.names, i)
        if entry is None:
            abroad = self.known.foreign.get(self.words[i])
            if abroad and "city" in self._cue(i):
                yield Hit(i, i, (abroad.id,), "city")
            return
        last = i + len(entry.words) - 1
        cues, before = self._cue(i), self.tokens[i - 1] if i else None
        stop = bool(cues or entry.guard) and routes.is_stop(self.tokens, last)
        elsewhere = self._is_named_so(i, entry, cues) and not stop and not self._is_route(last)
        if elsewhere or (entry.guard and "bearer" in cues) or self._is_part(i, last):
            return
        if entry.guard == "of" and i > 1 and self.words[i - 1] == "," and self.words[i - 2] == "значения":
            return  # «города республиканского значения, столицы»: a law's list of all of a kind
        if (entry.guard == "water" and "surface" in cues) or (entry.guard == "of" and self._is_of(i)):
            return
        ids = entry.ids
        city = tuple(key for key in ids if self.known.places[key].kind == "city")
        if "city" in cues and city:
            yield Hit(i, last, city, "city")
            return
        inside = "inside" in cues
        person = entry.guard == "person" and (not inside or self._named_on(last))
        opens = i == 0 and not self._heads_date(last)
        doubtful = entry.guard == "word" and not inside and (opens or self._lower_homonym(i))
        if person or doubtful:
            return
        rule = "country" if self.known.places[ids[0]].kind == "country" else "name"
        if self.known.places[ids[0]].code == "KZ-71" and self._acts(last) and not inside:
            yield Hit(i, last, ("KZ",), "capital as actor")
            return
        if before is not None and before.text in ("-", "–") and entry.guard and not stop:
            return
        yield Hit(i, last, ids, rule, entry.guard, sure=entry.guard != "several")

    def _heads_date(self, last: int) -> bool:
        """Whether a name opens a line of place and date: «Семей, 5 мая», «СЕМЕЙ. 5 мая»."""
        after = self.tokens[last + 1 : last + 4]
        if not after or after[0].text not in ",.":
            return False
        if len(after) == 1:  # the date stands apart
            return after[0].text == "," or self.tokens[0].text.isupper()
        month = after[-1].feat("Case") == "Gen" and after[-1].feat("Number") == "Sing"
        return len(after) == 3 and after[1].text.isdigit() and month

    def _is_named_so(self, i: int, entry: gazetteer.Entry, cues: frozenset[str]) -> bool:
        """Whether the noun before a name bears it: «завод Актау», and not «заводы Актау», «театр Астаны»."""
        if "work" in cues and entry.guard not in ("person", "several"):
            return not entry.declined and self.tokens[i - 1].feat("Number") != "Plur"
        country = entry.declined and self.known.places[entry.ids[0]].kind == "country"
        return bool(cues & BEARERS) and not country  # «горы Казахстана»

    def _village(self, i: int) -> Iterator[Hit]:
        """A name after «село», «аул», «посёлок»: told from its namesakes later, by its parent."""
        last = i
        while last + 1 < len(self.tokens) and self.tokens[last + 1].text[0].isalpha() and last < i + 2:
            last += 1  # «Жибек жолы»
        for end in range(last, i - 1, -1):
            name = " ".join(token.text for token in self.tokens[i : end + 1])
            rows = self.known.village(name)
            if rows:
                yield Hit(i, end, tuple(key for _, keys in rows for key in keys), "village", "several", sure=False)
                return

    def _cue(self, i: int) -> frozenset[str]:
        """What the word before token i says; «г.» and «им.» are read over their full stop."""
        j = i - 1
        if j > 0 and self.words[j] == ".":
            j -= 1
        if j < 0:
            return frozenset()
        token = self.tokens[j]
        if len(token.text) == 1 and j == i - 1 and token.text.lower() not in "ву":
            return frozenset()  # «с» is «село» only with its full stop
        kinds = self.known.cues.get(self.words[j]) or self.known.cues.get(fold(token.lemma)) or frozenset()
        return kinds if len(token.text) > 1 or token.text.islower() or "inside" in kinds else frozenset()

    def _is_part(self, first: int, last: int) -> bool:
        """Whether the name goes on to the left as a larger place: «Латинская Америка»."""
        if first == 0:
            return False
        token, before = self.tokens[first], self.tokens[first - 1]
        return (
            before.pos == "ADJ"
            and before.text[0].isupper()
            and first > 1
            and any(n.type == "LOC" and n.start <= before.start and token.end <= n.end for n in self.names)
        )

    def _is_route(self, last: int) -> bool:
        """«дорога Талдыкорган – Риддер», «поезд Астана – Атырау»: the name is where it begins."""
        dash = self.words[last + 1 : last + 2] in (["–"], ["—"], ["-"])
        return dash and self._entry(self.known.names, last + 2) is not None

    def _is_of(self, i: int) -> bool:
        """«культурная столица», «столица Франции», «столица области»: a common noun that says which."""
        before = self.tokens[i - 1] if i else None
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if before is not None and before.pos in ("ADJ", "DET"):
            return True
        return after is not None and after.pos in ("NOUN", "PROPN", "ADJ") and after.feat("Case") == "Gen"

    def _named_on(self, last: int) -> bool:
        after = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        return after is not None and after.text[0].isupper()

    def _lower_homonym(self, i: int) -> bool:
        """«Рудный комбинат»: an adjective with its noun, and not the town."""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        return self.tokens[i].pos == "ADJ" and after is not None and after.pos in ("NOUN", "ADJ")

    def _acts(self, last: int) -> bool:
        """Whether a verb of governments follows, so that the capital stands for the government."""
        after = self.tokens[last + 1 : last + 4]
        if len(after) == 3 and after[0].text == "и" and after[1].text[0].isupper():
            after = after[2:]
        return bool(after) and "actor" in self.known.cues.get(fold(after[0].lemma), ())
