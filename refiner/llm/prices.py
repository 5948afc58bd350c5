"""The price list for the cost of a call, in US dollars per million tokens.

Source: OpenAI's price list, https://openai.com/api/pricing, standard tier, as quoted by
third-party tables on the date below; the discount for cached prompts is left out, so that a
cost is never understated. Check the list before you rely on a cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PRICES_AS_OF = "2026-04"
USD_PER_MILLION: dict[str, tuple[float, float]] = {  # model: (prompt, completion)
    "gpt-4o": (2.50, 10.00),
    "gpt-4o-mini": (0.15, 0.60),
    "gpt-4.1": (2.00, 8.00),
    "gpt-4.1-mini": (0.40, 1.60),
    "gpt-4.1-nano": (0.10, 0.40),
}

_SNAPSHOT_DATE = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def cost_usd(model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
    """Dollars for one call; None for a model that is not in the table.

    A dated snapshot has the price of its model.
    """
    price = USD_PER_MILLION.get(_SNAPSHOT_DATE.sub("", model))
    if price is None:
        return None
    return (prompt_tokens * price[0] + completion_tokens * price[1]) / 1_000_000


def total_usd(costs: Iterable[float | None]) -> float | None:
    """The sum of the costs of several calls; None if one of them is unknown."""
    total = 0.0
    for cost in costs:
        if cost is None:
            return None
        total += cost
    return total
