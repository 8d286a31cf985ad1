"""Batched inference gives what plain natasha gives, and gives it whatever is packed beside it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.peer import Natasha
from pipeline.document import Article, Document
from pipeline.language import models, neural, segment, tagging
from pipeline.language.encoding import WordTable
from pipeline.language.lemmas import dictionary_form
from pipeline.language.viterbi import best_paths
from pipeline.lexicon import Lexicon

SUBJECTS = (
    "Аким Каратальского района Самат Жунусбеков", "Министерство транспорта", "ТОО «Жана Курылыс»", "Депутат Мажилиса",
    "Жители села Новый Мир", "Директор завода А. Е. Сулейменова", "Корпорация Toyota", "В. Ким",
)  # fmt: skip
VERBS = (
    "сообщил, что построено", "планирует открыть", "не завершило строительство", "выделит в 2027 году деньги на",
    "напоминает: сданы", "осмотрели",
)  # fmt: skip
COUNTS = (
    "12 школ", "около 3,5 тыс. км дорог", "двух больниц на 240 мест", "1 200 рабочих мест – на 15% больше",
    "треть квартир", "объекты на сумму 4,8 млрд тенге", "84 из 89 мостов", "завод мощностью 10-12 МВт",
)  # fmt: skip
PLACES = (
    "в Талдыкоргане", "в области Ұлытау и городе Сатпаев", "(Северо-Казахстанская область)",
    "при поддержке АО «НК «КТЖ»",
    "на 1 июня 2026 года", "по словам министра Гульмиры Ахметовой", "в Китае, России и Узбекистане", "",
)  # fmt: skip


def sentences() -> Iterator[str]:
    for parts in itertools.product(SUBJECTS, VERBS, COUNTS, PLACES):
        yield " ".join(part for part in parts if part) + "."


@pytest.fixture(scope="module")
def natasha() -> Natasha:
    return Natasha()


@pytest.fixture(scope="module")
def documents(lexicon: Lexicon) -> list[Document]:
    """About 3,000 generated sentences in articles of very different length, and the seeds."""
    lines = list(sentences())
    sizes = itertools.cycle((1, 9, 2, 40, 5))
    texts, begin = [], 0
    while begin < len(lines):
        size = next(sizes)
        texts.append("\n".join(lines[begin : begin + size]))
        begin += size
    texts += [path.read_text(encoding="utf-8") for path in sorted(Path("seeds").glob("*.txt"))]
    bare = [Document(Article(f"a{n}", "test", text)) for n, text in enumerate(texts)]
    return segment.split(bare, lexicon)


@pytest.fixture(scope="module")
def tagged(documents: list[Document], lexicon: Lexicon) -> list[Document]:
    return tagging.tag(documents, lexicon)


def test_tags_and_features(lexicon: Lexicon, natasha: Natasha, tagged: list[Document]) -> None:
    repaired = {row["lemma"] for row in lexicon["lemmas"]}  # words it does not know
    for document in tagged:
        lines = [[token.text for token in sentence.tokens] for sentence in document.sentences]
        for sentence, markup in zip(document.sentences, natasha.morph.map(lines), strict=True):
            expected = [(t.pos, "|".join(f"{k}={v}" for k, v in t.feats.items())) for t in markup.tokens]
            for token, other in zip(sentence.tokens, expected, strict=True):
                assert (token.pos, token.feats) == other or token.lemma in repaired


@pytest.mark.parametrize("text", [
    "Завершён ремонт 12 школ.", "Водопровод введён в селе Зелёный Бор.", "Протяжённость дороги – 56 км.",
])  # fmt: skip
def test_yo_is_read_as_ye(lexicon: Lexicon, natasha: Natasha, text: str) -> None:
    """Natasha's vectors know words with ё badly: what is read is the text without it."""
    bare = segment.split([Document(Article("yo", "test", text))], lexicon)
    (document,) = tagging.tag(bare, lexicon)
    tokens = document.sentences[0].tokens
    markup = natasha.morph([token.text.replace("ё", "е") for token in tokens])
    assert [token.pos for token in tokens] == [token.pos for token in markup.tokens]
    assert "ё" in "".join(token.text for token in tokens)


