"""Where persons stand in a text: the name model's spans repaired, patterns, repeats of known names."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Iterable, Iterator, Sequence

from pipeline.document import Document, Sentence
from pipeline.entities.candidate import Candidate
from pipeline.entities.context import Context
from pipeline.entities.declension import CASES, Gender, Kind, decline, nominatives
from pipeline.entities.names import EASTERN, FROZEN_PATRONYMIC, PATRONYMIC, Namer, fold
from pipeline.entities.positions import Positions
from pipeline.language import models

_UPPER = "А-ЯЁӘҒҚҢӨҰҮҺІA-ZÀ-ÖØ-Þ"
_LETTER = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіA-Za-zÀ-ÖØ-öø-ÿŞşĞğİıŠšŽžČčŁł"
_CYRILLIC = "А-ЯЁӘҒҚҢӨҰҮҺІ"  # a Latin letter with a dot is a Roman number more often than an initial
_INITIALS = rf"(?:(?:[{_CYRILLIC}]|Дж)\.[ \u00a0]?-?){{1,3}}"
_CAPITAL = rf"[{_UPPER}][{_LETTER}]+(?:[-’'][{_LETTER}]+)*"
_PIECE = re.compile(rf"(?<![{_UPPER}])(?P<initials>{_INITIALS})|(?P<word>[{_LETTER}]+(?:[-’'][{_LETTER}]+)*)")
_BEFORE = re.compile(rf"(?<![{_UPPER}]){_INITIALS}$")
_AFTER = re.compile(rf"[ \u00a0]{_INITIALS}(?![{_LETTER}])")
_INITIALS_SURNAME = re.compile(rf"(?<![{_UPPER}]){_INITIALS}{_CAPITAL}")
_SURNAME_INITIALS = re.compile(rf"(?<![{_LETTER}]){_CAPITAL}[ \u00a0](?:[{_CYRILLIC}]\.[ \u00a0]?-?){{2}}(?![{_LETTER}])")
_RUN = re.compile(rf"(?<![{_LETTER}-]){_CAPITAL}(?:[ \u00a0]{_CAPITAL})+")
_NEXT = re.compile(rf"[ \u00a0](?P<word>{_CAPITAL})")
_PREVIOUS = re.compile(rf"(?<![{_LETTER}.«\"-])(?P<word>{_CAPITAL})[ \u00a0]$")
_KAZAKH = frozenset("әғқңөұүһі")
_NAMESAKE = re.compile(
    r"(?:\bимени|\bим\.?|\bатындағы|\bулиц\w*|\bул\.|\bпроспект\w*|\bпр(?:-т)?\.|\bпереул\w*|\bпер\.|\bплощад[ьию]\w*|\bбульвар\w*"
    r"|\bмикрорайон\w*|\bмкр\.?|\bразъезд\w*|\bканал\w*|\bпик\w*|\bстанци\w+|\bмеждународн\w+ аэропорт\w*|\bаул\w*|\bсел[оаеу]м?|\bпосел\w+|\bсовхоз\w*|\bколхоз\w*"
    r"|\bпрограмм\w*|\bпроект(?:ы|а|у|ом|ов|ах|е)?|\bкуб(?:ок|ка|ке|ку)|\bстипенди\w+|\bпреми\w+|\bорден\w*|\bСОШ|\bшкол[аыуе]|\bшкол(?:ой|-гимнази\w+)|\bгимнази\w+|\bлице[йяею]м?)"
    r"(?:[ \u00a0](?:академика|хана|батыра|святого|генерала|героя))?[ \u00a0]?[«\"“]?$"
)
_ALWAYS_NAMESAKE = re.compile(r"\b(?:имени|им\.?|атындағы|улиц\w*|ул\.|СОШ)(?:[ \u00a0]?(?!и\b)\w+\.?)?[ \u00a0]?[«\"“]?(?:[А-Я]\.[ \u00a0]?)*$")
_COMPOUND = re.compile(  # «Нацфонд», «Казпочта»: abbreviated names of organisations
    r".(?:фонд|банк|пром|строй|энерго|маш|снаб|сервис|трест|холдинг|инвест|экспорт|надзор|торг|авиа|транс|телеком|почта|газ|информ|лаг)(?:а|у|ом|е)?$"
)
_LOWER_TAIL = re.compile(r"-(?!(?:оглы|улы|кызы|заде|апа|ага|ата|хан|бек|младш|старш|паш|бей))[а-яё]")
_FAMILY = re.compile(r"[оеё]в(?:ых|ыми)$|ин(?:ых|ыми)$")  # «братья Абаевых»: no one person
_BEFORE_REGION = re.compile(r"област[ьиею]\w*[ \u00a0]$", re.I)
_BEFORE_TOWN = re.compile(r"\b(?:город\w*|г\.|област\w+)[ \u00a0]?$", re.I)
_INSTITUTION = re.compile(r"\b(?:университет|институт|академи|театр|музе|гимнази|лице|колледж|школ|библиотек)\w*[ \u00a0]$", re.I)
_REGIONS_LIKE_NAMES = frozenset("абай жетысу жетісу улытау ұлытау".split())
_BYLINE = re.compile(r"(?:^|\n|[.!?»\"] )\s*(?:Фото|Автор|Текст|Снимки|Видео|Подготовил[аи]?)\s*:?\s*$")
SILENT_ZONES = frozenset(("byline", "caption", "source", "advert", "debris", "hashtags", "counter", "date", "section"))
_PARTICLES = frozenset("фон ван де да ди дер ла аль эль ибн бен оглы улы кызы".split())
_COURTESY = frozenset("господин госпожа товарищ мистер миссис сэр господина господину госпожи госпоже г-н г-жа".split())

Word = tuple[int, int, str]  # start, end, text


class SpanFinder:
    """Finds persons' names; one for each lexicon."""

    def __init__(self, namer: Namer, positions: Positions, context: Context) -> None:
        self.namer, self.positions, self.context = namer, positions, context

    def find(self, document: Document) -> list[Candidate]:
        """Candidates in the order of the text, none overlapping another; ``detail`` holds the words."""
        text = document.text
        taken: list[Candidate] = []

        silent: list[tuple[Sequence[Word], str]] = []

        def add(words: Sequence[Word], rule: str, heard: bool = False) -> None:
            if words and not any(c.start < words[-1][1] and words[0][0] < c.end for c in taken):
                if not heard and _in_silent_zone(document, words[0][0]):
                    silent.append((words, rule))
                    return
                if self._refused(document, words, rule):
                    return
                detail = tuple(word for _, _, word in words)
                trust = int(len(words) > 1 and (rule == "titled" or _is_initials(words[0]) or self._looks_like_person(detail[:2])))
                taken.append(Candidate(words[0][0], words[-1][1], "person", rule, detail, trust=trust))

        repaired = [
            (words, "model") for name in document.names if name.type == "PER"
            for words in self._split(text, self._repair(text, name.start, name.end))
        ]
        repaired += [  # a given name and another word are no place: «в аэропорту Шерхана Мырзабая»
            (words, "given") for name in document.names if name.type == "LOC"
            for words in [_words(text, name.start, name.end)] if self._is_given_first(words)
        ]
        shaped = list(self._patterns(text))
        repaired += [(words, rule) for words, rule in shaped if rule == "initials"]
        for words, rule in sorted(repaired, key=lambda w: w[0][0][0] - w[0][-1][1]):  # a repair may reach over its neighbour
            add(words, rule)
        others = [(n.start, n.end) for n in document.names if n.type != "PER"]
        for words, rule in shaped:
            inside = [o for o in others if o[0] < words[-1][1] and words[0][0] < o[1]]
            if not inside or (rule in ("given", "titled") and all(words[0][0] <= o[1] and o[1] <= words[-1][1] for o in inside)):
                add(words, rule)
        for words in list(self._repeats(document, taken, others)):
            add(words, "repeat")
        known = {fold(" ".join(c.detail)) for c in taken if isinstance(c.detail, tuple) and len(c.detail) > 1}
        for words, rule in silent:  # a picture's title is no byline where the article speaks of the person
            if fold(" ".join(word for _, _, word in words)) in known:
                add(words, rule, heard=True)
        return _joined(text, sorted(taken, key=lambda c: c.start))

    def _repair(self, text: str, start: int, end: int) -> list[Word]:
        """The words of a model span without titles, with initials, patronymic and surname beside it."""
        end = start + len(text[start:end].split("\n")[0])
        before = _BEFORE.search(text[max(0, start - 12) : start])
        if before:
            start = max(0, start - 12) + before.start()
        words = _words(text, start, end)
        if sum(not _is_initials(w) for w in words) == 1 and not _is_initials(words[0]):
            after = _AFTER.match(text, end)
            if after and not text[after.end() :].lstrip().startswith(("область", "области")):
                words = _words(text, start, after.end())
        words = self._trim(text, words)
        while 0 < len(words) < 3 and not _is_initials(words[-1]):
            follow = _NEXT.match(text, words[-1][1])
            if not follow or not self._continues(words, follow["word"]):
                break
            words.append((follow.start("word"), follow.end("word"), follow["word"]))
        return self._with_word_before(text, words)

    def _with_word_before(self, text: str, words: list[Word]) -> list[Word]:
        """A given name (or a surname before a patronymic) the model left out or took for a place."""
        previous = _PREVIOUS.search(text, max(0, words[0][0] - 40), words[0][0]) if words else None
        if previous is None or self.positions.form(previous["word"]) is not None:
            return words
        word = previous["word"]
        first, second = words[0][2], words[1][2] if len(words) > 1 else ""
        joins = False
        if len(words) == 1 and not _is_initials(words[0]):
            listed = self.namer.given_names.listed
            given = any(listed(g) for g, _ in _given_nominatives(word))
            strange = any(letter in _KAZAKH for letter in word.lower())  # the models do not know these letters
            joins = strange or (given or self._looks_like_person((word, first))) and not listed(first.lower())
        elif PATRONYMIC.fullmatch(second) and len(words) == 2:
            joins = word.lower().endswith(_SURNAME_TAILS)
        elif PATRONYMIC.fullmatch(first):
            joins = True
        if joins:
            return [(previous.start("word"), previous.end("word"), word), *words]
        return words

    def _continues(self, words: Sequence[Word], word: str) -> bool:
        if _patronymic(word):
            return len(words) <= 2
        if len(words) == 1 and any(letter in _KAZAKH for letter in word.lower()):
            return self.positions.form(words[0][2]) is None
        if len(words) == 1 and self.positions.form(words[0][2]) is None:
            return self._looks_like_person((words[0][2], word))
        return len(words) == 2 and _patronymic(words[1][2]) and (
            word.lower().endswith(_SURNAME_TAILS)
        )

    def _trim(self, text: str, words: list[Word]) -> list[Word]:
        while words and not _is_initials(words[0]):
            word = words[0][2]
            common = word[:1].islower() and fold(word) not in _PARTICLES
            title = self.positions.form(word) is not None and (len(words) > 1 or not self._known_given(word))
            lead = text[max(0, words[0][0] - 12) : words[0][0]]
            region = len(words) > 1 and fold(word) in map(fold, _REGIONS_LIKE_NAMES) and _BEFORE_REGION.search(lead)
            region = region or len(words) == 3 and _BEFORE_TOWN.search(lead) and not _patronymic(words[1][2]) and not _patronymic(words[2][2])
            plain = len(words) > 1 and (len(word) > 3 or _is_initials(words[1])) and _common(word) and not self._known_given(word) and not word.lower().endswith(_SURNAME_TAILS)
            if not (common or title or region or plain or fold(word) in _COURTESY):
                break
            words = words[1:]
        while words and words[-1][2][:1].islower() and fold(words[-1][2]) not in _PARTICLES:
            words = words[:-1]
        father = next((i for i, w in enumerate(words) if i and len(w[2]) > 5 and PATRONYMIC.fullmatch(w[2])), None)
        if father is not None and len(words) > 2:
            surname = father + 1 < len(words) and not _common(words[father + 1][2])  # «… Муратбековна Родилась»
            words = words[father - 1 : father + 2] if surname else words[max(0, father - 2) : father + 1]
        if len(words) == 3 and not any(_patronymic(w[2]) for w in words):
            if _is_initials(words[0]) or _is_initials(words[1]):  # «В. Берковский Приложение», «Берковским В.А. Состав»
                words = words[:2]
            elif self._looks_like_person((words[1][2], words[2][2])) and not self._known_given(words[0][2]):
                words = words[1:]
            elif not _is_initials(words[2]) and self._looks_like_person((words[0][2], words[1][2])) and _common(words[2][2]):
                words = words[:2]
        return words if any(not _is_initials(w) for w in words) else []

    def _known_given(self, word: str) -> bool:
        return any(
            r.given and self.namer.given_names.gender(r.given.lower()) for r in self.namer.readings([word])[:6]
        )

    def _split(self, text: str, words: list[Word]) -> Iterator[list[Word]]:
        """Two persons the model took for one, told by «и», by initials or by four full words."""
        part: list[Word] = []
        for word in words:
            if part and (word[2] == "и" or text[part[-1][1] : word[0]].strip(" \u00a0-.")):  # «Саймон (Simon)», «Уорд, Грин»
                yield part
                part = []
                if word[2] == "и":
                    continue
            if part and _is_initials(word) and any(not _is_initials(w) for w in part) and any(map(_is_initials, part)):
                yield part
                part = []
            part.append(word)
        full = [w for w in part if not _is_initials(w)]
        if len(full) == len(part) == 4 and not any(_patronymic(w[2]) for w in part):
            if all(self._looks_like_person((a[2], b[2])) for a, b in ((part[0], part[1]), (part[2], part[3]))):
                yield part[:2]
                part = part[2:]
        if part:
            yield part

    def _patterns(self, text: str) -> Iterator[tuple[list[Word], str]]:
        """Names by their shape alone: initials with a surname, a patronymic, a known given name."""
        for found in _INITIALS_SURNAME.finditer(text):
            words = _words(text, found.start(), found.end())
            word = words[-1][2]
            if len(words) == 2 and len(word) > 2 and not word.isupper() and self.positions.form(word) is None and not _common(word):
                yield words, "initials"
        for found in _SURNAME_INITIALS.finditer(text):
            words = _words(text, found.start(), found.end())
            if len(words) == 2 and self.positions.form(words[0][2]) is None and words[0][2].lower().endswith(_SURNAME_TAILS):
                yield words, "initials"
        for found in _RUN.finditer(text):
            run = self._trim(text, _words(text, found.start(), found.end()))
            for i, (_, _, word) in enumerate(run):
                if i and len(word) > 5 and _patronymic(word):
                    first = i - 1
                    if i == len(run) - 1 and i > 1 and run[0][2].lower().endswith(_SURNAME_TAILS):
                        first = i - 2
                    yield run[first : i + 2 if first == i - 1 else i + 1], "patronymic"
                    break
            if len(run) == 2 and self._after_title(text, run[0][0]) and any(
                self.namer.given_names.listed(given) for given, _ in _given_nominatives(run[0][2])
            ):
                yield run, "titled"
            for first, second in zip(run, run[1:]):
                if self._looks_like_person((first[2], second[2])) and first[2].isupper() == second[2].isupper():
                    yield [first, second], "given"

    def _looks_like_person(self, words: Sequence[str]) -> bool:
        if not words[1].lower().endswith(_SURNAME_TAILS):
            return False
        best = self.namer.readings(words)[0]
        return bool(best.given and best.surname and self.namer.given_names.gender(best.given.lower())) and best.score >= 2.9

    def _repeats(self, document: Document, taken: Sequence[Candidate], others: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
        """Names known from elsewhere in the article, in any case: in full, or the surname (or only name) alone."""
        alone: set[str] = set()
        pairs: dict[str, set[str]] = {}
        for candidate in taken:
            words = candidate.detail
            if not isinstance(words, tuple):
                continue
            best = self.namer.readings(words, self.hints(document, candidate.start, candidate.end))[0]
            own = _name_forms(best.surname, "surname", best.gender)
            if len(words) == 1:
                own = own or _name_forms(best.given, "given", best.gender)
            elif best.given:
                for form in _name_forms(best.given, "given", best.gender):
                    pairs.setdefault(form, set()).update(own)
            alone |= own
        for sentence in document.sentences:
            for i, token in enumerate(sentence.tokens):
                word = fold(token.text)
                if not token.text[:1].isupper() or (word not in alone and word not in pairs):
                    continue
                following = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
                found = [(token.start, token.end, token.text)]
                if following is not None and following.text[:1].isupper() and fold(following.text) in pairs.get(word, ()):
                    found.append((following.start, following.end, following.text))
                elif word not in alone:
                    continue
                inside = [o for o in others if o[0] < found[-1][1] and found[0][0] < o[1]]
                if not inside or inside == [(found[0][0], found[-1][1])]:
                    yield found

    def hints(self, document: Document, start: int, end: int):  # type: ignore[no-untyped-def]
        """Case and gender evidence for the name at ``start:end``."""
        return self.context.hints(sentence_at(document.sentences, start), start, end)

    def _refused(self, document: Document, words: Sequence[Word], rule: str) -> bool:
        text, start, end = document.text, words[0][0], words[-1][1]
        before = text[max(0, start - 40) : start]
        if _BYLINE.search(before):
            return True
        if rule == "model" and len(words) == 1 and not self._single(document, words[0]):
            return True
        if text[start - 1 : start] in ("«", '"', "“") and text[end : end + 1] in ("»", '"', "”"):
            return True
        if _ALWAYS_NAMESAKE.search(before) or (_is_initials(words[0]) and _INSTITUTION.search(before)):
            return True
        if len(words) == 1 and _BEFORE_REGION.search(before) and fold(words[0][2]) in map(fold, _REGIONS_LIKE_NAMES):
            return True
        return bool(_NAMESAKE.search(before)) and not self._titled(document, start)

    def _is_given_first(self, words: Sequence[Word]) -> bool:
        if len(words) not in (2, 3) or any(_is_initials(w) or not w[2][:1].isupper() or _common(w[2]) for w in words[1:]):
            return False
        first = words[0][2]
        if fold(first) in EASTERN:
            return True
        known = any(self.namer.given_names.gender(given) for given, _ in _given_nominatives(first))
        suffixed = len(words) == 2 and words[-1][2].lower().endswith(_SURNAME_TAILS) and not _common(first)
        return (known or suffixed) and not _place(words[-1][2]) and not _place(first)

    def _after_title(self, text: str, start: int) -> bool:
        before = re.search(rf"([{_LETTER}]+(?:-[{_LETTER}]+)*)[ \u00a0]$", text[max(0, start - 40) : start])
        return before is not None and self.positions.form(before[1]) is not None

    def _single(self, document: Document, word: Word) -> bool:
        """Whether one word alone may be a person: not a common noun, and shaped like a name or titled."""
        text = word[2]
        if len(text) < 3 or _LOWER_TAIL.search(text) or _FAMILY.search(text) or _common(text) or _COMPOUND.search(text.lower()) or self.positions.form(text) is not None:
            return False
        if text.lower().endswith(_SURNAME_TAILS) or self._known_given(text) or _dictionary_name(text):
            return True
        sentence = sentence_at(document.sentences, word[0])
        return word[0] > sentence.start or self._titled(document, word[0])

    def _titled(self, document: Document, start: int) -> bool:
        """A position noun before: «директор школы Баян Оспанова» is a person."""
        sentence = sentence_at(document.sentences, start)
        before = [t for t in sentence.tokens if t.end <= start][-6:]
        return any(self.positions.form(t.text) for t in before)


_SURNAME_TAILS = tuple(
    tail + ending
    for tail, endings in (
        ("ов", ("", "а", "у", "ым", "е", "ой")), ("ев", ("", "а", "у", "ым", "е", "ой")), ("ёв", ("", "а", "у", "ым", "е", "ой")),
        ("ин", ("", "а", "у", "ым", "е", "ой")), ("ын", ("", "а", "у", "ым", "е", "ой")),
        ("ск", ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую")), ("цк", ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую")),
        ("енко", ("",)), ("ул", ("ы",)), ("ұл", ("ы",)), ("кыз", ("ы",)), ("қыз", ("ы",)), ("бек", ("", "а", "у", "ом", "е")),
    )
    for ending in endings
)


