"""Where a figure holds: the region or country named nearest to it, in its sentence, before it, or over the article.

Named places count by the region they lie in. In the sentence a place named before the figure goes
before one after it; a place that something only goes to or comes from does not count. Then come the
sentences before, the place where its section says that something lies, and the article's own region.
``KZ`` is the country as a whole. An article about one region leaves it only where a sentence says so plainly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.document import Document, Mention, Quantity, Sentence, Token
from pipeline.entities import main_region
from pipeline.facts import cues
from pipeline.facts.dates import tense_of
from pipeline.facts.nouns import OF_THEM
from pipeline.lexicon import Lexicon

_ENDS = {"из", "от", "до", "к", "ко", "между", "с", "со", "из-за", "под", "за", "перед"}
_IN = {"в", "во", "на", "по", "близ", "вокруг"}
_ASIDE = re.compile(r"\s*(?:[–—-]\s*)?для сравнения", re.IGNORECASE)
_BREAK = re.compile(r"[,;:()]|\s[–—-]\s")
_PARTS = re.compile("|".join((";", ":", *OF_THEM)), re.IGNORECASE)  # after a whole: what follows tells where they are
_VALUE = re.compile(r"\s+[–—-]\s+(?:\w+\s+)?\d")
_BETWEEN = re.compile(r"\s*[–—-]\s*")
_DASH = re.compile(r"\s*[–—-]\s")
_JOINT = re.compile(r"\s*(?:,|,?\s(?:и|а также)\s)\s*(?:(?:в|во|на|по)\s)?(?:г\.\s?|город\w*\s)?", re.IGNORECASE)
_ASIDE_OF = re.compile(r"[^()]*\d[^()]*\)")  # «(по стране – 12%)»: a place that has its own figure in brackets
_WHERE = re.compile(r",\s+где\b(?!\s+\w+[еёи]т\b)")  # «в Самару, где приём стоит»; «где покажет» is of the visitor
_OWN = re.compile(r"\s*[–—(-]?\s*\d")  # a value of the last of several places alone
_ITEM = re.compile(r"\s*(?:[•·●▪*]|[–—-]\s|\d{1,2}[.)]\s)")


@dataclass(frozen=True, slots=True)
class _Marker:
    """Words that say where. ``code``: a region, a country, KZ, or empty for «here»; ``plain``: a locative."""

    start: int
    end: int
    code: str
    plain: bool


def of(quantity: Quantity, document: Document, lexicon: Lexicon) -> tuple[str, str]:
    """Region code (ISO 3166-2:KZ, or ISO 3166-1 for a country) and its source; ``KZ`` is the whole country.

    The source is ``sentence``, ``context`` (sentences before) or ``article``. Both are empty for what is of no
    place: a person's children, the world, dealings between other countries; and in a text that speaks of «the
    region» and never names one.
    """
    where = _LAST.of(document, lexicon)
    markers, standing = where.markers[quantity.sentence], where.standing[quantity.sentence]
    sentence = document.sentences[quantity.sentence]
    if cues.words(lexicon, "nationwide").match(document.text, quantity.start, sentence.end):
        return "KZ", "sentence"
    if cues.words(lexicon, "several").match(document.text, quantity.start, sentence.end):
        return "", ""
    line = document.text[sentence.start : sentence.end]
    private = cues.words(lexicon, "private").search(line) is not None
    found = _in_sentence(quantity, markers, document)
    if found is not None and found.code and (found.plain or not private):
        codes = _joined(found, quantity, markers, document.text)
        code = found.code if len(codes) == 1 else next((c for c in (document.main_region, "KZ") if c in codes), "")
        return code, "sentence" if code else ""
    world = cues.words(lexicon, "world")
    if private or (world.match(line) and not markers):
        return "", ""
    if not document.main_region and standing in ("", "KZ"):
        if where.abroad[sentence.index] or (world.search(line) and "казахстан" not in line.lower()):
            return "", ""
    if standing:
        return standing, "context"
    if where.unnamed:
        return "", ""
    return document.main_region or "KZ", "article"


class _Where:
    """What every sentence of a document says of place, and what stands from those before it."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.names = names = _Names(document, lexicon)
        self.text, self.home = document.text, document.main_region
        self.markers = [names.markers(sentence) for sentence in document.sentences]
        self.abroad = [names.between_others(sentence) for sentence in document.sentences]
        said = [m for found in self.markers for m in found]
        named = bool(document.main_region) or any(m.code not in ("", "KZ") for m in said)
        self.unnamed = not named and main_region.speaks_of_its_oblast(document)  # «в области», and not which
        self.standing: list[str] = []
        state, listed, text = "", False, document.text
        loose, seats = False, self._seats(document, lexicon)
        named_in_paragraph: set[str] = set()
        regions: set[str] = set()
        there, overall = cues.words(lexicon, "there"), cues.words(lexicon, "overall")
        for index, sentence in enumerate(document.sentences):
            if index and "\n" in text[document.sentences[index - 1].end : sentence.start]:
                lead = text[: sentence.start].rstrip().endswith(":")
                listed = lead or (listed and not any(tense_of(t) for t in sentence.tokens))
                goes_on = _goes_on(sentence, text) or there.match(text, sentence.start)
                if not listed and not goes_on and (document.main_region or loose):
                    state = ""
                if state != self.home and self._is_said_at_home(document, sentence):
                    state = ""
                if len(regions) > 1 and overall.match(text, sentence.start):
                    state = ""  # «Всего за поездку …»: over one region and another
                if _is_foreign(state):
                    state = ""  # «В Эстонии их 35»: an aside
                if not listed:
                    named_in_paragraph = set()
            if not document.main_region and cues.stems(lexicon, "national").search(
                text, sentence.start, sentence.end
            ):
                state = ""
            if state and state != document.main_region and self._comes_home(sentence, state, lexicon):
                state = ""
            self.standing.append(state or seats[index])
            regions |= {m.code for m in self.markers[index]} - {"", "KZ"}
            codes = {m.code for m in self.markers[index] if m.code and (m.plain or not document.main_region)}
            if document.main_region:
                kept = {m.code for m in self.markers[index] if m.start - sentence.start < 25} | {self.home}
                if "KZ" in codes and cues.stems(lexicon, "cabinet").search(text, sentence.start, sentence.end):
                    kept.add("KZ")  # «Министр сообщил, что за год в стране …»: what follows is of the country too
                codes &= kept
            named_in_paragraph |= codes
            if len(codes) == 1 and len(named_in_paragraph) < 3 and not _ASIDE.match(text, sentence.start):
                state = codes.pop()
                loose = not any(m.plain and m.code == state for m in self.markers[index])  # no further than its line
            elif codes:
                state = ""

    def _seats(self, document: Document, lexicon: Lexicon) -> list[str]:
        """For every sentence the region of its section, where that opens with where something lies or is registered."""
        seats: list[str] = []
        seat, opens = "", True
        for sentence, markers in zip(document.sentences, self.markers, strict=True):
            if opens and cues.words(lexicon, "seated").search(self.text, sentence.start, sentence.end):
                seat = next((m.code for m in markers if m.code not in ("", "KZ")), "")
            opens = _is_title(sentence, self.text)
            if opens or any(m.plain and m.code not in ("", "KZ", seat) for m in markers):
                seat = ""
            seats.append(seat)
        return seats

    def _comes_home(self, sentence: Sentence, state: str, lexicon: Lexicon) -> bool:
        """Does a sentence after one about elsewhere speak of the article's own place: «у нас», «в области»?"""
        line = self.text[sentence.start : sentence.end]
        if state == "KZ" or _is_foreign(state):
            cued = any(cues.words(lexicon, kind).search(line) for kind in ("home", "domestic"))
            return cued or self.home in self.names.codes_in(sentence)
        ours = cues.words(lexicon, "home").search(line) if self.home else None
        return ours is not None and not self._is_speech(sentence.start + ours.start())

    def _is_said_at_home(self, document: Document, sentence: Sentence) -> bool:
        """Does the line of a sentence name an official of the article's region, whose words it gives?"""
        start, end = self.text.rfind("\n", 0, sentence.start) + 1, self.text.find("\n", sentence.start)
        if not self.home or not _DASH.match(self.text, start):
            return False
        inside = range(start, end if end >= 0 else len(self.text))
        said = {m.entity for m in document.mentions if m.type == "person" and m.start in inside}
        posts = [role for role in document.roles if role.person in said]
        named = [m for m in document.mentions if self.names.codes.get(m.entity) == self.home]
        return any(post.start <= m.start and m.end <= post.end for post in posts for m in named)

    def _is_speech(self, at: int) -> bool:
        """Does a place stand in somebody's words: after a dash that opens the line, or in quotation marks?"""
        line = self.text.rfind("\n", 0, at) + 1
        said = self.text[line:at]
        return bool(_DASH.match(said)) or said.count("«") > said.count("»")


