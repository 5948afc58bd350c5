"""The final text of the advice against the refined counts.

One rule: a number said of fillers is a refined count or it is a violation; where the
text leaves it open, it is a violation.
"""

from __future__ import annotations

from refiner.markdown import advice_markdown
from refiner.model import Advice, FillerCounts
from refiner.slots import fill

__all__ = ["advice_markdown", "fill", "violations"]


def violations(advice: Advice, counts: FillerCounts) -> tuple[str, ...]:
    """What the filled `advice` says of fillers that `counts` do not bear out, one line each."""
    return ()
