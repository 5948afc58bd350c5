"""What to train for each habit other than filler words, by the kind of issue: tables of texts."""

from __future__ import annotations

from collections.abc import Mapping

from refiner.advice.coach.skill import LISTEN_BACK, Skill

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
    measurement=LISTEN_BACK,
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
    measurement=LISTEN_BACK,
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
    measurement=LISTEN_BACK,
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
