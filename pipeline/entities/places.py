"""Places: the gazetteer's names in context, then what else the name model takes for a place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Iterator, Sequence

from pipeline.document import Document, Entity, Mention, Name, Sentence, Token
from pipeline.entities import gazetteer, nominative, people, quotes
from pipeline.entities.candidate import Candidate, SentenceIndex
from pipeline.entities.gazetteer import Gazetteer, Place, region_code
from pipeline.entities.organization_phrases import NAME_ADJECTIVE
from pipeline.entities.positions import Positions
from pipeline.entities.toponyms import fold
from pipeline.lexicon import Lexicon

OBLAST_WORDS = frozenset("область области областью областей областям областями областях обл".split())
SEVERAL = frozenset("областей областям областями областях".split())
COMPASS = frozenset("северо южно западно восточно".split())
KRAI_WORDS = frozenset("край края краю краем крае краев краям краями краях".split())
REGION_WORDS = frozenset("регион региона региону регионом регионе".split())
DISTRICT_WORDS = frozenset(
    "район района району районом районе районы районов районам районами районах р-н р-на р-не".split()
)
HEAD_WORDS = OBLAST_WORDS | REGION_WORDS | DISTRICT_WORDS
DASHES = frozenset("-–—")
DASH = re.compile(r"[-–—]")
GLUED = re.compile(r"\w[-–—](?=[А-ЯЁӘҒҚҢӨҰҮҺІ])")  # between two names
MASCULINE = re.compile(r"[сц]к(?:ий|ого|ому|им|ом)$")
JOINTS = frozenset([",", "и", "или", "а", "также", "–", "-", "—", "/"])
BEARERS = frozenset(["other", "work"])  # kinds of nouns that may bear the name of a place
KINDS = frozenset(["city", "district", "oblast", "village", "country"])  # kinds of nouns that say what a place is
PARENT_REACH = 4  # tokens between a district and the region that says which of its namesakes is meant
TITLE_WORDS = 6  # quoted words, at most, that are read as a name and not as speech
UNREAD_ZONES = frozenset(["advert", "debris", "counter", "foreign"])


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of tokens of one sentence that may name one of several places."""

    first: int
    last: int  # token index, inclusive
    ids: tuple[str, ...]
    rule: str
    guard: str = ""  # see place_guards
    sure: bool = True  # a cue or a unique name says that a place is meant


def candidates(document: Document, lexicon: Lexicon) -> list[Candidate]:
    """Propose places: gazetteer first, then the model's spans that it does not touch."""
    known = gazetteer.load(lexicon)
    posts = people.finder(lexicon).positions
    read = [_with_routes(s, document.text, known) for s in document.sentences if s.zone not in UNREAD_ZONES]
    index = SentenceIndex(document)
    hits = {s.index: _Reader(index.names(s), s, known).hits() for s in read}
    context = _context(hits, known)
    found: list[Candidate] = []
    for sentence in read:
        places = _resolve(hits[sentence.index], context, known)
        for hit, place in places:
            tokens = sentence.tokens
            start, end = tokens[hit.first].start, tokens[hit.last].end
            inner = place is not None and place.code.startswith("KZ-")
            kind = place.type if place else "place"
            if hit.ids or hit.rule == "village":
                found.append(Candidate(start, end, kind, hit.rule, place, nests=inner))
        taken = [(sentence.tokens[h.first].start, sentence.tokens[h.last].end) for h, p in places if p or h.ids]
        stops = _stops(sentence.tokens) if GLUED.search(document.text, sentence.start, sentence.end) else []
        names = [_trimmed(sentence, name) for name in index.names(sentence) if name.type == "LOC"]
        for start, end in [*names, *stops]:
            if not any(start < last and first < end for first, last in taken):
                if not _is_noise(sentence, start, end, known, posts):
                    country = _country_after(sentence, end, places)
                    found.append(_of_model(sentence, start, end, known, context, country))
    return found


def _with_routes(sentence: Sentence, text: str, known: Gazetteer) -> Sentence:
    """The sentence with «Алматы-Талдыкорган» as three tokens: towns written together are the ends of a road."""
    if not GLUED.search(text, sentence.start, sentence.end):
        return sentence  # most sentences
    tokens: list[Token] = []
    for token in sentence.tokens:
        parts = _parts(token.text, known)
        if len(parts) > 1 and sum(map(known.single, parts)) > 1:
            at = token.start
            for part in parts:
                if at > token.start:
                    tokens.append(token._replace(start=at - 1, end=at, text="-", pos="PUNCT"))
                tokens.append(token._replace(start=at, end=at + len(part), text=part))
                at += len(part) + 1
        else:
            tokens.append(token)
    return replace(sentence, tokens=tuple(tokens))


def _parts(text: str, known: Gazetteer) -> list[str]:
    """The names in a word with dashes, each as long as the gazetteer knows it: Усть-Каменогорск, Риддер."""
    names: list[str] = []
    start = 0
    ends = [*(m.start() for m in DASH.finditer(text)), len(text)]
    while ends:
        end = next((end for end in reversed(ends) if known.single(text[start:end])), ends[0])
        names.append(text[start:end])
        start, ends = end + 1, [other for other in ends if other > end]
    return names if all(name[:1].isupper() for name in names) else [text]


