"""What a coach knows to say about each habit: tables of words, no logic but the look-up.

No number of fillers is written here, in digits or in words. A sentence that gives a time or
a length ("two minutes") names no filler, so its number cannot be taken for a count. `{words}` is
filled with the talk's own filler words, in quotation marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from refiner.detection.lexicon import lexicon_for
from refiner.model import HESITATION, is_english


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing to train. Of headlines, advice and exercises one is used, never last time's."""

    skill: str
    headlines: tuple[str, ...]
    why: str
    tip: str
    advice: tuple[str, ...]
    exercises: tuple[str, ...]
    goal: str
    measurement: str


_LISTEN_BACK = "Record the same passage at the start and at the end of the week and compare them."

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
    measurement=_LISTEN_BACK,
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


CLUSTER_SKILL = Skill(
    skill="Breathe before a new point",
    headlines=(
        "Give every new point a clean start",
        "Let each new point begin in silence",
    ),
    why="Fillers stand close together here: the next thought was not ready yet.",
    tip="Stop before the passage, plan its first words, then say it straight through.",
    advice=(
        "Fillers bunch up where a new thought begins. That is the place for a breath: stop, "
        "choose your first words, and only then speak.",
        "A passage gets crowded when you start it before you know its first words. Finish the "
        "thought before it, breathe, and begin when the words are there.",
    ),
    exercises=(
        "Say the quoted passage in three ways: first unchanged, then after a silent breath, "
        "then from the main word. Keep the easiest.",
        "Take a page of any text. Before each paragraph look up, breathe, say its point in a "
        "short sentence of your own, and then read on.",
    ),
    goal="Begin each new point after a breath",
    measurement=_LISTEN_BACK,
)

HEDGING_SKILL = Skill(
    skill="Commit, or name the doubt",
    headlines=(
        "Say what you know, and name what you do not",
        "Give your view first, then its limits",
    ),
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
        "Give your opinion of a film or a book in a minute, aloud: first the verdict, then the "
        "reason, then your reservation as a sentence of its own.",
    ),
    goal="State the main claim of the next talk without a hedge",
    measurement="Find the main claim in your next transcript: no “I think”, no “maybe” beside it.",
)

REPETITION_SKILL = Skill(
    skill="Wait for the next word",
    headlines=(
        "Give the next word time to come",
        "Let the next word come before you go on",
    ),
    why="The same words come again while the next are being found.",
    tip="Stop after the first time, and wait until the next word is there.",
    advice=(
        "When the next word is late, the last words are said again. Wait in silence: the word "
        "comes just as fast, and no one hears you search for it.",
        "Saying the last words again is a way of holding the floor. The floor is yours; stop, "
        "breathe, and carry on with the next word.",
    ),
    exercises=(
        "Speak slowly for two minutes on any topic. Whenever a word wants to come "
        "again, close your lips, wait until the next word is there, and go on.",
        "Read a paragraph aloud and stop for a breath before every noun. Then describe the view "
        "from your window with the same stops.",
    ),
    goal="Stop and wait until the next word is there",
    measurement=_LISTEN_BACK,
)

RESTART_SKILL = Skill(
    skill="Choose the first words, then begin",
    headlines=(
        "Begin your sentences when you know where they go",
        "Finish the sentence that you started",
    ),
    why="The sentence is dropped and started again.",
    tip="Choose the first words before you open your mouth, then go through to the end.",
    advice=(
        "A sentence that starts over makes listeners drop what they had understood. Choose its "
        "first words in silence; if it does take a wrong turn, finish it anyway and put it right "
        "in the next.",
        "When a sentence goes wrong on the way, the urge is to begin it again. Resist it: your "
        "listeners follow the sense, and a plain ending serves them better than a new start.",
    ),
    exercises=(
        "Answer ten simple questions about your day aloud, each in a short sentence. Breathe "
        "before each answer and go through to its end, whatever happens.",
        "Record yourself for two minutes on what you did at the weekend. Whenever a sentence "
        "goes wrong, bring it to a full stop, breathe, and start the next.",
    ),
    goal="Bring every sentence that you begin to its end",
    measurement=_LISTEN_BACK,
)

