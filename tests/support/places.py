"""One occurrence in a sentence, as the judge sees it."""

from __future__ import annotations

from refiner.analyst.place import Place, place_of
from refiner.analyst.tokens import tokenise
from refiner.analyst.weights import load_weights


def place(text: str, word: str, form: str | None = None) -> Place:
    start = text.index(word)
    tokens = tokenise(text)
    first, last = tokens.inside(start, start + len(word))
    return place_of(tokens, first, last, form or word.lower(), load_weights().tags)
