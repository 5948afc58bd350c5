"""Progress and summary of a batch: plain lines from a running total.

Only figures are kept of each result, so a million results take no more memory than one.
"""

from __future__ import annotations

from dataclasses import dataclass

from refiner.batch.tasks import BatchResult
from refiner.formatting import length, percent
from refiner.model import per_100_words
from refiner.run_document import is_counted


@dataclass(slots=True)
class BatchTotal:
    """Figures of a batch so far; `inputs`: how many there are; `began_s` on the caller's clock."""

    inputs: int
    began_s: float
    done: int = 0
    reused: int = 0
    failed: int = 0
    words: int = 0
    rule: int = 0
    refined: int = 0
    regenerated: int = 0
    fallbacks: int = 0
    unsaved: int = 0
    cost_usd: float = 0.0
    cost_unknown: int = 0

    @property
    def ended(self) -> int:
        return self.done + self.failed

    def add(self, result: BatchResult) -> None:
        document = result.document
        self.unsaved += result.not_saved is not None
        if document is None:
            self.failed += 1
            return
        self.done += 1
        self.reused += result.reused
        self.words += document["words"]
        if is_counted(document):
            self.rule += document["counts"]["rule"]
            self.refined += document["counts"]["ai"]
        self.regenerated += document["coaching_regenerated"]
        self.fallbacks += document["fallback_mode"]
        if not result.reused:
            cost = document["usage"]["cost_usd"]
            self.cost_unknown += cost is None
            self.cost_usd += cost or 0.0

    def progress(self, now_s: float) -> str:
        """One line: how many of how many, how fast, the time remaining."""
        failed = f", {self.failed} failed" if self.failed else ""
        line = f"batch: {self.ended} of {self.inputs}{failed}"
        per_s = (self.ended - self.reused) / max(now_s - self.began_s, 0.001)
        if not per_s:
            return line
        left = length(max(0, self.inputs - self.ended) / per_s)
        return f"{line}, {per_s:.1f} a second, {left} left"

    def summary(self, now_s: float) -> str:
        """One line for each kind of result."""
        reused = f" ({self.reused:,} from the run log)" if self.reused else ""
        failed = f", {self.failed} failed" if self.failed else ""
        lines = [f"batch: {self.done:,} done{reused}{failed} ({length(now_s - self.began_s)})"]
        if self.words:
            rate = per_100_words(self.refined, self.words)
            lines.append(
                f"batch: {self.refined:,} fillers (rules: {self.rule:,}) in {self.words:,} "
                f"words, {rate:.1f} per 100; advice regenerated in "
                f"{percent(round(self.regenerated / self.done, 2))} of the runs"
            )
        if self.fallbacks:
            lines.append(f"batch: {self.fallbacks} fell back to rules or the template")
        if self.unsaved:
            lines.append(f"batch: {self.unsaved} not saved in the run log")
        if self.cost_usd:
            unknown = f", unknown for {self.cost_unknown}" if self.cost_unknown else ""
            lines.append(f"batch: cost ${self.cost_usd:.4f}{unknown}")
        elif self.cost_unknown:
            lines.append("batch: cost unknown")
        return "\n".join(lines)
