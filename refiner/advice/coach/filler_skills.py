"""What to train for each filler word: tables of texts, and which of them a word belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from refiner.advice.coach.skill import LISTEN_BACK, Skill
from refiner.detection.lexicon import lexicon_for
from refiner.model import HESITATION, is_english

PAUSE_SKILL = Skill(
    skill="Pause in silence",
    headlines=(
        "Trade {words} for a silent breath",
        "Give your listeners silence in place of {words}",
        "Let a breath do the work of {words}",
    ),
    why="A sound that fills the gap while the next thought is found.",
    tip="Close your mouth at the end of the thought, breathe in, and start the next.",
    advice=(
        "You reach for {words} while the next thought is still forming. Close your lips at the "
        "end of the sentence and breathe in. The gap feels long to you; to your listeners it "
        "sounds like confidence.",
        "Your listeners need a moment to take in what you said. Give it to them in silence: "
        "finish the thought, look at someone, breathe, and only then go on. Where you say "
        "{words} now, a breath will do.",
        "There is nothing wrong with stopping to think. Do it with your lips closed, and what "
        "comes out as {words} now turns into a pause that your listeners can use.",
    ),
    exercises=(
        "Read a page aloud and take a silent breath of two seconds at every full stop. Then put "
        "the page away and retell it with the same breaths.",
        "Talk about your day for two minutes with a pencil between finger and thumb. At the end "
        "of each thought lower the pencil, breathe, and raise it before you go on.",
        "Record yourself for three minutes on a topic you know well. Play it back, stop wherever "
        "a sound fills a gap, and say that sentence again with a breath in its place.",
    ),
    goal="Breathe in silence until the next thought is ready",
    measurement="Listen for it in your next recording.",
)

LIKE_SKILL = Skill(
    skill="Keep “like” for comparisons",
    headlines=(
        "Say what you mean instead of “like”",
        "Reach for the exact word instead of “like”",
    ),
    why="It takes the place of a number, an example or a comparison.",
    tip="Name the amount, the example or the comparison outright, or go straight on.",
    advice=(
        "“Like” holds the place of something more exact. Before an amount say “about”, before an "
        "example say “for instance”, before someone's words say “said”; otherwise leave it out.",
        "A real comparison deserves its “like”; elsewhere the word takes the place of a better "
        "one. Choose the adjective before you start the sentence, and you can go straight to it.",
        "When “like” comes before the word you are looking for, your listeners hear you looking. "
        "Wait for the word in silence, then say it.",
    ),
    exercises=(
        "Describe a room to someone who cannot see it, for three minutes, into a recorder. Give "
        "everything a colour, a size or a place, and start over if you skip one.",
        "Retell a conversation for two minutes with “said” and “asked” as your only verbs of "
        "speaking. Then tell it again, more slowly.",
        "Find “like” in the transcript of this talk and say those sentences again without it, "
        "aloud. If a sentence sounds bare, put in the exact word.",
    ),
    goal="Use “like” where you compare",
    measurement="Search your next transcript for “like” and read what follows it.",
)

CHECK_IN_SKILL = Skill(
    skill="Ask, or leave the point alone",
    headlines=(
        "Ask your listeners a real question",
        "Make your point, then let it rest",
    ),
    why="It asks for agreement without waiting for an answer.",
    tip="Look up and wait, or ask a question that somebody can answer.",
    advice=(
        "With {words} you ask for agreement before your listeners have had time to think. If you "
        "want to know whether they follow, stop and ask: “Does that match what you see?” If you "
        "do not, end the sentence and go on.",
        "Reaching for agreement in mid-sentence weakens the point. Where you say {words} now, "
        "make the statement, look at somebody, and wait for the nod.",
        "You can see whether people follow you without asking them. Where you say {words} now, "
        "meet the eyes of a listener, hold the silence for a breath, and go on.",
    ),
    exercises=(
        "Explain something you know well to an empty chair for four minutes. After every point "
        "stop, ask an open question, and breathe in and out before you go on.",
        "Write down three questions that you truly want your listeners to answer. Give the "
        "talk aloud and ask a question wherever you usually reach for agreement.",
        "Tell a photograph of a friend what you did today, for three minutes. After each point "
        "look up, wait for a breath, and go straight to the next.",
    ),
    goal="Ask a real question, or stop at the full stop",
    measurement="Listen to your next recording: after each point there is a real question or a "
    "silence.",
)

RESTATE_SKILL = Skill(
    skill="Trust your first version",
    headlines=(
        "Let your first wording do its work",
        "Say it, and leave it there",
    ),
    why="It announces that the thought is about to be said again.",
    tip="Finish the first wording; if it was unclear, give an example instead of a repair.",
    advice=(
        "With {words} you correct yourself before your listeners would. Finish the sentence as "
        "you began it; if it needs help, add an example.",
        "A repair draws attention to itself. Where you say {words} now, take a breath, choose "
        "the next words, and carry the sentence through to its end.",
    ),
    exercises=(
        "Take ten headlines from the news and explain each in a short sentence, aloud. Breathe "
        "and plan before each, and never go back inside a sentence.",
        "Record a three-minute explanation. Write down the sentences that you repaired, and say "
        "each in its final form, from start to end, without looking at the page.",
    ),
    goal="Finish your sentences in their first wording",
    measurement=LISTEN_BACK,
)

OPENERS_SKILL = Skill(
    skill="Start with the subject",
    headlines=(
        "Open your sentences with what they are about",
        "Start on the word that matters",
    ),
    why="It opens or closes the thought without adding to it.",
    tip="Start the sentence with its subject: the person, the thing, the number.",
    advice=(
        "Where you say {words} now, begin with the subject. Name the person, the thing or the "
        "place, and your point lands a beat earlier.",
        "You open with {words} to claim your turn while the thought is still coming. The turn is "
        "yours already: breathe, then let the first word be the subject.",
    ),
    exercises=(
        "Speak for three minutes about your work. Allow a sentence to begin only with a name, a "
        "thing, or “we”; if another word slips in, stop, breathe and begin it again.",
        "Take the transcript of this talk and write down the first noun of every sentence. Give "
        "the talk again from that list of nouns, starting each sentence with its noun.",
    ),
    goal="Begin your sentences with their subject",
    measurement="Read the first word of each sentence in your next transcript: it says what the "
    "sentence is about.",
)

SOFTENERS_SKILL = Skill(
    skill="Commit to what you say",
    headlines=(
        "Stand behind what you say",
        "Say it plainly, or say what you do not know",
    ),
    why="It takes back part of what is being said.",
    tip="Drop the softener, or say exactly what is uncertain.",
    advice=(
        "Where you say {words} now, decide first: if it is true, say it plainly; if you are "
        "unsure, say what you do not know yet.",
        "A softened claim is hard to act on. Keep the soft words for the places where you "
        "really are unsure, and your listeners will believe you in both cases.",
    ),
    exercises=(
        "Write down the main claims of this talk. Read them aloud as you said them, then "
        "plainly, then with their reasons.",
        "Argue for something you believe, for two minutes, standing. Play it back and say every "
        "softened sentence again as a plain statement.",
    ),
    goal="Make your main claims plainly",
    measurement="Underline the main claims in your next transcript and read the words around them.",
)

INTENSIFIERS_SKILL = Skill(
    skill="Let facts carry the weight",
    headlines=(
        "Trade emphasis for evidence",
        "Let the facts speak for you",
    ),
    why="It asks for emphasis instead of giving a reason.",
    tip="Drop the word, and put the fact that proves the point in its place.",
    advice=(
        "Words of emphasis promise that something is true; a fact shows it. Where you say "
        "{words} now, give the figure, the name or the example that made you reach for the "
        "word.",
        "Emphasis wears out. Where you say {words} now, leave it out and lean on the word that "
        "matters with your voice.",
    ),
    exercises=(
        "Take a paragraph of this talk and cross out the words of emphasis. Read it aloud and "
        "lean with your voice on the word that matters.",
        "Tell a two-minute story and back up each claim with something that could be checked: a "
        "place, a date, a name.",
    ),
    goal="Give a fact in place of a word of emphasis",
    measurement="Search your next transcript for words of emphasis and ask at each place what "
    "they add.",
)

CLOSERS_SKILL = Skill(
    skill="End on the point",
    headlines=(
        "Let your voice come down when the point is made",
        "Stop on the last word that matters",
    ),
    why="It lets the sentence trail off after its point was made.",
    tip="Stop after the last word that matters and let your voice come down.",
    advice=(
        "Your sentence has made its point, and then it goes on. Where you say {words} now, "
        "stop: let your voice come down and hold the silence.",
        "A thought that trails off loses its point. Where you say {words} now, give your best "
        "example; if there is nothing to add, stop on the last word that matters.",
    ),
    exercises=(
        "Read ten sentences from a newspaper aloud and let your voice come down on the last "
        "word of each. Hold a silent breath before the next.",
        "Record two minutes about a plan of yours. Write down the last three words of every "
        "sentence; rewrite those that say nothing, and record it again.",
    ),
    goal="End your sentences on their strongest word",
    measurement="Read only the ends of the sentences in your next transcript: they name things.",
)

OTHER_SKILL = Skill(
    skill="Drop the habit word",
    headlines=(
        "Put a breath where you say {words}",
        "Notice where you say {words}",
    ),
    why="It can be dropped and the sentence says the same.",
    tip="Leave it out; if the sentence feels bare, pause instead.",
    advice=(
        "A habit word costs nothing by itself, but listeners begin to wait for it. Notice "
        "where you say {words}, and put a breath there.",
        "Where you say {words} now, the sentence is clear already. Speak more slowly there, and "
        "leave a short silence in its place.",
    ),
    exercises=(
        "Record three minutes of free talk and mark the places where the habit word came up. "
        "Say each of those sentences again without it.",
        "Retell your morning to a recorder for two minutes. Stop yourself at the habit word, "
        "breathe, and begin the sentence again.",
    ),
    goal="Put a breath in place of the habit word",
    measurement="Search your next transcript for the habit word and say each place aloud "
    "without it.",
)

_FAMILIES: tuple[tuple[Skill, tuple[str, ...]], ...] = (
    (PAUSE_SKILL, ("um", "uh", "er", "erm", "eh", "em", "hm", "mm", "ah", HESITATION)),
    (LIKE_SKILL, ("like",)),
    (CHECK_IN_SKILL, ("you know", "right", "you see", "see", "you know what I mean")),
    (RESTATE_SKILL, ("I mean", "if that makes sense", "or rather")),
    (
        OPENERS_SKILL,
        ("so", "well", "okay", "anyway", "look", "the thing is", "long story short"),
    ),
    (
        SOFTENERS_SKILL,
        (
            *("kind of", "sort of", "just", "I guess", "I suppose", "I would say"),
            *("more or less", "if you will", "I think", "maybe", "probably"),
        ),
    ),
    (
        INTENSIFIERS_SKILL,
        (
            *("actually", "basically", "literally", "honestly", "obviously", "to be honest"),
            *("at the end of the day", "when all is said and done", "needless to say", "really"),
        ),
    ),
    (
        CLOSERS_SKILL,
        (
            *("or something", "or whatever", "sort of thing", "kind of thing", "and stuff"),
            *("and things", "and so on and so forth"),
        ),
    ),
)
FAMILIES: Mapping[str, Skill] = {word: skill for skill, words in _FAMILIES for word in words}


def skill_for(word: str, language: str | None = None) -> Skill:
    """What to train for a filler word of `language` (None: English).

    Words of a coach's own list, and other languages' words but for filled pauses, get general
    advice.
    """
    if is_english(language):
        return FAMILIES.get(word, OTHER_SKILL)
    pauses = lexicon_for(language).words_of("filled_pause")
    return PAUSE_SKILL if word in (*pauses, HESITATION) else OTHER_SKILL
