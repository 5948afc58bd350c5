"""What calls cost, in US dollars, at the prices of the package `genai-prices`.

The prices are those of the installed package, which never updates itself over the network.
The discount for cached prompts is left out, so that a cost is never understated.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

# Tokens of a run of the lean protocol, measured on the requests of this project: 1.35 a word of
# English, 3 for the number of a listed word, 1,100 of instructions; an answer has 5 a listed
# word and about 660 for the rest; one advice has about 400, and it may be written twice.
_PROMPT_PER_WORD, _PROMPT_PER_LISTED, _INSTRUCTIONS = 1.35, 3, 1100
_ANSWER_PER_LISTED, _ANSWER_REST, _ADVICE = 5, 660, 400
_COACHING_PROMPT = 900
USUAL_WORDS = 1_000  # of a talk that has not been read yet
_LISTED_PER_WORD = 0.09  # the sample talk with the most of them has 9 in 100 words


def price_source() -> str:
    """Where the prices come from, for people."""
    from importlib.metadata import version

    return f"genai-prices {version('genai-prices')}"


@cache
def cost_usd(model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
    """Dollars for one call; None if the price of the model is unknown.

    A price of exactly 0 is unknown too: a server that is free names no price.
    """
    if not (prompt_tokens or completion_tokens):
        return None
    from genai_prices import Usage, calc_price  # most of a second to import

    usage = Usage(input_tokens=prompt_tokens, output_tokens=completion_tokens)
    try:
        price = calc_price(usage, model_ref=model)
    except LookupError:
        return None
    return float(price.total_price) or None


def total_usd(costs: Iterable[float | None]) -> float | None:
    """The sum of the costs of several calls; None if one of them is unknown."""
    total = 0.0
    for cost in costs:
        if cost is None:
            return None
        total += cost
    return total


def likely_run_usd(
    analysis: str, coaching: str, words: int, listed: int | None = None
) -> float | None:
    """What a run will likely cost at most, regeneration included; None if a price is unknown.

    `words` of the transcript, `listed` of them occurrences of lexicon words; None if unknown.
    """
    listed = round(_LISTED_PER_WORD * words) if listed is None else listed
    prompt = round(_INSTRUCTIONS + _PROMPT_PER_WORD * words + _PROMPT_PER_LISTED * listed)
    answer = _ANSWER_PER_LISTED * listed + _ANSWER_REST
    advice = cost_usd(coaching, _COACHING_PROMPT, _ADVICE)
    return total_usd([cost_usd(analysis, prompt, answer), advice, advice])
