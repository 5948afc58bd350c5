"""What a call costs: one table, in US dollars per million tokens.

Source: OpenAI's price list, https://openai.com/api/pricing, standard tier, as third-party
tables of the date below quote it; without the discount for cached prompts, so that a cost is
never understated. Look there before you rely on a cost.
"""

from __future__ import annotations

import re

PRICES_AS_OF = "2026-04"
USD_PER_MILLION: dict[str, tuple[float, float]] = {  # model: (prompt, completion)
    "gpt-4o": (2.50, 10.00),
    "gpt-4o-mini": (0.15, 0.60),
    "gpt-4.1": (2.00, 8.00),
    "gpt-4.1-mini": (0.40, 1.60),
    "gpt-4.1-nano": (0.10, 0.40),
}

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")


def cost_usd(model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
    """Dollars for one call; None for a model that the table does not list.

    A dated snapshot costs what its model costs.
    """
    price = USD_PER_MILLION.get(_SNAPSHOT.sub("", model))
    if price is None:
        return None
    return (prompt_tokens * price[0] + completion_tokens * price[1]) / 1_000_000