class _Last:
    """The document last asked about: every figure of a document asks for the same sentences."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self.where: _Where | None = None

    def of(self, document: Document, lexicon: Lexicon) -> _Where:
        if self.document is not document or self.where is None:
            self.document, self.where = document, _Where(document, lexicon)
        return self.where


_LAST = _Last()


def _in_sentence(quantity: Quantity, markers: Sequence[_Marker], document: Document) -> _Marker | None:
    text, home = document.text, document.main_region
    before = [m for m in markers if m.end <= quantity.start and not _ASIDE_OF.match(text, m.end, quantity.start)]
    after = [m for m in markers if m.start >= quantity.end]
    if after and after[0].plain and not _BREAK.search(text[quantity.end : after[0].start]):
        if not before or _BREAK.search(text[before[-1].end : quantity.start]):
            return after[0]
    if home:
        before = [m for m in before if m.plain or m.code in ("", home)]
    if before:
        last = before[-1]
        known = [m for m in before if m.code]
        return known[-1] if not last.code and known else last
    if after and not home and not _PARTS.search(text, quantity.end, after[0].start):
        return after[0]
    return None


def _joined(marker: _Marker, quantity: Quantity, markers: Sequence[_Marker], text: str) -> set[str]:
    """Codes of the places told in one breath with one that a figure has: «в Таразе и Уральске 12 школ»."""
    named = [m for m in markers if m.code]
    first = last = named.index(marker)
    while first and _JOINT.fullmatch(text, named[first - 1].end, named[first].start):
        first -= 1
    while last + 1 < len(named) and _JOINT.fullmatch(text, named[last].end, named[last + 1].start):
        last += 1
    group = named[first : last + 1]
    listed = len(group) > 2 or " и " in text[group[0].end : group[-1].start]  # «в Аксу, Павлодарская область»
    alone = quantity.end <= marker.start and _OWN.match(text, group[-1].end)
    return {m.code for m in group} if listed and not alone else {marker.code}


def _is_foreign(code: str) -> bool:
    return bool(code) and not code.startswith("KZ")


def _is_title(sentence: Sentence, text: str) -> bool:
    """Is a sentence a line by itself with neither a verb nor a stop?"""
    if text[sentence.end - 1] in ".!?:;,":
        return False
    start, end = text.rfind("\n", 0, sentence.start) + 1, text.find("\n", sentence.end)
    alone = not text[start : sentence.start].strip() and (end < 0 or not text[sentence.end : end].strip())
    return alone and not any(tense_of(t) for t in sentence.tokens)


def _goes_on(sentence: Sentence, text: str) -> bool:
    """Does a line go on with what stands: speech, or an item of a list?"""
    start = text.rfind("\n", 0, sentence.start) + 1
    line = text[start : start + 5]
    return bool(_DASH.match(line) or _ITEM.match(line)) or line[:1] in ("«", "“")


class _Names:
    """Finds the words of a document that say where."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document, self.lexicon = document, lexicon
        self.mentions: dict[int, list[Mention]] = {}
        for mention in document.mentions:
            self.mentions.setdefault(mention.sentence, []).append(mention)
        self.codes = {e.key: e.region_code for e in document.entities if e.type in ("region", "place", "country")}
        self.kinds = {e.key: e.kind for e in document.entities if e.type == "organization"}
        self.adjective, self.elliptic = _adjectives(lexicon)
        self.nearest = cues.listed(lexicon, "nearest")
        self.region_of = {row["stem"].lower(): row["region"] for row in lexicon["region_adjectives"]}

    def markers(self, sentence: Sentence) -> list[_Marker]:
        """Everything in the sentence that says where, in order."""
        document = self.document
        found: list[_Marker] = []
        previous: tuple[int, bool | None] = (-1, None)
        for mention in self.mentions.get(sentence.index, ()):
            code = self.codes.get(mention.entity, "")
            if not code:
                continue
            joined = document.text[previous[0] : mention.start].strip(" ,") in ("и", "") if previous[0] >= 0 else False
            plain = previous[1] if joined else self._stands(mention, code, sentence)
            previous = (mention.end, plain)
            if plain is not None:
                found.append(_Marker(mention.start, mention.end, code, plain))
            if where := _WHERE.match(document.text, mention.end):
                found.append(_Marker(where.start(), where.end(), code, True))  # «едут в Самару, где»
        line = document.text[sentence.start : sentence.end]
        judged = [(m.start, m.end) for m in self.mentions.get(sentence.index, ()) if m.type == "country"]

        def add(match: re.Match[str], code: str, plain: bool) -> None:
            start, end = sentence.start + match.start(), sentence.start + match.end()
            taken = judged + [(m.start, m.end) for m in found]
            if not any(first < end and start < last for first, last in taken):
                found.append(_Marker(start, end, code, plain))

        small = line.replace("İ", "I").lower()  # İ would become two letters
        for match in self.elliptic.finditer(small):
            add(match, self.region_of[match.group(1) or match.group(2)], True)
        for match in self.adjective.finditer(small):
            add(match, self.region_of[match.group(1)], False)
        for match in cues.words(self.lexicon, "country").finditer(line):
            add(match, "KZ", True)
        for match in cues.words(self.lexicon, "there").finditer(line):
            add(match, self._last_named(sentence, sentence.start + match.start()), True)
        for match in cues.words(self.lexicon, "here").finditer(line):
            add(match, "", True)
        if abroad := next((m for m in found if _is_foreign(m.code)), None):
            for match in cues.words(self.lexicon, "home").finditer(line):
                if _BREAK.search(document.text, abroad.end, sentence.start + match.start()):
                    add(match, document.main_region or "KZ", True)  # «в Китае – 5, у нас – 7»
        return sorted(found, key=lambda m: m.start)

    def _last_named(self, sentence: Sentence, at: int) -> str:
        """Code of the last place named in the sentence before an offset, whatever is said of it; empty if none is."""
        named = [m for m in self.mentions.get(sentence.index, ()) if m.end <= at and self.codes.get(m.entity)]
        return self.codes[named[-1].entity] if named else ""

    def codes_in(self, sentence: Sentence) -> set[str]:
        """Codes of all places named in the sentence, whatever is said of them."""
        return {self.codes.get(mention.entity, "") for mention in self.mentions.get(sentence.index, ())} - {""}

    def between_others(self, sentence: Sentence) -> bool:
        """Does the sentence speak of dealings between other countries, «между Китаем и …»?"""
        for mention in self.mentions.get(sentence.index, ()):
            if not self.codes.get(mention.entity, "KZ").startswith("KZ"):
                before = self.document.text[sentence.start : mention.start].lower().split()
                if before and before[-1] == "между":
                    return True
        return False

    def _stands(self, mention: Mention, code: str, sentence: Sentence) -> bool | None:
        """Is a name where something is: plainly (True), loosely (False), or not at all (None)?"""
        document, tokens = self.document, sentence.tokens
        if code in main_region.SEATS and not document.main_region and main_region.is_dateline(document, mention):
            return None
        foreign = not code.startswith("KZ")
        for body in document.mentions:
            if body.type == "organization" and body.start <= mention.start and mention.end <= body.end:
                governs = self.kinds.get(body.entity) in ("government", "parliament", "education", "media")
                usable = governs or not document.main_region
                return None if foreign or code == "KZ" or not usable else False
        at = next((i for i, t in enumerate(tokens) if t.start >= mention.start), None)
        if at is None:
            return None
        lead = at - 1
        spots = cues.listed(self.lexicon, "spot")
        while lead > 0 and (width := _spot_width(tokens, lead, spots)):
            lead -= width  # «в г. Москве», «в столице Японии»
        spot = tokens[lead + 1]
        described = lead + 1 < at or foreign or "област" in document.text[mention.start : mention.end].lower()
        if lead > 0 and described and tokens[lead].pos in ("ADJ", "DET"):
            lead -= 1  # «в соседней Карагандинской области»
        before = tokens[lead] if lead >= 0 else None
        word = before.text.lower() if before else ""
        if before is not None and before.lemma in ("доллар", "долл"):
            return None
        if lead > 0 and word in _IN and tokens[lead - 1].lemma in cues.listed(self.lexicon, "passing"):
            return None  # «въезд в Казахстан»
        shortened = spot.text == "РК" or f"{spot.text.lower()}." in spots  # «в с. Акмол»: without a case
        goal = not shortened and _is_goal(spot, document.text[spot.start : mention.end])
        if word == "под" and spot.feat("Case") == "Ins" and code not in main_region.CITIES:
            return True  # «под Балхашом», and not «под Астаной»: in the oblast around the city
        if word in _ENDS or (word in _IN and goal):
            return None
        if word in _IN or (code == "KZ" and word == "через"):
            return True
        if code == "KZ" and _is_topic(at, tokens):
            return True
        if foreign:
            inside = lead > 0 and tokens[lead].feat("Case") == "Loc" and tokens[lead - 1].text.lower() in _IN
            return True if inside and mention.type != "country" else None  # «в метро Осаки», not «в посольстве Японии»
        if code == "KZ":
            return False
        if self._is_end_of_road(mention) or (before is not None and before.lemma in self.nearest):
            return None
        if _VALUE.match(document.text, mention.end) or _is_row(mention, sentence, document):
            return True
        if _is_next(mention, sentence, document.text):
            return True
        beside = document.text[max(0, mention.start - 3) : mention.start] + document.text[mention.end : mention.end + 3]
        glued = document.text[mention.start - 1 : mention.start] + document.text[mention.end : mention.end + 1]
        if re.search(r"[–—-]\s", beside) or re.search(r"[–—-]", glued):
            return None  # an end of a route
        return mention.type == "region" and at == 0

    def _is_end_of_road(self, mention: Mention) -> bool:
        """Does nothing but a dash stand between a name and another place: «Костанай – Астана»?"""
        text = self.document.text
        places = [m for m in self.mentions[mention.sentence] if m.entity in self.codes]
        gaps = [(m.end, mention.start) if m.start < mention.start else (mention.end, m.start) for m in places]
        return any(_BETWEEN.fullmatch(text, start, end) for start, end in gaps)


