"""What a call costs: one table, US dollars per million tokens, from OpenAI's price list."""

from __future__ import annotations

PRICES_AS_OF = "2025-10-23"
USD_PER_MILLION: dict[str, tuple[float, float]] = {  # model: (prompt, completion)
    "gpt-4o": (2.50, 10.00),
    "gpt-4o-mini": (0.15, 0.60),
}


def cost_usd(model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
    """Dollars for one call; None for a model that the table does not list."""
    price = USD_PER_MILLION.get(model)
    if price is None:
        return None
    return (prompt_tokens * price[0] + completion_tokens * price[1]) / 1_000_000
