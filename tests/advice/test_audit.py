"""The product's promise: a count in the advice is never wrong."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from refiner.advice.audit import find_violations
from refiner.advice.slots import fill_slots
from refiner.model import Advice, FillerCounts

COUNTS = FillerCounts("ai", {"like": 2, "um": 3, "you know": 1, "uh": 1}, 4, 1250, 420.0)
PARTS = ("headline", "skill", "advice", "exercise", "strength", "goal", "measurement", "motivation")


def advice(**parts: str) -> Advice:
    """Harmless advice but for `parts`."""
    assert set(parts) <= set(PARTS)
    text = {
        "headline": "Let silence do the work",
        "skill": "Silent pauses",
        "advice": "Close your lips and breathe.",
        "exercise": "Read a page aloud.",
        "strength": "A clear structure.",
        "goal": "Breathe at every full stop",
        "measurement": "Ask a listener.",
        "motivation": "You can do this.",
    } | parts
    return Advice(
        text["headline"],
        ({key: text[key] for key in ("skill", "advice", "exercise")},),
        (text["strength"],),
        ({key: text[key] for key in ("goal", "measurement")},),
        text["motivation"],
    )


def found(line: str, counts: FillerCounts = COUNTS) -> tuple[str, ...]:
    """The violations of `line`, which may name its part of the advice: "goal|Halve it"."""
    part, _, text = line.partition("|") if line.split("|")[0] in PARTS else ("advice", "", line)
    return find_violations(fill_slots(advice(**{part: text}), counts), counts)


# One number each, of all fillers or of a word: true in one place, a lie everywhere else.
SAYINGS: tuple[tuple[str, str], ...] = tuple(
    (kind, line)
    for kind, lines in {
        "total": """
            You said {n} fillers.
            You used {n} filler words in this talk.
            Fillers: {n}
            fillers - {n}.
            Total fillers: {n}
            fillers (n={n})
            the number of fillers is {n}
            You lean on fillers. There were {n} of them.
            You had a total of {n}.
            You let fillers slip in {n} times.
            Your filler count of {n} is worth a look.
            Your last count was {n}.
            We heard {n} fillers, so pause more.
            The analysis confirmed {n}.
            The {n} fillers we found cluster at the start.
            Your {n} fillers fall into two groups.
            Your talk had {n} instances of filler.
            With {n}, you are not average for fillers.
            There were fillers, {n} to be exact.
            In 420 seconds you said {n} fillers.
            You said exactly {n} needless little fillers.
            At {n} per talk, fillers are your main issue.
            {n} fillers is what we heard in a two-minute stretch.
            How many fillers? {n}. Think about that.
            You relied on {n} crutch words.
            **{n}** fillers were heard.
            You used <b>{n}</b> fillers.
            headline|{n} fillers in seven minutes
            skill|Cut the {n} fillers
            exercise|Circle all {n} fillers.
            exercise|Listen for the {n} fillers in the recording.
            goal|Go from {n} fillers to 0
            goal|Reduce your {n} fillers to 0
            goal|Fewer fillers than {n}
            goal|Say fewer than the {n} fillers you used
            goal|Cut fillers from {n} to below 0
            measurement|Today: {n} fillers. Target: 0.
            measurement|Baseline {n} fillers, target 0 fillers.
            strength|Only {n} fillers in seven minutes!
            motivation|You said it {n} times, but you can stop.
            motivation|You can turn {n} fillers into breaths.
            """,
        "like": """
            "like" {n} times is worth a look.
            You said "like" {n} times.
            You said like {n} times.
            You said ‘like’ {n} times.
            You said *like* {n} times.
            Your “like” count is {n}.
            The word like appears {n} times.
            The word "like" was used {n} times, by our count.
            like ({n}) is on the list.
            "like" - {n}
            "like" = {n}
            "like" × {n}
            We counted {n} occurrences of "like".
            There are {n} uses of "like" here.
            {n} of your fillers were "like".
            All {n} "like"s come before a number.
            "Like" showed up on {n} occasions.
            You lean on "like". That is {n} times.
            skill|Cut the {n} "like"s
            exercise|Listen for the {n} times you said "like".
            exercise|You used "like" {n} times. Say each sentence again without it.
            measurement|You said "like" {n} times; next time at most 0.
            """,
        "um": """
            Um: {n}.
            Um came up {n} times.
            Your "um" tally: {n}.
            You said "um" {n} times; read the page aloud twice.
            headline|Your {n} ums can become silence
            """,
        "um+uh": """
            {n} ums and uhs got in the way.
            "um" and "uh" together came up {n} times.
            You said both "um" and "uh", {n} times.
            """,
        "pauses": """
            Filled pauses: {n}.
            You had {n} filled pauses.
            """,
    }.items()
    for line in map(str.strip, lines.strip().splitlines())
)


def true_count(kind: str, counts: FillerCounts) -> int:
    match kind:
        case "total":
            return counts.total
        case "pauses":
            return counts.filled_pauses
    return sum(counts.by_word.get(word, 0) for word in kind.split("+"))


SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(n: int) -> str:
    small, tens = SMALL.split(), TENS.split()
    if n < 20:
        return small[n]
    if n < 100:
        return tens[n // 10 - 2] + (f"-{small[n % 10]}" if n % 10 else "")
    rest = f" and {in_words(n % 100)}" if n % 100 else ""
    return f"{small[n // 100]} hundred{rest}"


WORDS = ("like", "um", "uh", "er", "so")
spellings = st.sampled_from([str, in_words])
random_counts = st.builds(
    lambda like, um, uh, er, so, words, length: FillerCounts(
        "ai",
        {w: n for w, n in zip(WORDS, (like, um, uh, er, so), strict=True) if n},
        um + uh + er,
        words,
        length,
    ),
    *[st.integers(0, 60)] * len(WORDS),
    st.integers(200, 5000),
    st.floats(60, 3600),
)


@settings(max_examples=700, deadline=None)
@given(st.sampled_from(SAYINGS), random_counts, st.integers(0, 320), spellings)
def test_a_wrong_number_of_fillers_is_found(
    saying: tuple[str, str], counts: FillerCounts, wrong: int, spell: type[str]
) -> None:
    kind, line = saying
    assume(wrong != true_count(kind, counts))
    assume((wrong, spell) != (1, in_words))  # "one" is a pronoun too: see HONEST
    assert found(line.format(n=spell(wrong)), counts)


@settings(max_examples=700, deadline=None)
@given(st.sampled_from(SAYINGS), random_counts, spellings)
def test_the_right_number_of_fillers_passes(
    saying: tuple[str, str], counts: FillerCounts, spell: type[str]
) -> None:
    kind, line = saying
    assert not found(line.format(n=spell(true_count(kind, counts))), counts)


@settings(max_examples=300, deadline=None)
@given(random_counts, st.floats(0, 40))
def test_a_rate_may_be_rounded_but_not_wrong(counts: FillerCounts, said: float) -> None:
    for line, true in (
        ("That is {n} fillers per minute.", counts.per_minute),
        ("You average {n} fillers a minute.", counts.per_minute),
        ("Fillers per minute: {n}", counts.per_minute),
        ("You used {n} fillers per 100 words.", counts.per_100_words),
        ("Your rate is {n} fillers for every hundred words.", counts.per_100_words),
    ):
        assert not found(line.format(n=f"{true:g}"), counts), line
        assert not found(line.format(n=f"{true:.0f}"), counts), line
        if abs(said - true) > 0.25:
            assert found(line.format(n=f"{said:.1f}"), counts), line


LIES = """
    You used a dozen fillers.
    You used twenty-one filler words.
    {like} likes in one talk is a lot.
    You averaged 2.1 fillers a minute.
    2.4 fillers per 100 words is high.
    Per minute, you say 4 fillers.
    With roughly 4 fillers per minute, listeners drift.
    At 3.5 per minute your filler rate is high.
    You said "um" about four times a minute.
    4/min is your filler rate.
    Filler rate: 3.6/100 words
    60% of your fillers were "like".
    Half of your fillers were "like".
    A third of your fillers were "um", 33% were "like".
    Your filler rate is 5%.
    5% of your words were fillers.
    Ten percent of what you said was filler.
    You used 10 to 12 fillers.
    You used "um" twice.
    "uh" came up twice.
    headline|From 15 to 5
    headline|Fifteen times "like": let silence work
    goal|Reduce the current 15
    goal|Halve your nine "like"s
    goal|Reduce fillers by 50% (from 15)
    goal|Lower your rate from 4 per minute to 2
    measurement|You are at 15 now; get to 5.
    measurement|15 fillers today, fewer than 5 next time
    strength|No fillers at all: well done.
    strength|There were no filler words in this talk.
    strength|You never said "um".
    strength|You spoke without a single filler.
    strength|You didn't use any fillers.
    strength|A filler-free talk.
    strength|Not a single "um" in seven minutes.
    strength|Zero "um"s!
    motivation|You went seven minutes with zero fillers.
    motivation|15 pauses instead of 15 fillers: imagine that.
    You used more than 10 fillers.
    You used over ten filler words.
    You said fewer than 5 fillers.
    No fewer than 15 fillers
    As many as 15 fillers
    15+ fillers is a lot.
    15-odd fillers
    close to 15 fillers
    You dropped from 20 fillers to 7.
    Fillers dropped by 30% since last time.
    Your fillers have doubled to 14.
    You used 5 fewer fillers than last time.
    You said "like" twice as often as "um".
    Your 15th filler came late.
    A filler every 20 words is a lot.
    You say "um" once every 10 seconds.
    About every 10 seconds you say "um".
    One in twenty words was a filler.
    15 words were fillers.
    Your filler words number 15.
    Dozens of fillers crept in.
    Your filler count was in the double digits.
    You used １５ fillers.
    You used &#49;5 fillers.
    “um” (5) and “uh” (1)
    "um" and "uh" came up 3 times each.
    9 of your 7 fillers were "like".
    3 of your 7 fillers were "like".
    Of your 15 fillers, 2 were "like".
    "basically" came up 4 times.
    You used one filler.
    You used just one "um".
    You used a single filler.
    You used a couple of fillers.
    You used 15x "like".
    "like" x9
    You used two different fillers.
    You opened nine sentences with "like".
    Aim for fewer than 3 fillers, not 15.
    Aim below 15 fillers, where you are now.
    You said "um" 3 times and "like" 9 times.
    like 9, um 3
    Filler words: 15 → target: 7
    Reduce from 15 to 10 fillers
    Every fourth word is a filler.
    Every other sentence has a filler.
    Fillers make up a tenth of your words.
    You avoided fillers entirely.
    2000 fillers
    You said "like" 15 times per session.
    You used 15 fillers a session.
    15 out of 100 fillers were "like".
    You used 15 talk fillers.
    You have 15 sentence fillers.
    exercise|Listen to yourself say "like" 9 times.
    You can see the total of 15.
    In this talk with 15 fillers, pauses are missing.
    A talk of 15 fillers tires people.
    strength|A talk with fewer than five fillers!
    Your ums bring the total to 15.
    You start with 15 fillers.
    2 like, 5 other fillers
    1️⃣5️⃣ fillers
    You used fif­teen fillers.
    “um” ×9
    FIFTEEN fillers
    The fifteen-filler talk
    A filler-heavy talk (15)
    15 (fifteen) fillers
    You currently average about 2.1 fillers per minute; aim for under 1.
    measurement|Compare with your baseline of 15.
    measurement|Start: 15, goal: 5
    goal|Stay under 15 fillers like today
    goal|No more than the 9 "like"s from this talk
    exercise|Replace 9 of the "like"s with pauses.
    9 of your sentences start with "so".
    | um | 9 |
    You said it 15x.
    You managed to keep fillers to 2.
    You kept it to two fillers.
    It took 15 fillers to get through.
    After 15 fillers, listeners stop listening.
    Imagine: 15 fillers!
    Think of the 15 fillers as 15 chances.
    Each of your 15 fillers is a chance.
    measurement|0 fillers today
    goal|Zero fillers so far
    skill|9. That is how often you said "like"
    advice|Your 15 fillers a minute are above what listeners accept.
    advice|15 slips
    advice|Your fillers come in clusters of 15.
    All fifteen can go.
    You had a total of one hundred.
    like (1) is on the list.
    How many fillers? 1. Now you know.
    1. Fifteen fillers. 2. Breathe.
    Let the 15 fillers become 15 silences.
    Swap your nine "like"s for silence.
    Nine is too many for "like".
    "Like" is your top filler, nine in all.
    "Like" leads with nine, "um" follows with three.
    Your most common filler, "um", occurred 9 times.
    You favour "um" (9), then "like" (2).
    Next time, keep your 15 fillers down.
    You could cut 15 fillers.
    By our count you are at nine "um"s.
    There is a filler for every 20 words.
    You hit double digits with fillers.
    You went over a hundred fillers.
    That is twice the usual number of fillers.
    Fillers doubled.
    That's 3x more fillers than average.
    You used more fillers than 90% of speakers.
    Just 1 filler in the whole talk.
    Only one "um" all talk long!
    You only said "um" once.
    You said "um" once or twice.
    Not once did you say "um".
    Over seven minutes, just one filler.
    fillers/min: 4
    4 fpm of fillers
    fillers: fifteen-ish
    Your fillers number fifteen.
    Your um count: 9
    um-count 9
    "um" count of nine
    total um: 9
    You said um nine (9) times.
    We found 15 across your talk, mostly fillers.
    Fifteen times in your talk, a filler took the place of a pause.
    Nine times, "like" took the place of a pause.
    “You said 15 fillers in all,” is what the count says.
    You said {{fillers.by_word.like}} ums.
    You said "like" {{fillers.total}} times.