def _spot_width(tokens: Sequence[Token], i: int, spots: frozenset[str]) -> int:
    """How many tokens that end at one say what the place after them is: «г.», «столице»; none elsewhere."""
    if tokens[i].text == "." and f"{tokens[i - 1].text.lower()}." in spots:
        return 2
    return int(tokens[i].lemma in spots)


def _is_goal(token: Token, text: str) -> bool:
    """Is a place name after «в» in the accusative: «в Астану», «в Узбекистан»?"""
    word = token.text.lower()
    if "област" in text.lower() or "район" in text.lower():
        return text.lower().endswith(("область", "район"))
    if word[-1] in "бвгджзйклмнпрстфхцчшщь":
        return True
    return word == "село" or token.feat("Case") == "Acc" and word[-1] in "ую" and word[-2:] not in ("ау", "су")


def _is_topic(at: int, tokens: Sequence[Token]) -> bool:
    """Is a country what the sentence tells of: «Казахстан экспортировал …», «Население Казахстана …»?"""
    if at == 0:
        return tokens[at].rel.startswith("nsubj")
    first = tokens[0]
    named = first.rel.startswith("nsubj") and first.feat("Animacy") != "Anim"
    return at == 1 and tokens[at].head == 0 and tokens[at].feat("Case") == "Gen" and named


