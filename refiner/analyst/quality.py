"""How a talk was delivered: scores by formula, habits with passages, and what to work on.

Every score is a documented formula over what can be read from the text. Where the text
lacks it (no duration, no full stops) that term is omitted.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, pstdev
from typing import Any

from refiner.advice.coach.filler_skills import skill_for
from refiner.advice.habits import TextIndex, words_per_minute
from refiner.advice.issues import find_habits
from refiner.analyst.judge import Judgement
from refiner.model import Issue
from refiner.spans import Span

VARIETY_WINDOW = 50  # words
NEUTRAL = 70.0  # where the text tells nothing either way
FEW_WORDS = 40  # a shorter text says little about habits
_EASY_PACE = (130, 170)  # words a minute
_LISTENER = frozenset({"you", "your", "yours", "us", "our", "let's"})


@dataclass(frozen=True, slots=True)
class Measures:
    """What the scores are made of. Rates are per 100 words; None where the text tells nothing.

    `variety`: moving-average type-token ratio over `VARIETY_WINDOW` words (Covington and
    McFall, "Cutting the Gordian Knot", Journal of Quantitative Linguistics 17, 2010).
    `sentence_spread`: standard deviation of sentence lengths over their mean.
    """

    words: int
    fillers: float
    stumbles: float
    hedges: float
    address: float
    variety: float
    sentence_words: float | None
    sentence_spread: float | None
    long_share: float
    pace: float | None


def assess(document: Mapping[str, Any], judged: Mapping[Span, Judgement]) -> dict[str, Any]:
    """The sections `issues`, `speech_quality` and `summary` of the analysis's answer."""
    fillers = [j for j in judged.values() if j.filler]
    reading = TextIndex(document["transcript"], [(j.start, j.end) for j in fillers])
    duration_s = document["duration_seconds"]
    issues = find_habits(reading, duration_s) if reading.words else ()
    measures = measure(reading, len(fillers), duration_s)
    return {
        "issues": [asdict(issue) for issue in issues],
        "speech_quality": {
            **scores(measures),
            "key_strengths": _strengths(measures),
            "primary_concern": _concern(measures, issues),
        },
        "summary": {
            "recommended_focus": _focus(measures, fillers, issues),
            "filler_recommendation": _filler_recommendation(measures, fillers),
        },
    }


def measure(reading: TextIndex, fillers: int, duration_s: float | None) -> Measures:
    said = [reading.text[s:e].casefold() for s, e in reading.words]
    rate = 100 / max(1, len(said))
    repeated, restarted = reading.stumbles
    lengths = [reading.words_in(s) for s in reading.sentences] if reading.punctuated else []
    mean = fmean(lengths) if lengths else None
    address = sum(w in _LISTENER for w in said) + reading.text.count("?")
    return Measures(
        words=len(said),
        fillers=rate * fillers,
        stumbles=rate * (len(repeated) + len(restarted)),
        hedges=rate * len(reading.hedges()),
        address=rate * address,
        variety=_variety(said),
        sentence_words=mean,
        sentence_spread=pstdev(lengths) / mean if mean and len(lengths) > 2 else None,
        long_share=rate * sum(n for n, _ in reading.long_sentences()) / 100,
        pace=words_per_minute(len(said), duration_s),
    )


def scores(m: Measures) -> dict[str, float]:
    """Four scores from 0 to 100.

    clarity     100, less 6 for each hedge in 100 words, less 2 for each word by which the
                mean sentence exceeds 20, less 40 for the share of words in long sentences
    fluency     100, less 6 for each filler and 8 for each repetition or restart in 100 words
    pacing      100, less 1 for each word a minute outside 130 to 170; without a duration,
                60 to 100 as sentence lengths vary (spread 0 to 0.5); without both, neutral
    engagement  half from variety of words (0.6 to 0.85), 30 from the spread of sentence
                lengths (0 to 0.6), 20 from speaking to the listeners (0 to 2 in 100 words)
    """
    over = max(0.0, (m.sentence_words or 0) - 20)
    variety = _share(m.variety, 0.6, 0.85)
    spread = variety if m.sentence_spread is None else _share(m.sentence_spread, 0, 0.6)
    return {
        "clarity": _score(100 - 6 * m.hedges - 2 * over - 40 * m.long_share),
        "fluency": _score(100 - 6 * m.fillers - 8 * m.stumbles),
        "pacing": _score(_pacing(m)),
        "engagement": _score(50 * variety + 30 * spread + 20 * _share(m.address, 0, 2)),
    }


