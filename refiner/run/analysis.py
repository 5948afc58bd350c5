"""One request of an analysis and what has been read of its answer.

An analysis is one part, or several concurrent ones (fan-out): the verdicts on each chunk of the
transcript, and the quality of the whole. A part's counts are final once both its arrays of
verdicts are closed, even if the rest of its answer fails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from refiner.config.settings import Settings
from refiner.detection.lexicon import Lexicon
from refiner.errors import Unusable
from refiner.llm.json_stream import Item, Section
from refiner.llm.prompts import Request, analysis_request, quality_request, verdicts_request
from refiner.llm.schemas import read_item, read_items, read_section
from refiner.model import Candidate, Filler, Transcript
from refiner.run.chunks import split_transcript
from refiner.run.verdicts import Verdicts

_COUNTED = {"verdicts", "missed_fillers"}


class Part:
    """Reads one answer; `offset` is where its chunk begins in the transcript."""

    def __init__(
        self, request: Request, min_confidence: float, lexicon: Lexicon, offset: int = 0
    ) -> None:
        self.request = request
        self.judges = request.schema["properties"].keys() >= _COUNTED
        self.sections: dict[str, Any] = {}
        self.warnings: list[str] = []
        self._min_confidence = min_confidence
        self._lexicon = lexicon
        self._offset = offset
        self._text: str = request.document["transcript"]
        self.reset()

    def reset(self) -> None:
        """Drop what was read of a broken answer; called before the request is sent."""
        self.sections.clear()
        self.warnings.clear()
        self._verdicts = Verdicts(
            self._text, self.request.candidates, self._min_confidence, self._lexicon
        )

    @property
    def is_counted(self) -> bool:
        """True if its refined count is final, or it has none."""
        return not self.judges or self.sections.keys() >= _COUNTED

    @property
    def is_complete(self) -> bool:
        """True when no further request is needed; final counts are not requested again."""
        if self.judges:
            return self.is_counted
        return self.sections.keys() >= set(self.request.schema["properties"])

    @property
    def verdict_count(self) -> int:
        return self._verdicts.count

    def fillers(self) -> list[Filler]:
        """Its spans, with the verdicts so far, in offsets of the whole transcript."""
        offset = self._offset
        return [
            replace(f, start=f.start + offset, end=f.end + offset) for f in self._verdicts.fillers()
        ]

    def add(self, event: Item | Section) -> None:
        """Add an item or section that closed; raises Unusable if its shape is wrong."""
        if isinstance(event, Section):
            was_counted = self.is_counted
            self.sections[event.key] = self._valid_section(event)
            if self.is_counted and not was_counted:
                self._verdicts.add_missed(self.sections["missed_fillers"])
                self._verdicts.close()
                self.warnings += self._verdicts.warnings
        elif event.key == "verdicts":
            try:
                verdict = read_item(self.request.schema_name, event.key, event.index, event.value)
            except Unusable as error:
                self.warnings.append(f"an invalid verdict was ignored: {error}")
            else:
                self._verdicts.add(verdict)

    def _valid_section(self, event: Section) -> Any:
        """A section as its schema asks for; of a list, the valid entries."""
        name, schema = self.request.schema_name, self.request.schema["properties"][event.key]
        if schema["type"] != "array":
            return read_section(name, event.key, event.value)
        valid, invalid = read_items(name, event.key, event.value)
        if event.key != "verdicts":  # verdicts are checked one by one, as they close
            self.warnings += [f"an entry was dropped: {why}" for why in invalid]
        return self._quoted_issues(valid) if event.key == "issues" else valid

    def _quoted_issues(self, issues: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The issues whose quote is in the transcript."""
        found = [issue for issue in issues if issue["quote"] in self._text]
        if len(found) < len(issues):
            self.warnings.append(
                f"{len(issues) - len(found)} issues were dropped: "
                "their quotes are not in the transcript"
            )
        return found


SplitAnalysis = Callable[[Transcript, Sequence[Candidate], Settings, Lexicon], list[Part]]


def single_request(
    transcript: Transcript, candidates: Sequence[Candidate], settings: Settings, lexicon: Lexicon
) -> list[Part]:
    """The analysis in one request."""
    request = analysis_request(
        transcript, candidates, settings.model_analysis, transcript.language or "en"
    )
    return [Part(request, settings.confidence, lexicon)]


def concurrent_requests(
    transcript: Transcript, candidates: Sequence[Candidate], settings: Settings, lexicon: Lexicon
) -> list[Part]:
    """The same analysis in several requests that can be answered concurrently."""
    model, min_confidence = settings.model_analysis, settings.confidence
    chunks = split_transcript(transcript.text, candidates)
    quality = quality_request(transcript, len(candidates), model)
    parts = [Part(quality, min_confidence, lexicon)]
    for n, (start, end) in enumerate(chunks, 1):
        inside = [
            replace(c, start=c.start - start, end=c.end - start)
            for c in candidates
            if start <= c.start < end
        ]
        name, chunk = f"verdicts {n} of {len(chunks)}", transcript.text[start:end]
        request = verdicts_request(transcript, chunk, inside, len(candidates), name, model)
        parts.append(Part(request, min_confidence, lexicon, start))
    return parts
