"""Single words: their case forms and dictionary forms, by pymorphy3's dictionary."""

from __future__ import annotations

from functools import lru_cache

from pipeline.document import Token, parse_feats
from pipeline.language import models

_RARE = 0.15  # share of a reading in the corpus of the dictionary
_VERBAL = {"VERB", "INFN", "GRND", "PRTS", "ADJS"}
_TENSES = {"past": "Past", "pres": "Pres", "futr": "Fut"}
# «больших» is of «большой», «статей» of «статья», «дневного» of «дневной».
_UNLIKELY = frozenset(
    "больший стать бахчевый бортовый валовый дневный договорный заводский окружный основный очистный подвижный"
    " призывный проливный разливный родный ролевый русловый".split()
)
_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}


@lru_cache(maxsize=65536)
def inflections(word: str) -> tuple[str, ...]:
    """Every form of the word's paradigm, lower case, е for ё, in the dictionary's order.

    A word that is no dictionary form of anything has itself only.
    """
    parses = [p for p in models.analyzer().parse(word) if p.normal_form.replace("ё", "е") == word.replace("ё", "е")]
    forms = [form.word.replace("ё", "е") for parse in parses for form in parse.lexeme]
    return tuple(dict.fromkeys(forms)) or (word,)


@lru_cache(maxsize=65536)
def lemmas(word: str) -> tuple[str, ...]:
    """Dictionary forms a word may have, likeliest first, lower case, е for ё."""
    parses = models.analyzer().parse(word)
    return tuple(dict.fromkeys(p.normal_form.replace("ё", "е") for p in parses))


@lru_cache(maxsize=65536)
def noun_animacy(word: str) -> str:
    """``Anim`` or ``Inan`` if the form can be a noun (so «рабочих», «операционных»), empty if it cannot."""
    for parse in models.analyzer().parse(word):
        if "NOUN" in parse.tag and (parse.is_known or parse.tag.case == "gent") and "Surn" not in parse.tag:
            return "Anim" if "anim" in parse.tag else "Inan"
    return ""


@lru_cache(maxsize=65536)
def is_substantive(word: str) -> bool:
    """Whether an adjective's form is often a noun: «рабочих», «столовых», not «новых»."""
    parses = models.analyzer().parse(word.lower())
    return any("NOUN" in parse.tag and "Surn" not in parse.tag and parse.score > _RARE for parse in parses)


@lru_cache(maxsize=65536)
def never_animate(word: str) -> bool:
    """Whether the dictionary has the form as a noun, and only as the name of a thing: «клёнов»."""
    nouns = [parse for parse in models.analyzer().parse(word) if "NOUN" in parse.tag and parse.is_known]
    return bool(nouns) and not any("anim" in parse.tag for parse in nouns)


@lru_cache(maxsize=65536)
def always_animate(word: str) -> bool:
    """Whether the dictionary has the form as a noun, and never as the name of a thing: «учителей», not «шкур»."""
    nouns = [parse for parse in models.analyzer().parse(word) if "NOUN" in parse.tag]
    return bool(nouns) and all("anim" in parse.tag for parse in nouns)


@lru_cache(maxsize=65536)
def is_counted_thing(word: str) -> bool:
    """Whether a form, as after five and more, can be of things alone: «премьер», of «премьера»."""
    many = [p.tag for p in models.analyzer().parse(word.lower()) if {"NOUN", "plur", "gent"} in p.tag]
    return bool(many) and all("inan" in tag for tag in many)


@lru_cache(maxsize=65536)
def may_be_counted(word: str) -> bool:
    """Whether a form may be a noun in the genitive plural, as after five and more: «аудитов», not «этаже»."""
    if len(word) < 3:
        return False  # «г.»
    return any({"NOUN", "plur", "gent"} in parse.tag for parse in models.analyzer().parse(word.lower()))


@lru_cache(maxsize=65536)
def may_be_many(word: str) -> bool:
    """Whether a form that begins with a capital may be a known noun in the genitive plural: «Тренеров», not «Аким»."""
    known = models.analyzer().word_is_known(word.lower().rpartition("-")[2])
    return known and may_be_counted(word) and not may_be_one(word)


@lru_cache(maxsize=65536)
def may_be_oblique(word: str) -> bool:
    """Whether a form may be a noun in the plural, not as who acts: «мостов», «мостам», not «мосты»."""
    tags = [parse.tag for parse in models.analyzer().parse(word.lower())]
    return any("NOUN" in tag and "plur" in tag and tag.case not in ("nomn", "accs") for tag in tags)


@lru_cache(maxsize=65536)
def may_be_few(word: str) -> bool:
    """Whether a form may be a noun in the genitive singular, as after two, three and four: «кошары», not «этаже»."""
    return any({"NOUN", "sing", "gent"} in parse.tag for parse in models.analyzer().parse(word.lower()))


@lru_cache(maxsize=65536)
def may_be_one(word: str) -> bool:
    """Whether a form may name one thing as subject or object: «килограмм», whatever the tagger says, not «литра»."""
    tags = [parse.tag for parse in models.analyzer().parse(word.lower())]
    return any({"NOUN", "sing"} in tag and tag.case in ("nomn", "accs") for tag in tags)