def test_lemmas_before_repairs(natasha: Natasha, tagged: list[Document]) -> None:
    tokens = {(t.text, t.pos, t.feats) for d in tagged for s in d.sentences for t in s.tokens}
    for word, pos, text in sorted(tokens):
        feats = dict(pair.split("=") for pair in text.split("|") if pair)
        assert dictionary_form(word, pos, feats) == natasha.vocab.lemmatize(word, pos, feats)


def test_names(natasha: Natasha, tagged: list[Document]) -> None:
    for document in tagged:
        tokens = [token for sentence in document.sentences for token in sentence.tokens]
        infer = natasha.ner.infer
        tags = next(iter(infer.decoder(infer.process(infer.encoder([[token.text for token in tokens]])))))
        expected = []
        for token, tag in zip(tokens, tags, strict=True):
            if tag.startswith("B-"):
                expected.append([token.start, token.end, tag[2:]])
            elif tag.startswith("I-") and expected:
                expected[-1][1] = token.end
        assert [[name.start, name.end, name.type] for name in document.names] == expected


def test_trees(natasha: Natasha, tagged: list[Document]) -> None:
    """Heads are natasha's, or score the same: of such natasha takes one or another as the batch falls."""
    ties = total = 0
    for document in tagged:
        for sentence in document.sentences:
            if sentence.tokens[0].rel:
                words = [token.text for token in sentence.tokens]
                scores, relations = natasha_scores(natasha, words)
                heads = scores.argmax(axis=1)
                for i, token in enumerate(sentence.tokens):
                    total += 1
                    if token.head + 1 == heads[i]:
                        assert token.rel == relations[i]
                    else:
                        ties += 1
                        assert scores[i, token.head + 1] >= scores[i].max() - 2 * neural.TIE
    assert total > 10_000 and ties < total / 50


def natasha_scores(natasha: Natasha, words: list[str]) -> tuple[Any, list[str]]:
    infer = natasha.syntax.infer
    batch = next(iter(infer.encoder([words])))
    model = infer.model
    encoded = model.encoder(model.emb(batch.word_id, batch.shape_id), batch.pad_mask)
    scores = model.head(encoded)
    kinds = model.rel(encoded, scores.argmax(-1)).argmax(-1)[0]
    return scores[0], [infer.decoder.rels_vocab.decode(kind) for kind in kinds]


def test_the_same_alone_and_together(documents: list[Document], tagged: list[Document], lexicon: Lexicon) -> None:
    for i in (0, 3, len(documents) - 1):
        assert tagging.tag([documents[i]], lexicon) == [tagged[i]]


def test_a_small_table_of_words_changes_nothing(documents: list[Document]) -> None:
    words = sorted({token.text for d in documents for sentence in d.sentences for token in sentence.tokens})
    weights = models.weights()
    small, large = (WordTable(weights, [weights.morph.encoder], capacity) for capacity in (50, 5000))
    keys = np.array(large.keys(words), np.int64)
    expected = large.tables[0][large.rows(keys)]
    for begin in range(0, len(keys), 40):
        part = keys[begin : begin + 40]
        np.testing.assert_allclose(small.tables[0][small.rows(part)], expected[begin : begin + 40], atol=1e-4)


def test_best_paths_of_sequences_of_any_length() -> None:
    random = np.random.default_rng(7)
    transitions = random.normal(size=(4, 4)).astype(np.float32)
    lengths = [5, 1, 0, 7, 3]
    starts = [1, 7, 9, 10, 18]
    scores = random.normal(size=(22, 4)).astype(np.float32)
    for path, start, length in zip(best_paths(scores, starts, lengths, transitions), starts, lengths, strict=True):
        rows = scores[start : start + length]
        ways = itertools.product(range(4), repeat=length)
        best = max(ways, key=lambda way: sum(rows[i, tag] for i, tag in enumerate(way))
                   + sum(transitions[a, b] for a, b in itertools.pairwise(way)))  # fmt: skip
        assert path == list(best)


def test_nothing_to_read() -> None:
    tagger = models.tagger()
    assert (tagger.tags([]), tagger.names([[]]), tagger.trees([[]])) == ([], [[]], [([], [])])
