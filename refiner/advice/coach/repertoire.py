"""What a coach knows to say about each habit: tables of words, no logic but the look-up.

No number of fillers is written here, in digits or in words. A sentence that gives a time or
a length ("two minutes") names no filler, so its number cannot be taken for a count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing to train. `advice` and `exercises` are variants of which one is used."""

    skill: str
    headline: str
    why: str
    tip: str
    advice: tuple[str, ...]
    exercises: tuple[str, ...]
    goal: str
    measurement: str


_LISTEN_BACK = "Record the same passage at the start and at the end of the week and compare them."

PAUSE_SKILL = Skill(
    skill="Pause in silence",
    headline="Let silence do the work of your filled pauses",
    why="A sound that fills the gap while the next thought is found.",
    tip="Close your mouth at the end of the thought, breathe in, and start the next.",
    advice=(
        "The sound comes out because the next thought is not ready yet. Close your lips at the "
        "end of a sentence and breathe in through the nose: to you the gap feels long, to "
        "listeners it sounds like confidence.",
        "A silent pause and a filled pause take the same time, but only the silent pause lets "
        "listeners catch up. Plan the pause: finish the thought, look at somebody, "
        "breathe, go on.",
    ),
    exercises=(
        "Read a page aloud and hold a silent breath of two full seconds at every full stop. "
        "Then put the page down and retell it with the same breaths.",
        "Talk about your day for two minutes with a pencil held loosely between finger and "
        "thumb. Whenever a thought ends, lower the pencil, breathe, and raise it to go on.",
        "Record yourself for three minutes on a topic you know. Listen, mark each place where "
        "a sound filled a gap, and say those sentences again with a breath in its place.",
    ),
    goal="Let a silent breath take the place of the sound",
    measurement="Run the next talk through the workbench and compare its rate with today's: "
    "{{fillers.per_100_words}} per 100 words.",
)

LIKE_SKILL = Skill(
    skill="Say the comparison outright",
    headline="Say what you mean instead of “like”",
    why="It takes the place of a number, an example or a comparison.",
    tip="Name the amount, the example or the comparison outright, or go straight on.",
    advice=(
        "“Like” keeps the place of something more exact. If an amount follows, say “about”; if "
        "an example follows, say “for instance”; if you are quoting, say “said” or “thought”; "
        "and if nothing follows, a short silence is better.",
        "Keep “like” for real comparisons: people hear those better when the word is not also "
        "a cushion. Before you describe something, pick the adjective first and then speak.",
    ),
    exercises=(
        "Describe a room to someone who cannot see it, for three minutes, into a recorder. "
        "Give every object a colour, a size or a place, and start again whenever you blur any.",
        "Retell a conversation for two minutes with “said” and “asked” as the only verbs of "
        "speaking. Then do it again more slowly.",
    ),
    goal="Keep “like” for real comparisons",
    measurement="Search the next transcript for “like”: it makes a comparison.",
)

CHECK_IN_SKILL = Skill(
    skill="Check in with a real question",
    headline="Ask your listeners for real",
    why="It asks for agreement without waiting for an answer.",
    tip="Look up and wait, or ask a question that somebody can answer.",
    advice=(
        "Words of this kind ask listeners to agree before they have had time to think. If you "
        "want to know whether they follow, stop and ask: “Does that match what you see?” If you "
        "do not, end the sentence and leave it there.",
        "Reaching for agreement in mid-sentence weakens the point it belongs to. Make the "
        "statement, look at somebody, and wait for the nod instead of asking for it.",
    ),
    exercises=(
        "Explain something you know well to an empty chair for four minutes. After every point "
        "stop, ask an open question, and count a silent breath in and out before you go on.",
        "Write down three questions that you truly want your listeners to answer. Say the talk "
        "aloud and place each of them where you usually reach for agreement.",
    ),
    goal="Ask a real question or stop at the full stop",
    measurement="Listen to the next recording: after each point there is an answerable question "
    "or a silence.",
)