"""


@pytest.mark.parametrize("line", [s.strip() for s in LIES.strip().splitlines()])
def test_lies_in_other_shapes_are_found(line: str) -> None:
    assert found(line.replace("{like}", "9"))


HONEST = """
    You said {{fillers.total}} fillers in this talk.
    "like" came up {{fillers.by_word.like}} times, {{fillers.per_minute}} fillers a minute in all.
    You said "um" three times and "like" two times.
    "um" (3), "like" (2), "uh" (1)
    3 ums, 2 likes and 1 "you know".
    4 filled pauses and 3 discourse markers.
    You average one filler a minute.
    0.6 fillers per 100 words is little.
    "um", "like" and "uh" came up 6 times in total.
    Most of your fillers are "um" (3 of 7).
    Of your 7 fillers, 3 were "um".
    "um" accounts for 3 of your 7 fillers.
    "Um" is your most frequent filler at 3, followed by "like" at 2.
    Nearly half of your fillers were "um".
    43% of your fillers were "um".
    You used more than 5 fillers.
    You used at least 7 fillers.
    Your 7th filler came at 4:30.
    A filler every 60 seconds is little.
    Your top two fillers are "um" and "like".
    You used four different fillers.
    You lean on "like". You said it twice.
    You used 7 fillers in a two-minute drill.
    Replace each filler with a two-second pause.
    Pause for 2 seconds when you feel an "um" coming.
    Hold the silence for five full seconds before you start, so no "um" can slip in.
    Work on three focus areas: pauses, pace and fillers.
    Your longest sentence ran to 64 words, with an "um" in its middle.
    You speak 179 words per minute, with 7 fillers.
    Over 1,250 words you used 7 fillers.
    Pick one filler word and pause instead.
    Drop one filler at a time.
    Once you notice a filler, stop for three seconds.
    1. Breathe before each sentence. 2. Replace "um" by silence.
    In week 2, drop "like".
    You said “we sold 300 units in like two weeks”: name the number first.
    Say “the launch slipped by 3 weeks” instead of adding "like".
    "like" and "um" lead your list; think twice before each.
    Use the 3-2-1 breath before you start.
    Good speakers stay below 3 filled pauses per 100 words.
    Aim for fewer than 3 fillers per minute.
    Try to keep "um" under 2 per talk.
    exercise|Record a two-minute talk and count the fillers.
    exercise|Read a page aloud three times, without any "um".
    exercise|Ask three strangers to mark each filler.
    exercise|If you say more than two fillers, start again.
    exercise|Speak for one minute with no fillers.
    exercise|Take ten slow breaths, then retell the story twice with "like" left out.
    exercise|Speak for 60 seconds; clap whenever an "um" slips out; repeat 5 times.
    exercise|Finish a sentence, count silently to three, and go on without "um".
    exercise|Pick 3 sentences with "um" and say each twice without it.
    goal|Fewer than three fillers a minute
    goal|At most 2 "like"s in the next talk
    goal|Halve it
    goal|Go from 7 fillers to 3
    goal|Cut "like" by half within two weeks
    goal|Keep fillers below 1 per minute in your next talk
    goal|Speak for three minutes with no more than one "um"
    goal|In the next talk, let half of these sounds become silent breaths
    measurement|Count the fillers in a five-minute recording; five or fewer is a pass.
    measurement|Compare with today's {{fillers.total}}.
    measurement|Today: 7 fillers. Target: 3.
    strength|You used only 2 "like"s in 1,250 words.
    strength|Three main points, each with an example.
    motivation|In two weeks you will hear the difference: fewer fillers, more presence.
    motivation|One pause at a time, your fillers will fade.
    You currently average about 1 filler per minute; aim for under 0.5.
    goal|Keep it to two fillers per talk
    goal|Get "um" down to 1 in the next talk
    goal|This week, reduce "um" to 2 per talk
    goal|Reduce fillers by half
    goal|Cut fillers by 30%
    goal|Record three talks and bring fillers below 5 in each
    measurement|Three recordings this week, each with fewer than 5 fillers
    measurement|Use the workbench after each talk; the goal is fewer than {{fillers.total}} fillers.
    measurement|Count fillers and compare with {{fillers.per_minute}} per minute.
    exercise|Talk for 10 minutes. Each time you say "like", pause for 2 seconds.
    exercise|Read each sentence that had an "um" aloud three times.
    exercise|Do this twice a day for five minutes.
    exercise|Three times a week, read a page without "um".
    exercise|Write 5 bullet points, then speak for 2 minutes with no fillers at all.
    exercise|Count to two in your head whenever you want to say "um".
    You could cut fillers to 3 per talk by pausing.
    You should aim for no more than 3 fillers per talk.
    Try to get "like" down to one per talk.
    Keep fillers under 5 per minute.
    Speak in sentences of 10 to 15 words; fillers hide in longer ones.
    In 2024 research, silent pauses of 1 to 2 seconds were liked more than fillers.
    motivation|With 10 minutes of practice a day, your fillers will fade in two weeks.
    motivation|Great speakers were not born; 21 days of practice make the habit.
    strength|With only {{fillers.per_100_words}} fillers per 100 words, you sound prepared.
    strength|You open strongly: the first 30 seconds have energy.
    headline|From fillers to silence in three steps
    headline|Turn {{fillers.total}} fillers into {{fillers.total}} pauses
    skill|The 2-second pause
    skill|Replace "like" and "um"
    Swap your {{fillers.by_word.like}} "like"s for silence.
    "Um" leads with three, "like" follows with two.
    Your most common filler, "um", occurred 3 times.
    You said "you know" only once.
    You said "uh" once.
    "uh" slipped in just once.
    You favour "um" ({{fillers.by_word.um}}), then "like" ({{fillers.by_word.like}}).
    Let the 7 fillers become 7 silences.
    goal|Reduce your filler rate to below 0.5 per minute in your next presentation
    goal|Cut the use of "like" by 50% in your next talk
    goal|Use no more than 5 filler words in a 5-minute practice speech
    goal|Deliver a two-minute talk with zero "um"s
    goal|Complete the pausing exercise three times this week
    goal|Bring {{fillers.total}} down to half in the next talk of this length
    goal|Practise 10 minutes a day, five days a week
    measurement|Fewer than {{fillers.by_word.like}} uses of "like" in the next recording.
    measurement|Ask a colleague to tally fillers during one meeting and note the number.
    measurement|Track the number of fillers per minute across three recordings.
    strength|You kept a steady pace of about 150 words per minute.
    strength|Your opening story in the first 30 seconds drew people in.
    strength|You used concrete numbers ("we shipped 40 units in 3 weeks") to back your claims.
    strength|Only {{fillers.per_minute}} fillers a minute: listeners will barely notice.
    motivation|One breath at a time, you will hear the difference within a week or two.
    headline|Swap your fillers for one-second pauses
    headline|{{fillers.total}} fillers, one fix: the silent pause
    headline|Own the silence: your top two habits to change this week
    skill|Replacing "um" with a 2-second pause
    skill|1. Pausing between ideas
    advice|First, notice when "like" appears. Second, pause. Third, carry on.
    advice|About half of your "um"s come at the start of a sentence.
    advice|Your fillers come in clusters of two or three when you change topic.
    advice|Your rate is slightly above the 2 to 3 per 100 words that audiences tolerate.
    advice|Break long sentences into two. Each time one slips out, pause for 3 seconds.
    advice|Your fillers come in clusters of two or three when you change topic.
    headline|Seven fillers in seven minutes: a clean talk
