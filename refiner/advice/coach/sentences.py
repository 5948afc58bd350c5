"""The sentences of an advice that are about the whole talk: headlines, motivation, strengths."""

from __future__ import annotations

from collections.abc import Mapping

HEADLINES_CLEAN = (
    "Your words come across clearly; now decide what people should remember",
    "Your words are easy to follow; now give the talk its shape",
    "The wording is in good hands; spend your care on the story",
)

# The change since earlier talks: a slot states its direction, with the uncertainty.
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

# The praise of each kind of strength; the passage that shows it follows.
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