def _pacing(m: Measures) -> float:
    if m.pace is not None:
        return 100 - max(0.0, _EASY_PACE[0] - m.pace, m.pace - _EASY_PACE[1])
    if m.sentence_spread is not None:
        return 60 + 40 * _share(m.sentence_spread, 0, 0.5)
    return NEUTRAL


def _share(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _score(value: float) -> float:
    return float(round(min(100.0, max(0.0, value))))


def _variety(said: Sequence[str]) -> float:
    """Different words over words, averaged over every window; linear in the length."""
    if not said:
        return 0.0
    window: deque[str] = deque()
    seen: Counter[str] = Counter()
    total, windows = 0.0, 0
    for number, word in enumerate(said, 1):
        window.append(word)
        seen[word] += 1
        if len(window) > VARIETY_WINDOW:
            old = window.popleft()
            seen[old] -= 1
            if not seen[old]:
                del seen[old]
        if number >= min(VARIETY_WINDOW, len(said)):
            total += len(seen) / len(window)
            windows += 1
    return total / windows


def _strengths(m: Measures) -> list[str]:
    if m.words < FEW_WORDS:
        return []
    found = [
        (m.fillers <= 1, "Hardly a filler word between the thoughts."),
        (m.stumbles <= 0.3, "Sentences that begin are brought to their end."),
        (m.hedges <= 0.5, "Claims are made plainly, without hedging."),
        (
            m.sentence_words is not None and m.sentence_words <= 18,
            "Short sentences, easy to follow.",
        ),
        (m.variety >= 0.8, "A rich choice of words."),
        (m.pace is not None and _pacing(m) == 100, "A pace that is easy to listen to."),
        (m.address >= 2, "The listeners are spoken to directly."),
    ]
    return [text for holds, text in found if holds][:3]


_CONCERNS: Mapping[str, str] = {
    "hedging": "Hedges leave open what the speaker stands for.",
    "repetition": "Words come twice while the next are being found.",
    "restart": "Sentences are broken off and begun again.",
    "long_sentence": "Long sentences ask much of the listeners' memory.",
    "pace": "The pace makes it hard to think along.",
}
_WEIGHT = {"medium": 1, "high": 2}


def _worst(issues: Iterable[Issue]) -> Issue | None:
    """The most severe issue that is more than a single case."""
    notable = [issue for issue in issues if issue.severity != "low"]
    return max(notable, key=lambda issue: _WEIGHT[issue.severity], default=None)


def _concern(m: Measures, issues: Sequence[Issue]) -> str:
    if m.words < FEW_WORDS:
        return "Too short a passage to tell habits from chance."
    worst = _worst(issues)
    if m.fillers >= 2 and (worst is None or worst.severity != "high" or m.fillers >= 4):
        return "Filler words interrupt the thoughts."
    return _CONCERNS[worst.kind] if worst else "None that stands out in the text."


def _focus(m: Measures, fillers: Sequence[Judgement], issues: Sequence[Issue]) -> str:
    if fillers and m.fillers >= 1:
        return skill_for(_most_frequent(fillers)).tip
    worst = _worst(issues)
    return worst.tip if worst else "Keep the clean delivery, and vary pace and voice."


def _filler_recommendation(m: Measures, fillers: Sequence[Judgement]) -> str:
    if not fillers:
        return "Nothing to mend here: keep the silent pauses."
    word = _most_frequent(fillers)
    if m.fillers < 1:
        return f"Few enough to leave alone; if any, listen for “{word}”."
    return f"Begin with “{word}”: {_lower_first(skill_for(word).tip)}"


def _most_frequent(fillers: Sequence[Judgement]) -> str:
    return Counter(j.word for j in fillers).most_common(1)[0][0]


def _lower_first(text: str) -> str:
    return text[0].lower() + text[1:]