LONG_SENTENCE_SKILL = Skill(
    skill="One thought a sentence",
    headlines=(
        "Cut long sentences where you would breathe",
        "Let a full stop do the work of “and”",
    ),
    why="A long sentence: listeners must hold its start in mind until the end.",
    tip="Cut it where you would breathe: a thought to a sentence.",
    advice=(
        "Long sentences ask listeners to carry their beginning all the way to the end. Put a "
        "full stop where you now say “and”, and let every sentence carry its own thought.",
        "Listeners cannot turn back a page. Stop when a thought is complete, let your voice "
        "fall, and start the next with its own subject.",
    ),
    exercises=(
        "Take the quoted passage, split it at each “and”, “because” and “which”, and read "
        "the parts aloud as sentences of their own. Keep the split that sounds best.",
        "Explain your work to a child in two minutes, aloud. End a sentence whenever you want "
        "to breathe, and never breathe inside it.",
    ),
    goal="Say the longest passages as short sentences",
    measurement="Find the longest sentence of your next transcript: you can say it in a breath.",
)

FAST_SKILL = Skill(
    skill="Slow down at what matters",
    headlines=(
        "Give your points time to land",
        "Let names, figures and conclusions stand out",
    ),
    why="The pace is above that of most talks: listeners have little time to think along.",
    tip="Keep your pace for the easy parts, and slow down for names, figures and conclusions.",
    advice=(
        "You speak fast enough that listeners have little time to think along. Keep the pace for "
        "the easy parts, and slow down for names, figures and conclusions.",
        "Your energy carries people, and at this pace some of it rushes past them. Stop after "
        "each point and let it arrive before you go on.",
    ),
    exercises=(
        "Read a page aloud twice: first at your usual pace, then with a silent breath at each "
        "full stop and every important word stretched. Keep the second pace for a minute of "
        "free talk.",
        "Choose three sentences of the talk that must be remembered. Say each slowly "
        "enough to be written down, then give the passage around it at your usual pace.",
    ),
    goal="Give people time to think along",
    measurement="Time your next talk and divide its words by its minutes.",
)

SLOW_SKILL = Skill(
    skill="Keep the line moving",
    headlines=(
        "Let the easy words run together",
        "Say each phrase in a single breath",
    ),
    why="The pace is below that of most talks: listeners may lose the thread.",
    tip="Say each phrase straight through, and keep the silence for the ends of sentences.",
    advice=(
        "The talk moves slowly, so listeners may lose the thread. Say each phrase straight "
        "through and keep the silence for the ends of sentences.",
        "You take your time. Keep it for the words that matter, and let the others "
        "run together as they do when you talk to a friend.",
    ),
    exercises=(
        "Say a short paragraph three times, each time a little faster, until it feels rushed. "
        "The version before the last is usually the pace that listeners prefer.",
        "Tell a two-minute story as you would at a dinner table, and record it. Then give a "
        "part of the talk at that pace.",
    ),
    goal="Keep the line moving",
    measurement="Time your next talk and divide its words by its minutes.",
)

HABITS: Mapping[str, Skill] = {
    "filler_cluster": CLUSTER_SKILL,
    "hedging": HEDGING_SKILL,
    "repetition": REPETITION_SKILL,
    "restart": RESTART_SKILL,
    "long_sentence": LONG_SENTENCE_SKILL,
}

