"""Places: the gazetteer's names in context, then what else the name model takes for a place."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Sequence

from pipeline.document import Document, Entity, Mention, Name, Sentence
from pipeline.entities import gazetteer, nominative, people, routes
from pipeline.entities.candidate import Candidate, SentenceIndex
from pipeline.entities.gazetteer import Gazetteer, Place, region_code
from pipeline.entities.organization_phrases import NAME_ADJECTIVE
from pipeline.entities.place_spans import Hit, Reader
from pipeline.entities.positions import Positions
from pipeline.entities.toponyms import fold
from pipeline.lexicon import Lexicon

KINDS = frozenset(["city", "district", "oblast", "village", "country"])  # kinds of nouns that say what a place is
PARENT_REACH = 4  # tokens between a district and the region that says which of its namesakes is meant
UNREAD_ZONES = frozenset(["advert", "debris", "counter", "foreign"])


def candidates(document: Document, lexicon: Lexicon) -> list[Candidate]:
    """Propose places: gazetteer first, then the model's spans that it does not touch."""
    known = gazetteer.load(lexicon)
    posts = people.finder(lexicon).positions
    read = [routes.opened(s, document.text, known) for s in document.sentences if s.zone not in UNREAD_ZONES]
    index = SentenceIndex(document)
    hits = {s.index: Reader(index.names(s), s, known).hits() for s in read}
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
        stops = routes.stops(sentence, document.text)
        names = [_trimmed(sentence, name, posts) for name in index.names(sentence) if name.type == "LOC"]
        for start, end in [*names, *stops]:
            if not any(start < last and first < end for first, last in taken):
                if not _on_street(sentence, start, known) and not _is_noise(sentence, start, end, known, posts):
                    country = _country_after(sentence, end, places)
                    found.append(_of_model(sentence, start, end, known, context, country))
    return found


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


def _trimmed(sentence: Sentence, name: Name, posts: Positions) -> tuple[int, int]:
    """A span of the model up to a bracket or a verb, without whose it is: «Лондоне (ФОТО)», «Аким Аксуского округа»."""
    words = [t for t in sentence.tokens if name.start <= t.start < name.end]
    start = words[1].start if len(words) > 2 and words[1].text.endswith("кого") and posts.form(words[0].text) else 0
    for i, token in enumerate(words):
        bracket = token.text == "(" and words[-1].text == ")"
        if i and (bracket or (token.feat("VerbForm") == "Fin" and token.text.islower())):
            return start or name.start, words[i - 1].end
    return start or name.start, words[-1].end if words else name.end


def _on_street(sentence: Sentence, start: int, known: Gazetteer) -> bool:
    """Whether a span of the model names a street: «улица Кирова», «улиц Гоголя и Кирова», not «улицы Лондона»."""
    tokens = sentence.tokens
    i = next((i for i, token in enumerate(tokens) if token.start >= start), 0)
    listed = i
    while listed > 1 and tokens[listed - 1].text in ("и", ",") and tokens[listed - 2].text[0].isupper():
        listed -= 2
    for k in (i, listed):
        before = tokens[k - 2 if k > 1 and tokens[k - 1].text == "." else k - 1] if k else None
        if before is None or "street" not in known.cues.get(fold(before.lemma), frozenset()):
            continue
        if before.feat("Number") != "Plur" or fold(tokens[i].text) not in known.foreign:
            return True
    return False


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
    if words and routes.is_stop(sentence.tokens, sentence.tokens.index(words[0])):
        return Candidate(start, end, "place", "model", words[0].text, trust=-1)
    return Candidate(start, end, "place", "model", trust=-1)
