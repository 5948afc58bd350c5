"""One request of an analysis and what has been read of its answer.

An analysis is one part, or several at once (fan-out): the verdicts on each stretch of the
transcript, and the quality of the whole. A part's counts stand from the moment both its
arrays of verdicts are closed, whatever becomes of the rest of its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from refiner.config.settings import Settings
from refiner.detection.lexicon import Lexicon
from refiner.errors import Unusable
from refiner.llm.json_stream import Item, Section
from refiner.llm.prompts import Request, analysis_request, quality_request, verdicts_request
from refiner.llm.schemas import read_item, read_items, read_section
from refiner.model import Candidate, Filler, Transcript
from refiner.run.chunks import cut
from refiner.run.verdicts import Judgements

_COUNTED = {"verdicts", "missed_fillers"}


class Part:
    """Reads one answer; `offset` is where its transcript begins in the whole one."""

    def __init__(self, request: Request, bar: float, lexicon: Lexicon, offset: int = 0) -> None:
        self.request = request
        self.judges = request.schema["properties"].keys() >= _COUNTED
        self.sections: dict[str, Any] = {}
        self.warnings: list[str] = []
        self._bar = bar
        self._lexicon = lexicon
        self._offset = offset
        self._text: str = request.document["transcript"]
        self.begin()

    def begin(self) -> None:
        """Before each time the request is sent: what was read of a broken answer is dropped."""
        self.sections.clear()
        self.warnings.clear()
        self._judgements = Judgements(self._text, self.request.candidates, self._bar, self._lexicon)

    @property
    def counted(self) -> bool:
        """Is its refined count exact? True of a part that counts nothing."""
        return not self.judges or self.sections.keys() >= _COUNTED

    @property
    def settled(self) -> bool:
        """Is there nothing more to buy? Counts that are exact are not bought again."""
        return (
            self.counted
            if self.judges
            else self.sections.keys() >= self.request.schema["properties"].keys()
        )

    @property
    def judged(self) -> int:
        return self._judgements.judged

    def fillers(self) -> list[Filler]:
        """Its spans, as far as they are judged, in the whole transcript's offsets."""
        by = self._offset
        return [replace(f, start=f.start + by, end=f.end + by) for f in self._judgements.fillers()]

    def take(self, event: Item | Section) -> None:
        """Take in what has closed in the stream; raises Unusable where it is of another shape."""
        if isinstance(event, Section):
            self._take_section(event)
        elif event.key == "verdicts":
            self._take_verdict(event)

    def _take_section(self, event: Section) -> None:
        before = self.counted
        self.sections[event.key] = self._section(event)
        if self.counted and not before:
            self._judgements.add_missed(self.sections["missed_fillers"])
            self._judgements.close()
            self.warnings += self._judgements.warnings

    def _take_verdict(self, item: Item) -> None:
        try:
            verdict = read_item(self.request.schema_name, item.key, item.index, item.value)
        except Unusable as error:
            self.warnings.append(f"a verdict was dropped: {error}")
        else:
            self._judgements.add_verdict(verdict)

    def _section(self, event: Section) -> Any:
        """A section as the schema wants it: of a list, its sound entries."""
        name = self.request.schema_name
        if self.request.schema["properties"][event.key]["type"] != "array":
            return read_section(name, event.key, event.value)
        sound, dropped = read_items(name, event.key, event.value)
        if event.key != "verdicts":  # those were looked at one by one, as they closed
            self.warnings += [f"an entry was dropped: {why}" for why in dropped]
        return self._quoted(sound) if event.key == "issues" else sound

    def _quoted(self, issues: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those issues whose quote stands in the transcript."""
        found = [issue for issue in issues if issue["quote"] in self._text]
        if len(found) < len(issues):
            self.warnings.append(
                f"{len(issues) - len(found)} issues were dropped: "
                "their quotes are not in the transcript"
            )
        return found


def whole(
    talk: Transcript, candidates: Sequence[Candidate], settings: Settings, lexicon: Lexicon
) -> list[Part]:
    """The analysis in one request."""
    request = analysis_request(talk, candidates, settings.model_analysis)
    return [Part(request, settings.confidence, lexicon)]


def fan_out(
    talk: Transcript, candidates: Sequence[Candidate], settings: Settings, lexicon: Lexicon
) -> list[Part]:
    """The same analysis in several requests that can be answered at once."""
    model, bar = settings.model_analysis, settings.confidence
    stretches = cut(talk.text, candidates)
    parts = [Part(quality_request(talk, len(candidates), model), bar, lexicon)]
    for n, (start, end) in enumerate(stretches, 1):
        inside = [
            replace(c, start=c.start - start, end=c.end - start)
            for c in candidates
            if start <= c.start < end
        ]
        name = f"verdicts {n} of {len(stretches)}"
        request = verdicts_request(talk, talk.text[start:end], inside, len(candidates), name, model)
        parts.append(Part(request, bar, lexicon, start))
    return parts