def _given_nominatives(word: str) -> Iterator[tuple[str, int]]:
    for gender in ("m", "f"):
        for case in CASES:
            yield from nominatives(word.lower(), "given", gender, case)  # type: ignore[arg-type]


def _joined(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Two single words side by side are one name."""
    joined: list[Candidate] = []
    for candidate in found:
        last = joined[-1] if joined else None
        if last and text[last.end : candidate.start] == " " and isinstance(last.detail, tuple) and isinstance(candidate.detail, tuple):
            if len(last.detail) == len(candidate.detail) == 1:
                joined[-1] = replace(last, end=candidate.end, detail=last.detail + candidate.detail)
                continue
        joined.append(candidate)
    return joined


def _in_silent_zone(document: Document, start: int) -> bool:
    return any(z.start <= start < z.end and z.kind in SILENT_ZONES for z in document.zones)


def _name_forms(word: str, kind: Kind, gender: Gender) -> set[str]:
    """Folded forms of one nominative in all cases; empty for words too short to look up."""
    if len(word) < 3 or " " in word:
        return set()
    return {fold(form) for forms in decline(word.lower(), kind, gender) for form in forms}


def sentence_at(sentences: Sequence[Sentence], start: int) -> Sentence:
    """The sentence that holds an offset, or the nearest before it."""
    low, high = 0, len(sentences) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sentences[middle].start <= start else (low, middle - 1)
    return sentences[low]


def _patronymic(word: str) -> bool:
    return bool(PATRONYMIC.fullmatch(word) or FROZEN_PATRONYMIC.fullmatch(word))


@lru_cache(maxsize=20_000)
def _common(word: str) -> bool:
    """A word of the dictionary that is no name."""
    analyzer = models.analyzer()
    return bool(analyzer.word_is_known(word.lower())) and not any(
        {"Name", "Surn", "Patr"} & p.tag.grammemes for p in analyzer.parse(word.lower())
    )


@lru_cache(maxsize=20_000)
def _place(word: str) -> bool:
    """A word the dictionary knows as a place."""
    analyzer = models.analyzer()
    return bool(analyzer.word_is_known(word.lower())) and any("Geox" in p.tag for p in analyzer.parse(word.lower()))


@lru_cache(maxsize=20_000)
def _dictionary_name(word: str) -> bool:
    analyzer = models.analyzer()
    return bool(analyzer.word_is_known(word.lower())) and any(
        {"Name", "Surn"} & p.tag.grammemes for p in analyzer.parse(word.lower())
    )


def _words(text: str, start: int, end: int) -> list[Word]:
    found = []
    for piece in _PIECE.finditer(text, start, end):
        raw = piece.group().rstrip(" \u00a0-")
        found.append((piece.start(), piece.start() + len(raw), raw))
    return found


def _is_initials(word: Word) -> bool:
    return word[2].endswith(".")


def words_of(candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, tuple[str, ...]]]:
    """Candidates of persons with their words."""
    for candidate in candidates:
        if isinstance(candidate.detail, tuple):
            yield candidate, candidate.detail