RESTATE_SKILL = Skill(
    skill="Trust the first version",
    headline="Say it, and trust that it arrived",
    why="It announces that the thought is about to be said again.",
    tip="Finish the first wording; if it was unclear, give an example instead of a repair.",
    advice=(
        "You correct yourself before listeners notice a fault. Finish the first wording "
        "to its end; if it still needs help, give an example rather than a new wording.",
        "Announcing the repair draws attention to it. Take the breath before the sentence, "
        "choose its first words, then say it through without turning back.",
    ),
    exercises=(
        "Take a headline from the news and explain it in a short sentence, aloud. Do this with "
        "ten headlines; breathe and plan before each, and never go back inside a sentence.",
        "Record a three-minute explanation. Write down the sentences that you repaired, and say "
        "each in its final form, from start to end, without looking at the page.",
    ),
    goal="Bring sentences to their end in their first wording",
    measurement=_LISTEN_BACK,
)

OPENERS_SKILL = Skill(
    skill="Start with the subject",
    headline="Open your sentences with what they are about",
    why="It opens or closes the thought without adding to it.",
    tip="Start the sentence with its subject: the person, the thing, the number.",
    advice=(
        "An opening word is a run-up. Begin with the noun, the thing that the sentence is "
        "about, and the point lands a beat earlier.",
        "Opening words are a way to claim the turn before the thought is ready. The turn is "
        "yours already: breathe first, then let the first word be the subject.",
    ),
    exercises=(
        "Speak for three minutes about your work. Allow a sentence to begin only with a name, a "
        "thing, or “we”; if another word slips in, stop, breathe and begin it again.",
        "Take the transcript of this talk and write down the first noun of every sentence. Give "
        "the talk again from that list of nouns alone, starting each sentence with its noun.",
    ),
    goal="Open nearly every sentence with its subject",
    measurement="Look at the first word of each sentence in the next transcript: it names what "
    "the sentence is about.",
)

SOFTENERS_SKILL = Skill(
    skill="Commit to the statement",
    headline="Stand behind what you say",
    why="It takes back part of what is being said.",
    tip="Drop the softener, or say exactly what is uncertain.",
    advice=(
        "Softening words take back a part of every claim. Decide before you speak: if it is "
        "true, say it plainly; if it is uncertain, say what you do not know yet.",
        "A claim with a cushion on both sides is hard to act on. Keep the cushion for the places "
        "where you are really unsure, and listeners will believe you in both cases.",
    ),
    exercises=(
        "Write down five claims from this talk and read them aloud three times: first as you "
        "said them, then without any cushion, then with the reason for each.",
        "Argue for something you believe, for two minutes, standing. Then play it back and say "
        "every softened sentence again as a plain statement.",
    ),
    goal="Make the main claims of the next talk without a cushion",
    measurement="Underline the main claims in the next transcript and check the words around them.",
)

INTENSIFIERS_SKILL = Skill(
    skill="Let facts carry the weight",
    headline="Trade emphasis for evidence",
    why="It asks for emphasis instead of giving a reason.",
    tip="Drop the word, and put the fact that proves the point in its place.",
    advice=(
        "Words of emphasis promise that something is true or surprising; a fact shows it. Drop "
        "the word and give the figure, the name or the example that made you reach for it.",
        "Emphasis that comes often stops being heard. Say the sentence without it and lean on "
        "the word that matters with your voice instead.",
    ),
    exercises=(
        "Take a paragraph of this talk, cross out every word of emphasis, and read it aloud "
        "twice, leaning with your voice on a different word each time.",
        "Tell a two-minute story and back up each claim with something that could be checked: a "
        "place, a date, a name.",
    ),
    goal="Give a fact in place of a word of emphasis",
    measurement="Search the next transcript for the word and ask at each place what it adds.",
)

CLOSERS_SKILL = Skill(
    skill="End on the point",
    headline="End your sentences on the point",
    why="It lets the sentence trail off after its point was made.",
    tip="Stop after the last word that matters and let your voice come down.",
    advice=(
        "The sentence has made its point, and then goes on. Stop at the last word that matters, "
        "let the voice come down, and hold the silence that follows.",
        "A tail at the end of a thought blurs its edge. If there is more to list, give the best "
        "further example; if there is not, stop.",
    ),
    exercises=(
        "Read ten sentences from a newspaper aloud and let your voice come down on the last "
        "word of each. Hold a silent breath before the next.",
        "Record two minutes about a plan of yours. Write down the last three words of every "
        "sentence; rewrite those that say nothing, and record it again.",
    ),
    goal="End sentences on their strongest word",
    measurement="Read only the ends of the sentences in the next transcript: they should name "
    "things.",
)