# By the kind of issue, for a talk that leaves little else to correct.
FURTHER: Mapping[str, Skill] = {
    "unmarked_parts": Skill(
        skill="Make the structure audible",
        headlines=(
            "Let listeners hear where they are",
            "Tell listeners when a new part begins",
        ),
        why="Listeners are not told where a new part begins.",
        tip="Before each new part, say in a short sentence what it is about.",
        advice=(
            "Say early what the talk will answer, mark each turn with a short sentence of its "
            "own, and close on the answer.",
            "Readers see paragraphs; listeners need to be told. Before each new part, say in a "
            "short sentence what it is about, then pause.",
        ),
        exercises=(
            "Write the talk as a question, three steps and an answer, a line each. Speak for two "
            "minutes from those lines alone, and say aloud whenever you reach a new step.",
            "Write a headline for each part of this talk. Give the talk again and say every "
            "headline aloud before its part.",
        ),
        goal="Tell listeners where a new part begins",
        measurement="Ask a listener for the main point in a sentence and compare it with yours.",
    ),
    "even_sentences": Skill(
        skill="Make the main point short",
        headlines=(
            "Let a short sentence carry the main point",
            "Give the key sentence room",
        ),
        why="The sentences are much alike in length, and so no one of them stands out.",
        tip="Set a short sentence beside the long ones where it matters.",
        advice=(
            "Decide which sentence matters most. Make it short, slow down for it, and let the "
            "longer ones carry the background.",
            "An even delivery is easy to follow and easy to drift away from. Put the main point "
            "into a short sentence, with a silence before it and a silence after it.",
        ),
        exercises=(
            "Choose the most important sentence of the talk. Say it in five ways: slow, quiet, "
            "loud, with a silence before it, with a silence after it. Keep the best.",
            "Read a children's story aloud for three minutes and give every character a pace of "
            "their own. Then give a minute of this talk with the same freedom.",
        ),
        goal="Put what matters most into a short sentence",
        measurement="Play the recording to a listener: they can tell which sentence it was.",
    ),
    "few_names": Skill(
        skill="Show it with a scene",
        headlines=(
            "Give listeners something to see",
            "Put a person and a place behind your claim",
        ),
        why="It says what is so, without a person or a place to see.",
        tip="Put a person, a place and a moment behind the claim.",
        advice=(
            "Listeners remember scenes longer than statements. Take the main claim and put a "
            "person, a place and a moment behind it.",
            "Think of the day when you understood what you are telling us. Begin there: where "
            "you were, who was with you, what was said.",
        ),
        exercises=(
            "Pick a claim of the talk and tell, in ninety seconds, the moment when you learned "
            "it: where you were, who spoke, what changed. Record it, then cut it by a third.",
            "Describe a photograph to someone who cannot see it, for two minutes. Then describe "
            "a moment of this talk in the same way.",
        ),
        goal="Put a scene behind the main claim",
        measurement="Your next transcript has a person, a place and a moment near its main claim.",
    ),
    "long_ending": Skill(
        skill="End on the line to remember",
        headlines=(
            "Choose the line that people take home",
            "Give your ending the care of your opening",
        ),
        why="The last sentence is too long to be remembered.",
        tip="End on a short sentence that you chose in advance.",
        advice=(
            "People keep what they hear last. Write your final sentence first, know it by heart, "
            "and stop when you have said it.",
            "Decide what listeners should say about this talk on their way home. Say exactly "
            "that, slowly, as your final line.",
        ),
        exercises=(
            "Write three endings for this talk, each in a sentence of ten words or so. Say them "
            "aloud, keep the one that you remember an hour later.",
            "Give the last minute of the talk five times from memory, and end each time on the "
            "same sentence, followed by a silent breath.",
        ),
        goal="End the next talk on a sentence that you chose in advance",
        measurement="Read the last line of your next transcript: it is the one you planned.",
    ),
}

HEADLINES_CLEAN = (
    "Your words come across clearly; now decide what people should remember",
    "Your words are easy to follow; now give the talk its shape",
    "The wording is in good hands; spend your care on the story",
)

