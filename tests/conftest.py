"""Fixtures shared by all tests: the models and the lexicon are loaded once a session."""

from __future__ import annotations

import os
from typing import Callable

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy loads: more threads make the models slower

import pytest  # noqa: E402

from pipeline.document import Article, Document  # noqa: E402
from pipeline.lexicon import Lexicon  # noqa: E402


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    return Lexicon()


@pytest.fixture(scope="session")
def process(lexicon: Lexicon) -> Callable[..., list[Document]]:
    """A callable: texts in, documents with all layers out; fields of Article may be given as keywords."""
    from pipeline import stages

    def run(texts: list[str] | str, **fields: object) -> list[Document]:
        texts = [texts] if isinstance(texts, str) else texts
        articles = [Article(f"a{n}", "test", text, **fields) for n, text in enumerate(texts)]  # type: ignore[arg-type]
        return stages.process(articles, lexicon)

    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` renews the golden tables."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; review the difference")
