"""The likeliest part of speech of a word, whatever its sentence.

One rule: the table is data, learnt once from tagged text; here it is only looked up.
Tags are Penn Treebank tags made coarse: "BE" for forms of be, "PRP+V" for a contracted
pronoun and verb ("they're"), "#" beyond the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from refiner.analyst.words import EDGE

_ENDINGS = (4, 3, 2)


@dataclass(frozen=True, slots=True)
class WordTags:
    """`tags`: word to tag; `endings`: last letters to tag, for words not in the table.

    `verbs` and `nouns` hold the words that are often a bare verb or a noun though another
    tag is likelier.
    """

    tags: Mapping[str, str]
    endings: Mapping[str, str]
    verbs: frozenset[str]
    nouns: frozenset[str]

    def tag(self, word: str) -> str:
        known = self.tags.get(word)
        if known is not None:
            return known
        if word == EDGE:
            return EDGE
        if word[0].isdigit():
            return "CD"
        for length in _ENDINGS:
            found = self.endings.get(word[-length:])
            if found is not None:
                return found
        return "NN"

    def knows(self, word: str) -> bool:
        return word in self.tags

    def may_be_verb(self, word: str) -> bool:
        """Can it stand after "to"? Only what the table has seen there."""
        return word in self.verbs or self.tags.get(word) in ("VB", "VBP")

    def may_be_noun(self, word: str) -> bool:
        return word in self.nouns or self.tag(word) in ("NN", "NNS")