# What became of the earlier talks; the direction is said by a slot, with its uncertainty.
MOTIVATION_WITH_HISTORY = (
    "Compared with your earlier talks: {{history.change}}. Choose an exercise and stay with it "
    "until the next talk.",
    "Since your earlier talks: {{history.change}}. A little practice each day does more than a "
    "long session before the talk.",
    "Next to your earlier talks: {{history.change}}. What you practise aloud at home will be there "
    "when you speak.",
)
MOTIVATION_CLEAN = (
    "Choose a focus and try it in the next talk; leave the rest as it is.",
    "This is a strong base to build on, so enjoy the next talk.",
    "Trust your words, and take the time to play with them.",
)
MOTIVATION = (
    "Speaking well takes practice, not talent. Give the exercise a little time each day, and "
    "listen for the change.",
    "Begin with a single change and let the others wait: a habit that was learned can be "
    "unlearned the same way.",
    "Be patient with yourself: a habit is heard long before it changes, and hearing it is the "
    "first step.",
    "You have something to say. Give it a little room, and it will stay with people.",
)

# What is said of a strength, by its kind; the passage that shows it follows.
STRENGTHS: Mapping[str, tuple[str, ...]] = {
    "opening_scene": (
        "You open with a scene, and we are there with you",
        "Your opening puts us in a place and a moment",
    ),
    "opening_question": (
        "You open with a question that makes people think",
        "Your first sentence asks before it tells",
    ),
    "short_ending": (
        "You end on a short, firm line",
        "Your last sentence is brief and easy to remember",
    ),
    "callback": (
        "Your ending comes back to where you began",
        "You close the circle at the end",
    ),
    "question": (
        "You ask your listeners a question and let them think",
        "Your question draws people in",
    ),
    "example": (
        "You explain it with an example",
        "Your example makes the idea clear",
    ),
    "comparison": (
        "You give listeners a picture",
        "Your comparison makes the idea easy to see",
    ),
    "signpost": (
        "You tell listeners where they are in the talk",
        "Your signposts make the structure easy to follow",
    ),
    "contrast": (
        "You sharpen the point with a contrast",
        "Your contrast makes the choice clear",
    ),
    "reason": (
        "You give the reason along with the claim",
        "You say why, and that convinces",
    ),
    "dialogue": (
        "You let people speak in their own words",
        "You bring a voice into the story",
    ),
    "thanks": (
        "You thank people and say what for",
        "Your thanks are specific and warm",
    ),
    "experience": (
        "You speak from your own experience",
        "You were there, and that gives your point weight",
    ),
    "candour": (
        "You say openly what went wrong",
        "Your honesty makes people trust you",
    ),
    "summary": (
        "You sum up the point in a sentence",
        "You say plainly what matters",
    ),
    "appeal": (
        "You ask listeners to do something definite",
        "Your request is clear",
    ),
    "senses": (
        "You let listeners see and hear the scene",
        "Your details bring the scene to life",
    ),
    "list": (
        "You give the list a rhythm",
        "Your list is easy to follow by ear",
    ),
    "terms": (
        "You explain the term in plain words",
        "You help listeners over the difficult word",
    ),
    "time": (
        "You say when it happened, and that makes it real",
        "The date gives your story an anchor",
    ),
    "number": (
        "You give the exact figure",
        "You support the claim with a figure",
    ),
    "name": (
        "You call people and places by name",
        "The name makes your story easy to follow",
    ),
    "address": (
        "You speak to your listeners directly",
        "You bring your listeners into it",
    ),
    "credit": (
        "You share the credit",
        "You show the work of the team",
    ),
    "vision": (
        "You show listeners where it leads",
        "You say what will change, and for whom",
    ),
    "echo": (
        "You begin again with the same words, and the line gains force",
        "The repeated opening gives the passage a beat",
    ),
    "short": (
        "You speak in short sentences that are easy to follow",
        "Your short sentences carry the thought",
    ),
}
STRENGTH_OF_PACE = (
    "You speak at {{talk.words_per_minute}} words a minute, a pace that is easy to follow.",
    "Your pace, {{talk.words_per_minute}} words a minute, gives people room to think.",
)
STRENGTH_OF_RATE = (
    "Your words carry the thought: your filler rate is {{fillers.per_100_words}} per 100 words.",
    "You speak with care: a filler rate of {{fillers.per_100_words}} per 100 words.",
)
