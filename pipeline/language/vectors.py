"""Word vectors: what the name and syntax models know of a word, for others to use."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.language import models

WIDTH = 300


@lru_cache(maxsize=16384)
def vector(word: str) -> NDArray[np.float32]:
    """The word's vector (300 float32), zeros for a word the vocabulary does not hold."""
    weights = models.weights()
    key = weights.words.get(word)
    if key is None:
        return np.zeros(WIDTH, np.float32)
    made: NDArray[np.float32] = weights.vectors(np.array([key]))[0].astype(np.float32)
    made.flags.writeable = False
    return made