"""


@pytest.mark.parametrize("line", [s.strip() for s in HONEST.strip().splitlines()])
def test_true_numbers_targets_and_other_units_pass(line: str) -> None:
    assert found(line) == ()


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_advice_is_read(part: str) -> None:
    assert found(f"{part}|You said 15 fillers.")


@pytest.mark.parametrize(
    "slot",
    [
        "{{fillers.unknown}}",
        "{{fillers.by_word}}",
        "{{total}}",
        "{{fillers.total",
        "{fillers.total}",
        "{{fillers.by_word.}}",
    ],
)
def test_a_slot_that_cannot_be_filled_is_a_violation(slot: str) -> None:
    (line,) = found(f"You said {slot} of them.")
    assert line == "focus area 1, advice: a slot could not be filled"


def test_a_violation_names_place_and_numbers_but_not_the_text() -> None:
    (line,) = found("exercise|You confidential said 15 fillers.")
    assert line == "focus area 1, exercise: says 15 of fillers; the refined figure is 7"


def test_a_word_of_the_counts_that_no_list_knows_is_held_against_its_count() -> None:
    counts = FillerCounts("ai", {"totally": 4, "um": 3}, 3, 1250, 420.0)
    assert not found('You said "totally" 4 times.', counts)
    assert found('You said "totally" 3 times.', counts)


def test_spellings_of_a_filled_pause_count_as_their_word() -> None:
    assert not found("You said “umm” 3 times.")
    assert found("You said “umm” 2 times.")


@pytest.mark.parametrize(
    "text",
    [
        "15 " * 1300,
        "You said 15 of fillers, " * 160,
        '"like" ' * 570,
        '"um" and ' * 440,
        "nine hundred and " * 230,
        "*a_" * 1300,
        "'a " * 1300,
        "a " * 100_000,
        "You said 7 fillers and breathed. " * 120,
    ],
)
def test_advice_without_end_is_checked_in_no_time_or_refused(text: str) -> None:
    started = time.perf_counter()
    found(text)
    assert time.perf_counter() - started < 0.5


def test_advice_that_is_too_long_to_be_checked_is_no_advice() -> None:
    assert found("a " * 100_000) == ("the advice is too long to be checked",)
    assert found("nine, " * 200) == ("focus area 1, advice: a sentence too long to be checked",)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
@example("{{fillers.total}}" * 50)
@example('"' * 300)
@example("fillers " * 30)
def test_no_text_breaks_the_audit(text: str) -> None:
    assert isinstance(find_violations(fill_slots(advice(advice=text), COUNTS), COUNTS), tuple)