def _stops(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the names are that are written together."""
    return [(token.start, token.end) for i, token in enumerate(tokens) if _is_stop(tokens, i)]


def _is_stop(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token is a name written together with another by a dash."""
    for dash, other in ((i + 1, i + 2), (i - 1, i - 2)):
        if 0 <= dash < len(tokens) and tokens[dash].text in DASHES and 0 <= other < len(tokens):
            first, last = tokens[min(i, other)], tokens[max(i, other)]
            if first.text[0].isupper() and last.text[0].isupper() and last.start == first.end + 1:
                return True
    return False


def link(document: Document, chosen: Sequence[Candidate], lexicon: Lexicon) -> tuple[list[Entity], list[Mention]]:
    """Tie each chosen span to its place; a place no table knows is an entity by its nominative."""
    index = SentenceIndex(document)
    entities: dict[str, Entity] = {}
    mentions = []
    told = [c.detail for c in chosen if isinstance(c.detail, Place) and c.rule == "of country"]
    abroad = {fold(place.name): place for place in told}
    for candidate in sorted(chosen, key=lambda c: c.start):
        sentence = index.at(candidate.start)
        place, name = candidate.detail, ""
        if not isinstance(place, Place):
            name = str(place or nominative.of_span(sentence, candidate.start, candidate.end))
            place = abroad.get(fold(name))
        if isinstance(place, Place):
            kato = place.id if place.id.isdigit() else ""
            entity = Entity(place.id, place.type, place.name, region_code=place.code, kato=kato)
        else:
            entity = Entity(f"place:{fold(name)}", "place", name)
        entities.setdefault(entity.key, entity)
        mentions.append(
            Mention(candidate.start, candidate.end, sentence.index, entity.type, entity.key, rule=candidate.rule)
        )
    return list(entities.values()), mentions


@dataclass
class _Reader:
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
        return found

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
        ids = self._ids(head) or self._ids(before)
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
        after = self.tokens[places[-1] + 1 : places[-1] + 3]
        if not after or after[0].pos in ("NOUN", "ADJ", "PROPN"):
            return False
        row = len(after) == 2 and after[0].text in DASHES and after[1].text[0].isdigit()
        return row or len(places) > 1 or "inside" in self._cue(places[0])

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
        stop = bool(cues or entry.guard) and _is_stop(self.tokens, last)
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
        while last + 1 < len(self.tokens) and self.tokens[last + 1].text[0].isupper() and last < i + 2:
            last += 1
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


def _context(hits: dict[int, list[Hit]], known: Gazetteer) -> Counter[str]:
    """How often the article names, beyond doubt, each region (code) and each district (KATO prefix)."""
    seen: Counter[str] = Counter()
    for some in hits.values():
        for hit in some:
            if hit.sure and hit.ids:
                codes = {region_code(key) for key in hit.ids}
                if len(codes) == 1:
                    seen[codes.pop()] += 1
                if len(hit.ids) == 1 and known.places[hit.ids[0]].kind == "district":
                    seen[hit.ids[0][:4]] += 1
    if not seen:
        seen.update(_shared_region(hits))
    return seen


def _shared_region(hits: dict[int, list[Hit]]) -> list[str]:
    """The one region where most of an article's doubtful names can lie: each has namesakes, together they tell."""
    doubtful = {hit.ids for some in hits.values() for hit in some if hit.ids}
    votes = Counter(code for ids in doubtful for code in {region_code(key) for key in ids} if code.startswith("KZ-"))
    best = [code for code, count in votes.items() if count > 1 and count == max(votes.values())]
    return best if len(best) == 1 else []


def _resolve(hits: list[Hit], context: Counter[str], known: Gazetteer) -> list[tuple[Hit, Place | None]]:
    """Choose one place for every hit of a sentence: by its parent beside it, else by the article."""
    made: list[tuple[Hit, Place | None]] = []
    for n, hit in enumerate(hits):
        keys = hit.ids
        if n + 1 < len(hits) and _is_abroad(hit, hits[n + 1]):
            keys = ()  # «Майский район Омской области» is not the one of Pavlodar
        elif len(keys) > 1 or not hit.sure:
            near = _parents(hits, n, known)
            keys = tuple(key for key in keys if region_code(key) in near) or _by_context(hit, context, near)
        if len({region_code(key) for key in keys}) == 1:
            made.append((hit, _place(keys[0], known)))
        else:
            made.append((hit if hit.sure or hit.rule == "village" else replace(hit, ids=()), None))
    return made


def _place(key: str, known: Gazetteer) -> Place:
    if key in known.places:
        return known.places[key]
    return Place(key, known.village_names[key], "place", region_code(key), "village")


def _is_abroad(hit: Hit, after: Hit) -> bool:
    """Whether a district stands right before an oblast of another country."""
    near = hit.rule == "district" and after.rule == "oblast" and after.first - hit.last <= 2
    return near and not after.ids[0].isdigit()


def _parents(hits: list[Hit], n: int, known: Gazetteer) -> set[str]:
    """Codes of the regions named right after a hit, or else right before it."""
    after = [h for h in hits[n + 1 :] if h.first - hits[n].last <= PARENT_REACH][:2]
    before = [h for h in hits[:n] if hits[n].first - h.last <= PARENT_REACH][-1:]
    for near in (after, before):
        codes = {region_code(h.ids[0]) for h in near if h.sure and len({region_code(key) for key in h.ids}) == 1}
        if codes:
            return codes
    return set()


def _by_context(hit: Hit, context: Counter[str], near: set[str]) -> tuple[str, ...]:
    """Those of a hit's places that the article points at: their district, else the region it names most."""
    if near:
        return ()
    by_district = [key for key in hit.ids if context[key[:4]]]
    if by_district:
        return tuple(by_district[:1])
    most = max((context[region_code(key)] for key in hit.ids), default=0)
    return tuple(key for key in hit.ids if most and context[region_code(key)] == most)


def _trimmed(sentence: Sentence, name: Name) -> tuple[int, int]:
    """A span of the model up to a bracket or a verb: «Лондоне (ФОТО)», «Полтавки строим»."""
    words = [t for t in sentence.tokens if name.start <= t.start < name.end]
    for i, token in enumerate(words):
        bracket = token.text == "(" and words[-1].text == ")"
        if i and (bracket or (token.feat("VerbForm") == "Fin" and token.text.islower())):
            return name.start, words[i - 1].end
    return name.start, words[-1].end if words else name.end


def _is_noise(sentence: Sentence, start: int, end: int, known: Gazetteer, posts: Positions) -> bool:
    """Whether a span of the model is plainly no place: a verb, somebody's post, a common noun."""
    words = [t for t in sentence.tokens if start <= t.start < end]
    if not words:
        return True
    first, named = words[0], any(token.text[0].isupper() for token in words[1:])
    if nominative.is_animate(first.text) or not nominative.is_noun(first.text):
        return True
    if not named and (posts.form(first.text) or (len(words) > 1 and first.text.isupper())):
        return True  # «Аким области», «ВРП области»
    if len(words) == 1 and known.cues.get(fold(first.lemma), frozenset()) & KINDS:
        return True  # «нашей Республики»
    if len(words) == 1 and "-" in first.text and all(map(nominative.is_common, first.text.split("-"))):
        return True  # «Блог-платформа»
    if first.start != sentence.start or named or not nominative.is_common(words[-1].text):
        return False
    area = nominative.is_relational(first.text) and not NAME_ADJECTIVE.search(first.lemma)
    return len(words) == 1 or (len(words) == 2 and area)  # a common noun that opens a sentence, «Посевная площадь»


def _country_after(sentence: Sentence, end: int, places: Sequence[tuple[Hit, Place | None]]) -> str:
    """Code of the other country that stands right after a place: «Базель (Швейцария)», «Базеля Швейцарии»."""
    i = next((i for i, token in enumerate(sentence.tokens) if token.start >= end), 0)
    bracket = sentence.tokens[i].text == "("
    if bracket or sentence.tokens[i].feat("Case") == "Gen":
        for hit, place in places:
            if place and hit.first == i + bracket and not place.code.startswith("KZ"):
                return place.code
    return ""


def _of_model(
    sentence: Sentence, start: int, end: int, known: Gazetteer, context: Counter[str], country: str
) -> Candidate:
    """A place only the model sees; a village where the article names its district or region."""
    words = [t for t in sentence.tokens if start <= t.start < end]
    if words:
        name = " ".join(token.text for token in words)
        if fold(name) in known.foreign:
            return Candidate(start, end, "place", "model", known.foreign[fold(name)], trust=-1)
        if country:
            own = nominative.of_tokens(words)
            place = Place(f"{country}:{fold(own)}", own, "place", country, "city")
            return Candidate(start, end, "place", "of country", place, trust=-1)
        rows = () if words[-1].pos == "ADJ" or name.endswith("ский") else known.village(name)
        keys = tuple(key for _, keys in rows for key in keys if context[key[:4]] or context[region_code(key)])
        hit = Hit(0, 0, keys, "village", sure=False)
        keys = _by_context(hit, context, set())
        if len({region_code(key) for key in keys}) == 1:
            return Candidate(start, end, "place", "village by context", _place(keys[0], known), nests=True)
    for entry in known.names.get(fold(words[0].text), ()) if len(words) == 1 else ():
        if len(entry.words) == 1:
            own = entry.name  # «село Панфилов» is no former Жаркент
            if known.places[entry.ids[0]].kind == "country":
                own = known.places[entry.ids[0]].name
            return Candidate(start, end, "place", "model", own, trust=-1)
    if words and _is_stop(sentence.tokens, sentence.tokens.index(words[0])):
        return Candidate(start, end, "place", "model", words[0].text, trust=-1)
    return Candidate(start, end, "place", "model", trust=-1)