@lru_cache(maxsize=65536)
def is_intransitive(verb: str) -> bool:
    """Whether a verb, given by its dictionary form, takes no object: «поступить», not «собрать»."""
    return all("intr" in parse.tag for parse in models.analyzer().parse(verb) if parse.tag.POS == "INFN")


@lru_cache(maxsize=65536)
def may_modify(word: str) -> bool:
    """Whether a form may be an adjective or a participle; «приборов» is a noun whatever the tagger says."""
    return any(parse.tag.POS in ("ADJF", "PRTF") for parse in models.analyzer().parse(word.lower()))


@lru_cache(maxsize=65536)
def is_adjective(word: str) -> bool:
    """Whether a form is an adjective or a participle and hardly a noun: «лесорубочного», not «рабочих»."""
    return may_modify(word) and not is_substantive(word)


@lru_cache(maxsize=65536)
def is_predicate(word: str) -> bool:
    """Whether a form can be a short participle or adjective and no noun: «окончен», whatever the tagger says."""
    kinds = {parse.tag.POS for parse in models.analyzer().parse(word.lower())}
    return bool(kinds & {"PRTS", "ADJS"}) and kinds.isdisjoint({"NOUN", "ADJF", "PRTF"})


@lru_cache(maxsize=65536)
def is_verbal(word: str) -> bool:
    """Whether a form can be nothing but a verb or a short participle: «выработано», whatever the tagger says."""
    return {parse.tag.POS for parse in models.analyzer().parse(word.lower())} <= _VERBAL


@lru_cache(maxsize=65536)
def tenses(word: str) -> frozenset[str]:
    """The tenses a form may have as a verb in the indicative, as UD names them: «вложим» is future and nothing else."""
    parses = models.analyzer().parse(word.lower())
    return frozenset(_TENSES[str(p.tag.tense)] for p in parses if p.tag.POS == "VERB" and p.tag.tense in _TENSES)


def tense(token: Token) -> str:
    """The tense of a token; that of its form where the tagger gives one it cannot have: «заселятся» is no past."""
    said = token.feat("Tense")
    if not said or token.pos != "VERB" or token.feat("VerbForm") != "Fin":
        return said
    possible = tenses(token.text)
    return said if not possible or said in possible else min(possible)


def shared_start(left: str, right: str) -> int:
    """Letters two words begin with alike: of «высший» and «высочайший» the one that the text has."""
    return next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))


@lru_cache(maxsize=65536)
def nominative(
    head: str, modifiers: tuple[str, ...], feats: str, pos: str, plural: bool = False
) -> tuple[str, ...]:
    """A noun and its agreeing modifiers in the nominative singular: («мест», («новых», «рабочих»)) ->
    («новое», «рабочее», «место»). ``feats``, ``pos``: UD features and tag of the head, which choose the parse.
    ``plural``: in the nominative plural, as nouns without a singular always are."""
    halves = head.lower().split("-")
    if len(halves) == 2 and all(may_be_oblique(half) for half in halves):  # the analyzer turns half of «детей-сирот»
        *agreeing, first = nominative(halves[0], modifiers, feats, pos, plural)
        return (*agreeing, f"{first}-{nominative(halves[1], (), feats, pos, plural)[-1]}")
    wanted = parse_feats(feats)
    parses = sorted(models.analyzer().parse(head.lower()), key=lambda p: p.normal_form in _UNLIKELY)
    nouns = [p for p in parses if "NOUN" in p.tag] if pos in ("NOUN", "PROPN") else []
    common = [p for p in nouns if "Name" not in p.tag and "Surn" not in p.tag] if pos == "NOUN" else nouns
    gender = _GENDERS.get(wanted.get("Gender", ""), "")
    fitting = [p for p in common if gender and gender in p.tag] or common or nouns or parses
    best = fitting[0]
    plural_only = plural or "Pltm" in best.tag
    number = "plur" if plural_only else "sing"
    made = best.inflect({"nomn", number, *(["masc"] if best.tag.POS in ("VERB", "PRTS") else [])})
    word = made.word if made else best.normal_form
    agree = {"nomn", "plur"} if plural_only else {"nomn", "sing", str(best.tag.gender or gender or "masc")}
    words = []
    for modifier in modifiers:
        readings = [p for p in models.analyzer().parse(modifier.lower()) if p.tag.POS in ("ADJF", "PRTF")]
        readings.sort(key=lambda p: p.normal_form in _UNLIKELY)
        adjective = readings[0] if readings else None
        turned = adjective.inflect(agree) if adjective else None
        if adjective and "Supr" in adjective.tag:  # «высшее», not «высокое»
            made_of = [form for form in adjective.lexeme if agree | {"Supr"} in form.tag]
            turned = max(made_of, key=lambda form: shared_start(form.word, modifier.lower()), default=turned)
        words.append(turned.word if turned else modifier.lower())
    return (*words, word.upper() if head.isupper() and len(head) > 1 else word)