def _is_row(mention: Mention, sentence: Sentence, document: Document) -> bool:
    """A table row or list item that opens with the name: «Шымкент – 342,2 тыс. тенге»."""
    head = document.text[sentence.start : mention.start].strip(" •·-–—*|.)1234567890")
    rest = document.text[mention.end : sentence.end]
    return head in ("", "г") and bool(re.match(r"\s*[–—:|/-]", rest)) and not any(tense_of(t) for t in sentence.tokens)


def _is_next(mention: Mention, sentence: Sentence, text: str) -> bool:
    """Does a sentence without a verb only lead to a region: «Дальше – Кызылординская область.»?"""
    led = mention.type == "region" and text[: mention.start].endswith(("– ", "— ", "- "))
    return led and not text[mention.end : sentence.end].strip(" .:…") and not any(tense_of(t) for t in sentence.tokens)


@lru_cache(maxsize=4)
def _adjectives(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of region adjectives, and of those without a noun, «в атырауской –», «на атырауском –», lower case."""
    rows = lexicon["region_adjectives"]
    every = "|".join(re.escape(row["stem"].lower()) for row in rows)
    whole = "|".join(re.escape(row["stem"].lower()) for row in rows if row["elliptic"] == "yes")
    return (
        re.compile(rf"(?<![\w-])({every})(?:ие|их|им|ий|ого|ом|ая|ой|ое|ую|ый|ые|ых)(?!\w)"),
        re.compile(
            rf"(?<=в )({whole})ой(?!\w)(?=\s*[–—:,-]|\s+[а-яё]+\s)|(?<=на )({every})ом(?=\s+[–—-]\s)"
        ),
    )
