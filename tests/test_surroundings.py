"""What the net is told of the words around a figure: how far, across which marks, where in the tree."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pipeline.document import Document
from pipeline.facts import features, statements, surroundings
from pipeline.facts.surroundings import LED, OWN, PLACES, WIDTH
from pipeline.lexicon import Lexicon

# text, a word of it, and its codes seen from the first figure: distance, sentence, marks
PLACED = [
    ("В селе построено 6 школ.", "построено", (OWN - 1, 3, 0)),
    ("В селе построено 6 школ.", "селе", (OWN - 2, 3, 0)),
    ("В селе построено 6 новых школ, две бани.", "бани", (OWN + 3, 3, 1)),
    ("План выполнен: уложено 6 км труб.", "выполнен", (OWN - 3, 3, 1)),
    ("Дорога, мост и пруд – это план; уложено 6 км труб.", "Дорога", (OWN - 8, 3, 4)),
    ("Работа идёт. Уложено 6 км труб.", "идёт", (OWN - 4, 2, 5)),
    ("Уложено 6 км труб. Работа идёт.", "идёт", (OWN + 4, 4, 5)),
]


def seen(document: Document, lexicon: Lexicon, word: str, figure: int = 0) -> list[tuple[int, ...]]:
    """Codes of every kind of place of a word, as often as the figure sees it."""
    row = surroundings.row(document, features.cues(lexicon))
    place = surroundings.place(document.quantities[figure], document, row)
    texts = {
        start + i: token.text
        for sentence, start in zip(document.sentences, row.starts, strict=True)
        for i, token in enumerate(sentence.tokens)
    }
    assert place.codes.shape == (len(PLACES), len(place.seen)) and len(place.seen) <= WIDTH
    assert all(place.codes.max(axis=1) < list(PLACES.values()))
    return [tuple(codes) for at, codes in zip(place.seen.tolist(), place.codes.T.tolist()) if texts.get(at) == word]


@pytest.mark.parametrize(("text", "word", "codes"), PLACED)
def test_place(
    text: str, word: str, codes: tuple[int, int, int], process: Callable[..., list[Document]], lexicon: Lexicon
) -> None:
    (found,) = seen(process(text)[0], lexicon, word)
    assert (found[0], found[2], found[3]) == codes


def test_what_governs_a_figure_stands_above_it(process: Callable[..., list[Document]], lexicon: Lexicon) -> None:
    document = process("В этом году рабочие построили 6 школ.")[0]
    (verb,), (worker,) = seen(document, lexicon, "построили"), seen(document, lexicon, "рабочие")
    assert verb[1] == 2 and worker[1] == 7  # one step up from «школ», and what hangs there beside it


def test_the_line_that_leads_a_list_is_seen(process: Callable[..., list[Document]], lexicon: Lexicon) -> None:
    lines = "\n".join(
        ["С начала года отремонтировано:", *(f"– {n} старых сельских школ и больниц;" for n in range(3, 30))]
    )
    (led,) = seen(process(lines)[0], lexicon, "отремонтировано", figure=20)
    assert led[0] == LED and led[2] == 0


def test_a_long_number_counts_as_its_last_words(process: Callable[..., list[Document]], lexicon: Lexicon) -> None:
    number = "два миллиарда триста сорок пять миллионов шестьсот семьдесят восемь тысяч девятьсот двенадцать тенге"
    document = process(f"На мост выделено {number}.")[0]
    (found,) = seen(document, lexicon, "тенге")
    assert found[0] == OWN
    assert np.all(
        surroundings.place(document.quantities[0], document, surroundings.row(document, features.cues(lexicon))).seen
        >= 0
    )


def test_a_document_without_figures_has_no_scores(process: Callable[..., list[Document]], lexicon: Lexicon) -> None:
    (plain,) = process("Школы построены.")
    seen = statements.around(plain, lexicon)
    assert len(seen.classes) == len(seen.heads) == 0