OTHER_SKILL = Skill(
    skill="Drop the habit word",
    headline="Notice your habit words",
    why="It can be dropped and the sentence says the same.",
    tip="Leave it out; if the sentence feels bare, pause instead.",
    advice=(
        "A habit word costs nothing by itself, but listeners begin to wait for it. Hear it "
        "first, then leave a breath in its place.",
    ),
    exercises=(
        "Record three minutes of free talk and mark the places where the habit word came up. "
        "Say each of those sentences again without it.",
    ),
    goal="Leave the habit word out",
    measurement="Search the next transcript for the word and say each place aloud without it.",
)

_FAMILIES: tuple[tuple[Skill, tuple[str, ...]], ...] = (
    (PAUSE_SKILL, ("um", "uh", "er", "erm", "eh", "em", "hm", "mm", "ah")),
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


def skill_for(word: str) -> Skill:
    """What to train for a filler word; words of a coach's own list get general advice."""
    return FAMILIES.get(word, OTHER_SKILL)


CLUSTER_SKILL = Skill(
    skill="Breathe before a new point",
    headline="Take a breath before each new point",
    why="Fillers stand close together here: the next thought was not ready yet.",
    tip="Stop before the passage, plan its first words, then say it straight through.",
    advice=(
        "Fillers bunch up where a new thought begins. That is a place for a breath: stop, choose "
        "the first words, and only then speak.",
    ),
    exercises=(
        "Say the passage again in three ways: as it was, then with a silent breath before it, "
        "then from its main word. Keep the version that is easiest to say.",
    ),
    goal="Begin each new point after a breath",
    measurement=_LISTEN_BACK,
)

HEDGING_SKILL = Skill(
    skill="Commit, or name the doubt",
    headline="Say what you know, and name what you do not",
    why="Several hedges in a row leave open what you think.",
    tip="Say what you know, name what you are unsure of, and leave it there.",
    advice=(
        "Hedges are honest where you are unsure, and costly where you are not. Say plainly what "
        "you know; name the doubt where it belongs, and leave it there.",
        "Your listeners want to know what you think. Give the view first, then its limits: “We "
        "should move. The risk is the date.”",
    ),
    exercises=(
        "Write the three main claims of the talk in a line each. Say every claim aloud without "
        "a hedge, then add the doubt as a sentence of its own.",
    ),
    goal="State the main claim of the next talk without a hedge",
    measurement="Find the main claim in the next transcript: no “I think”, no “maybe” beside it.",
)

REPETITION_SKILL = Skill(
    skill="Finish before you go on",
    headline="Give each sentence its own breath",
    why="The same words come again while the next are being found.",
    tip="Stop after the first time, and wait until the next word is there.",
    advice=(
        "When the next word is late, the last words are said again. Wait in silence: the word "
        "comes just as fast, and nobody hears the search.",
    ),
    exercises=(
        "Speak slowly for two minutes on any topic. Whenever a word wants to come "
        "again, close your lips, wait until the next word is there, and go on.",
    ),
    goal="Wait in silence for the next word",
    measurement=_LISTEN_BACK,
)

RESTART_SKILL = Skill(
    skill="Choose the first words, then begin",
    headline="Begin your sentences when you know where they go",
    why="The sentence is dropped and started again.",
    tip="Choose the first words before you open your mouth, then go through to the end.",
    advice=(
        "A sentence that starts over makes listeners drop what they had understood. Choose its "
        "first words in silence; if it does take a wrong turn, finish it anyway and mend it in "
        "the next sentence.",
    ),
    exercises=(
        "Answer ten simple questions about your day aloud, each in a short sentence. Breathe "
        "before each answer and go through to its end, whatever happens.",
    ),
    goal="Bring sentences that have begun to their end",
    measurement=_LISTEN_BACK,
)

LONG_SENTENCE_SKILL = Skill(
    skill="One thought a sentence",
    headline="Cut long sentences where you would breathe",
    why="A long sentence: listeners must hold its start in mind until the end.",
    tip="Cut it where you would breathe: a thought to a sentence.",
    advice=(
        "Long sentences ask listeners to carry their beginning all the way to the end. Put a "
        "full stop where you now say “and”, and let every sentence carry its own thought.",
    ),
    exercises=(
        "Take the passage, split it at each “and”, “because” and “which”, and read the parts "
        "aloud as sentences of their own. Keep the split that sounds best.",
    ),
    goal="Say the longest passages as short sentences",
    measurement="Look at the longest sentence of the next transcript: it can be said in a breath.",
)

FAST_SKILL = Skill(
    skill="Slow down at what matters",
    headline="Give your points time to land",
    why="The pace is above that of most talks: listeners have little time to think along.",
    tip="Keep your pace for the easy parts, and slow down for names, figures and conclusions.",
    advice=(
        "You speak fast enough that listeners have little time to think along. Keep the pace for "
        "the easy parts, and slow down where it matters: names, figures, conclusions.",
    ),
    exercises=(
        "Read a page aloud twice: first at your usual pace, then with a silent breath at each "
        "full stop and every important word stretched. Keep the second pace for a minute of "
        "free talk.",
    ),
    goal="Bring the pace below a hundred and eighty words a minute",
    measurement="Give the workbench the talk's length and read the pace it reports.",
)

SLOW_SKILL = Skill(
    skill="Keep the line moving",
    headline="Keep the line moving between your pauses",
    why="The pace is below that of most talks: listeners may lose the thread.",
    tip="Say each phrase straight through, and keep the silence for the ends of sentences.",
    advice=(
        "The talk moves slowly, so listeners may lose the thread. Say each phrase straight "
        "through and keep the silence for the ends of sentences.",
    ),
    exercises=(
        "Say a short paragraph three times, each time a little faster, until it feels rushed. "
        "The version before the last is usually the pace that listeners prefer.",
    ),
    goal="Keep a pace above a hundred and ten words a minute",
    measurement="Give the workbench the talk's length and read the pace it reports.",
)

HABITS: Mapping[str, Skill] = {
    "filler_cluster": CLUSTER_SKILL,
    "hedging": HEDGING_SKILL,
    "repetition": REPETITION_SKILL,
    "restart": RESTART_SKILL,
    "long_sentence": LONG_SENTENCE_SKILL,
}

FURTHER: tuple[Skill, ...] = (  # for a talk that leaves little to mend
    Skill(
        skill="Make the structure audible",
        headline="Make the structure audible",
        why="",
        tip="",
        advice=(
            "The words are in hand, so work on the frame. Say early what the talk will answer, "
            "mark each turn with a short sentence of its own, and close on the answer.",
        ),
        exercises=(
            "Write the talk as a question, three steps and an answer, a line each. Speak for two "
            "minutes from those lines alone, and say aloud whenever you reach a new step.",
        ),
        goal="Let listeners name the main point after the talk",
        measurement="Ask a listener for the main point in a sentence and compare it with yours.",
    ),
    Skill(
        skill="Vary pace and voice",
        headline="Play with pace and voice",
        why="",
        tip="",
        advice=(
            "An even delivery is easy to follow and easy to drift away from. Slow down and lower "
            "your voice for the sentence that matters most, and speed up through the background.",
        ),
        exercises=(
            "Choose the most important sentence of the talk. Say it in five ways: slow, quiet, "
            "loud, with a silence before it, with a silence after it. Keep the best for the stage.",
        ),
        goal="Mark the most important sentence of the next talk with voice and silence",
        measurement="Play the recording to a listener: they can tell which sentence it was.",
    ),
    Skill(
        skill="Show it with a scene",
        headline="Give listeners something to see",
        why="",
        tip="",
        advice=(
            "Listeners remember scenes longer than statements. Take the main claim and put a "
            "person, a place and a moment behind it.",
        ),
        exercises=(
            "Pick a claim of the talk and tell, in ninety seconds, the moment when you learned "
            "it: where you were, who spoke, what changed. Record it, then cut it by a third.",
        ),
        goal="Put a scene behind the main claim",
        measurement="The next transcript has a person, a place and a moment near its main claim.",
    ),
)

# What became of the earlier talks; the direction is said by a slot, with its uncertainty.
MOTIVATION_WITH_HISTORY = (
    "Against your earlier talks: {{history.change}}. Keep what worked, and take one new step.",
    "Change since your earlier talks: {{history.change}}. A week of short practice is the next "
    "step.",
)
MOTIVATION_CLEAN = (
    "This is a strong base. Listeners can hear the thought, so give it a shape.",
    "You have their attention already; now decide where you want it most.",
    "The words are in hand. Spend the care you have left on what listeners will remember.",
)
MOTIVATION = (
    "None of this takes talent, only practice. Listeners notice the silence first, and then the "
    "thought.",
    "Begin with a single change and let the others wait: a habit that was learned can be "
    "unlearned the same way.",
    "What you have to say comes through already; with a little more silence around it, it "
    "will stay with people.",
    "Be patient with yourself: the pause feels long to you and short to your listeners.",
)

# What is said of a strength, by its kind; the passage that shows it follows.
STRENGTHS: Mapping[str, tuple[str, ...]] = {
    "opening_scene": (
        "You open with a scene, and listeners are in the story from the start",
        "Your opening puts listeners in a place and a moment",
    ),
    "opening_question": (
        "You open with a question, and listeners begin to think along",
        "Your opening asks before it tells",
    ),
    "short_ending": (
        "You end on a short, firm line",
        "Your last sentence is brief and stays in the ear",
    ),
    "callback": (
        "Your ending returns to the opening",
        "You close the circle: the end picks up the beginning",
    ),
    "question": (
        "You ask your listeners a question",
        "Your question invites listeners to think along",
    ),
    "example": (
        "You make the point with an example",
        "An example carries the idea",
    ),
    "comparison": (
        "You give listeners a picture",
        "Your comparison makes the idea easy to see",
    ),
    "signpost": (
        "You tell listeners where they are in the talk",
        "Your signposts make the structure audible",
    ),
    "contrast": (
        "You sharpen the point with a contrast",
        "The contrast makes your choice clear",
    ),
    "reason": (
        "You give the reason with the claim",
        "You say why, and the claim holds",
    ),
    "dialogue": (
        "You let people speak in their own words",
        "A voice from the scene makes it lively",
    ),
    "thanks": (
        "You thank people and say what for",
        "Your thanks are specific and warm",
    ),
    "experience": (
        "You speak from your own experience",
        "What you lived through gives the point its weight",
    ),
    "candour": (
        "You say openly what went wrong",
        "Your candour makes people trust you",
    ),
    "summary": (
        "You say the point in a sentence",
        "You bring the thought to a point",
    ),
    "appeal": (
        "You ask listeners to do something definite",
        "Your appeal is clear",
    ),
    "senses": (
        "You let listeners see and hear the scene",
        "Your words reach the senses",
    ),
    "list": (
        "You give the list a rhythm",
        "Your list is easy to follow by ear",
    ),
    "terms": (
        "You explain the term in plain words",
        "You help listeners with the difficult word",
    ),
    "time": (
        "You say when it happened, which makes it real",
        "The date gives the story an anchor",
    ),
    "number": (
        "You give the figure itself where a vague word would do",
        "A concrete figure supports the claim",
    ),
    "name": (
        "You call people and places by name",
        "The name makes the story easy to follow",
    ),
    "address": (
        "You speak to your listeners directly",
        "Your listeners are part of the talk",
    ),
    "credit": (
        "You share the credit",
        "You show the work of the team",
    ),
    "vision": (
        "You show listeners where it leads",
        "You end the thought on what it will bring",
    ),
    "echo": (
        "You begin again with the same words on purpose, and the line gains force",
        "The repeated opening gives the passage a beat",
    ),
    "short": (
        "Short sentences carry the thought",
        "You speak in short sentences that are easy to follow",
    ),
}
STRENGTH_OF_PACE = (
    "You speak at {{talk.words_per_minute}} words a minute, a pace that is easy to follow.",
    "Your pace, {{talk.words_per_minute}} words a minute, leaves room to think along.",
)
STRENGTH_OF_RATE = (
    "The words are in hand: {{fillers.per_100_words}} per 100 words.",
    "Your words carry the thought: {{fillers.per_100_words}} fillers per 100 words.",
)
