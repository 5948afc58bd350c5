"""How a batch gets on, and what it came to: plain lines from a running total.

One rule: of each outcome only figures are kept, so that a million take no more room than one.
"""

from __future__ import annotations

from dataclasses import dataclass

from refiner.batch.workers import Outcome
from refiner.formatting import count
from refiner.model import per_100_words


@dataclass(slots=True)
class Total:
    """Figures of a batch so far. `inputs`: how many there are; `began_s` on the caller's clock."""

    inputs: int
    began_s: float
    done: int = 0
    before: int = 0
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

    def add(self, outcome: Outcome) -> None:
        document = outcome.document
        self.unsaved += outcome.not_saved is not None
        if document is None:
            self.failed += 1
            return
        self.done += 1
        self.before += outcome.before
        self.words += document["words"]
        self.rule += document["counts"]["rule"]
        self.refined += document["counts"]["ai"]
        self.regenerated += document["coaching_regenerated"]
        self.fallbacks += document["fallback_mode"]
        if not outcome.before:
            cost = document["usage"]["cost_usd"]
            self.cost_unknown += cost is None
            self.cost_usd += cost or 0.0

    def progress(self, now_s: float) -> str:
        """One line: how many of how many, how fast, how long still."""
        share = f"{self.ended} of {self.inputs}"
        failed = f", {self.failed} failed" if self.failed else ""
        rate = self._rate(now_s)
        if not rate:
            return f"batch: {share}{failed}"
        left = duration(max(0, self.inputs - self.ended) / rate)
        return f"batch: {share}{failed}, {rate:.1f} a second, {left} left"

    def _rate(self, now_s: float) -> float:
        """Ended a second, of those not in the run log before."""
        return (self.ended - self.before) / max(now_s - self.began_s, 0.001)

    def summary(self, now_s: float) -> str:
        """What it came to, a line for each thing that there is to say."""
        took = now_s - self.began_s
        before = f" ({self.before:,} from the run log)" if self.before else ""
        failed = f", {self.failed} failed" if self.failed else ""
        lines = [
            f"batch: {count(self.done, 'result')}{before}{failed} "
            f"in {duration(took)}, {self._rate(now_s):.1f} a second"
        ]
        if self.words:
            rate = per_100_words(self.refined, self.words)
            lines.append(
                f"batch: {self.refined:,} fillers (rules heard {self.rule:,}) in {self.words:,} "
                f"words, {rate:.1f} per 100; advice regenerated in "
                f"{100 * self.regenerated / self.done:.0f}% of the runs"
            )
        if self.fallbacks:
            lines.append(f"batch: {self.fallbacks} fell back to rules or the template")
        if self.unsaved:
            lines.append(f"batch: {self.unsaved} not saved in the run log")
        if self.cost_usd or self.cost_unknown:
            unknown = f", unknown for {self.cost_unknown}" if self.cost_unknown else ""
            lines.append(f"batch: cost ${self.cost_usd:.4f}{unknown}")
        return "\n".join(lines)


def duration(seconds: float) -> str:
    """`8 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
