"""Advice that a person edited.

What they left as it was keeps its slots, so that a later correction changes its figures too.
"""

from __future__ import annotations

from dataclasses import replace

from refiner.advice.audit import find_unfit_edits, replace_sentences
from refiner.advice.audit.plain_text import split_sentences
from refiner.advice.markdown import format_advice
from refiner.advice.slots import TalkFigures, fill_slots, map_texts, texts_of
from refiner.detection.lexicon import lexicon_for
from refiner.model import Advice, FillerCounts
from refiner.run_document import (
    AdviceDict,
    CoachingDict,
    CountedDocument,
    EditedAdvice,
    RunDocument,
    advice_dict,
)
from refiner.transcripts.from_document import transcript_of


def unfit_sentences(document: CountedDocument, edited: AdviceDict) -> list[str]:
    """The sentences that a person wrote and that are not known to agree with the counts."""
    unfit = _find_unfit(document, Advice.of(edited), _figures_of(document))
    return [sentence for _, sentence in unfit]


def _find_unfit(
    document: CountedDocument, edited: Advice, figures: TalkFigures
) -> list[tuple[str, str]]:
    """The place of each such sentence, and itself."""
    shown = Advice.of(document["coaching"]["advice"])
    lexicon = lexicon_for(document.get("language"), document["speaker"])
    unfit = find_unfit_edits(edited, shown, figures, document["text"], lexicon)
    return [(one.place, one.sentence) for one in unfit]


def keep_slots(document: CountedDocument, edited: AdviceDict) -> AdviceDict:
    """The edited advice, with the draft's slots in the sentences that were left as they were."""
    draft = document["coaching"].get("draft")
    if draft is None:
        return edited
    written = Advice.of(draft)
    filled = fill_slots(written, _figures_of(document))
    texts = texts_of(advice_dict(written)), texts_of(advice_dict(filled))
    slotted = {
        shown.strip(): sentence.strip()
        for text, shown_text in zip(*texts, strict=True)
        for sentence, shown in zip(split_sentences(text), split_sentences(shown_text), strict=False)
    }

    def with_slots(text: str) -> str:
        sentences = split_sentences(text)
        spaces = [sentence[len(sentence.rstrip()) :] for sentence in sentences]
        bare = [sentence.strip() for sentence in sentences]
        return "".join(
            slotted.get(one, one) + space for one, space in zip(bare, spaces, strict=True)
        )

    return advice_dict(map_texts(Advice.of(edited), with_slots))


def apply_edit(document: CountedDocument, edited: EditedAdvice) -> CoachingDict:
    """The document's coaching with a person's note and their advice.

    A sentence of theirs that a later correction made wrong is left out.
    """
    coaching = document["coaching"].copy()
    coaching["note"] = edited["note"]
    if edited["advice"] is None:
        return coaching
    draft, figures = Advice.of(edited["advice"]), _figures_of(document)
    unfit = _find_unfit(document, draft, figures)
    if unfit:
        draft = _without_empty(replace_sentences(draft, dict.fromkeys(unfit, "")), coaching)
        coaching["edit_outdated"] = True
    advice = fill_slots(draft, figures)
    coaching["advice"] = advice_dict(advice)
    coaching["draft"] = advice_dict(draft)
    coaching["markdown"], coaching["edited"] = format_advice(advice), True
    return coaching


def _without_empty(advice: Advice, before: CoachingDict) -> Advice:
    """`advice` without parts that have lost all their text; the headline is then that of before."""
    return replace(
        advice,
        headline=advice.headline or before["advice"]["headline"],
        strengths=tuple(filter(None, advice.strengths)),
    )


def _figures_of(document: CountedDocument) -> TalkFigures:
    spans = [(f["start"], f["end"]) for f in document["fillers"] if f["ai"]]
    return TalkFigures.of(refined_counts(document), transcript_of(document), spans)


def refined_counts(document: RunDocument) -> FillerCounts:
    """The refined counts of a document, corrections included."""
    by_word = {word: n["ai"] for word, n in document["counts"]["by_word"].items() if n["ai"]}
    pauses = sum(f["ai"] and f["kind"] == "filled_pause" for f in document["fillers"])
    length_s = transcript_of(document).length_s
    return FillerCounts("ai", by_word, pauses, document["words"], length_s)
