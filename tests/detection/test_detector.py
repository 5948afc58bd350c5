"""The rules: literal and filler use are distinguished, on written and on raw recogniser text."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.detection.detector import detect
from refiner.detection.lexicon import Lexicon, lexicon_for, load_lexicon
from refiner.detection.rules.line import filler_line
from refiner.detection.rules.table import RULE_LINES
from refiner.evaluation.gold import JudgedSpan, Sample, strip_punctuation

# A word in [brackets] is a filler, every other listed word is meant.
# "| marks": only its marks or capitals tell, so the raw text is not tested.
SENTENCES = """
We waited for, [like], forty minutes at the gate.
The room was [like] really cold.
You can't [like] sneeze in there.
I just [like] walked out of the interview.
She bought [like] ten tickets.
We need [like] a bigger van.
[Like], nobody told me about the change.
He lives in, [like], the smallest house in town.
They were [like] totally lost.
It takes maybe [like] half an hour.
And [like] when we got there it was closed.
I want to [like] say thank you to the team.
[You know], I like the blue one.
I'd like to start with the budget.
Would you like some tea?
They don't like it at all.
It looks like rain.
This tastes like soap.
I feel like a fraud.
She runs like the wind.
He talks like my old boss.
She has [like] this odd laugh.
There was [like] this man at the door.
We should [like] meet up.
We should like to see it.
They were [like] the only people there.
He was like, whatever, it is fine.
Those [like] videos were long.
They walked [like] ten miles.
Something like that happened to my brother.
Do it like this and hold it there.
He is just like his father.
And she was like, no, I am not going.
I was like, oh, what a day.
Like I said, we open at nine.
People like us stay at home.
I really like the way you put it.
It is a bit like a balloon.
We grow herbs like basil and mint.
What does your sister like?
There was nothing to like about it.
You will like her.
My dog is shaped like a barrel.
It's, [you know], hard to explain.
[You know], I never went back.
We could, [you know], ask them first.
The rent went up, [you know].
Do you know the way to the station?
As you know, the office is closed.
I will let you know tomorrow.
Did you know about the party?
You know him.
You know the answer. | marks
Everyone you know will be there.
If you know the answer, raise a hand.
Some people, [y'know], never learn.
I can't say, [ya know], whether it holds.
[I mean], it could work.
It was late, [I mean], really late.
That is what I mean.
I mean it.
You see what I mean by quality.
[Well], we tried our best.
And then he says, [well], that is your problem.
So they asked, [well], how much is it?
It went well.
She knows the city very well.
We have tea as well.
He sings as well as his brother.
You did well on the test.
It's a well known trick.
All is well.
The well is dry.
Oh [well].
The soup was [kind of] cold.
We [sort of] agreed in the end.
It was [kinda] late.
They [sorta] gave up.
I'm [kind of] excited about it.
What kind of car is it?
That was very kind of you.
It is a new kind of engine.
This sort of thing happens.
I like that kind of music.
Some sort of bird sat there.
That's the right size, [right]? | marks
It was late, [right], and nobody came. | marks
Turn right at the church.
You have the right to remain silent.
That's right.
We need it right now.
[Okay], let's begin with the slides.
[Okay] the next item is the garden.
That's okay with me.
Are you okay?
It works, [okay]? | marks
[So], where were we? | marks
I was so tired that I slept.
It rained, so we stayed.
I think so.
[Look], nobody is to blame. | marks
Look at the second page.
[See], it fits. | marks
I see the problem.
[You see], the old bridge was closed. | marks
Can you see the river from there?
[Actually], I think we should wait.
He doesn't actually live there.
The door, [basically], never closed.
I [literally] ran home.
[Honestly], it was fine.
The pump was, [obviously], broken. | marks
[Anyway], we went home.
We should go anyway because they expect us.
It was just one mistake.
We could paint it green [or something].
Is there tea or something else?
They sold old maps [and stuff].
I bought shoes and things that I needed.
Call a plumber [or whatever].
It is too big, [you know what I mean]?
Do you know what I mean?
[At the end of the day], it is your choice.
[To be honest], I forgot.
It was late, [I guess].
I guess what she needs is time.
[So], [um], where were we?
[Just], [um], leave it there. | marks
I want to be honest about it.
[I'd say] we leave at six.
I would say that twice.
[Um], we [uh] left [er] early, [erm], because [hm] it rained.
[Umm] so the [uhh] plan, [uhm], is [ehh] this.
[Ummmm], no.
She works in the ER downtown. | marks
He is an umbrella man from Erie.
Uh-huh, that is fine.
Mm-hmm, go on.
Uh huh, I see.
Mm hmm, go on.
""".strip().splitlines()


def marked(line: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence without its brackets, and where they stood."""
    text, spans = "", []
    for piece in re.split(r"(\[[^\]]+\])", line):
        if piece.startswith("["):
            spans.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return text, spans


LINES = [line.removesuffix(" | marks") for line in SENTENCES]
RAW = [line for line in SENTENCES if not line.endswith(" | marks")]
PIECES = "like,you,know,I,mean,um,uh,er,well,so,right,okay,kind,of,sort,is,a,.,-,\n,’,İ,ſ,🙂"
anything = st.text(max_size=300) | st.lists(
    st.sampled_from([*re.split(",", PIECES), ","]), max_size=60
).map(" ".join)


def found(text: str, lexicon: Lexicon | None = None) -> list[str]:
    return [c.text for c in detect(text, lexicon)]


@pytest.mark.parametrize("line", LINES)
def test_fillers_are_distinguished_from_meant_words(line: str) -> None:
    text, spans = marked(line)
    assert [(c.start, c.end) for c in detect(text)] == spans


@pytest.mark.parametrize("line", RAW)
def test_raw_recogniser_text_is_read_as_well(line: str) -> None:
    text, spans = marked(line)
    judged = tuple(JudgedSpan(a, b, text[a:b], "any", True) for a, b in spans)
    raw = strip_punctuation(Sample("s", text, judged))
    assert [c.text for c in detect(raw.text)] == [j.text for j in raw.judged]


@pytest.mark.parametrize("line", LINES)
def test_capitals_and_typographic_apostrophes_make_no_difference(line: str) -> None:
    text, spans = marked(line.replace("'", "’"))
    if "ER" not in text:
        text = text.upper()
    assert [(c.start, c.end) for c in detect(text)] == spans


def test_hesitation_between_a_word_and_its_cue_is_looked_through() -> None:
    assert found("It looks, um, like a a barn.") == ["um"]
    assert found("We waited like, uh, th- th- three hours.") == ["like", "uh"]
    assert found("It's like like really cold.") == ["like", "like"]


def test_a_reason_comes_with_every_candidate() -> None:
    candidates = detect("Um, we waited, like, ten minutes, you know, or something.")
    assert [c.word for c in candidates] == ["um", "like", "you know", "or something"]
    assert all(c.rationale for c in candidates)
    assert {c.kind for c in candidates} == {"filled_pause", "discourse_marker", "hedge"}


def test_a_coach_decides_above_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(
        """
        [en.discourse_marker]
        like = { count = "always" }
        well = { count = "never" }
        "at pace" = {}
        """,
        encoding="utf-8",
    )
    lexicon = load_lexicon(path)
    assert found("Well, I like to work at pace.", lexicon) == ["like", "at pace"]


@pytest.mark.parametrize("word", RULE_LINES)
def test_every_table_decides_everywhere_and_is_for_a_listed_word(word: str) -> None:
    assert RULE_LINES[word][-1].tests == ()
    assert word in {entry.word.lower() for entry in load_lexicon().entries}


def test_a_rule_with_a_class_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="NUON"):
        filler_line("sits before a noun", r1="NUON")


def test_a_listed_word_inside_another_is_not_an_occurrence() -> None:
    assert found("The well-known Umbrella-like hmmm-shaped oeuvre, likewise, is so-called.") == []


@given(anything)
@settings(max_examples=200, deadline=None)
def test_candidates_cut_out_the_text_in_order_and_never_overlap(text: str) -> None:
    last = 0
    for candidate in detect(text):
        assert last <= candidate.start < candidate.end <= len(text)
        assert text[candidate.start : candidate.end] == candidate.text
        last = candidate.end


@given(anything)
@settings(max_examples=100, deadline=None)
def test_what_follows_a_new_line_far_away_changes_nothing(text: str) -> None:
    apart = "\n" + "x " * 60 + "\n"
    alone = [(c.start, c.word) for c in detect(text + "\n")]
    joined = detect(text + apart + text)
    assert [(c.start, c.word) for c in joined if c.start < len(text)] == alone


OTHER_LANGUAGES = [  # a word in [brackets] is counted by rule
    ("de", "Also, [ähm], das ist, [Äääh], um acht halt so, ne? Er sagt: [äh]-[ähm]."),
    ("es", "[Eh], hoy quiero, [ehm], hablar de este tema, o sea, pues. ¿Eh? Vale, eh!"),
    ("fr", "[Euh], du coup, [heu], c'est genre, tu vois, voilà, euh ?"),
    ("pt", "[Hã], eu, [hum], acho que é, tipo, assim, né?"),
    ("it", "[Ehm], cioè, praticamente, eh, [uhm], insomma."),
    ("nl", "[Eh], ik wil, [uhm], zeg maar, gewoon, [euh], weet je wel."),
    # words that mean something in English alone
    ("de", "Wir fangen an [ähm]... und zwar an [äh]. Der Sound [äh] war gut."),
    ("es", "Vamos a [eh]… comer. Vuelvo a [em]... Madrid. No [eh]... así no."),
    ("fr", "On a [euh]... deux idées, il y a [heu]… du monde."),
    ("it", "Andiamo a [ehm]… Torino, poi a [uhm]... casa."),
    ("pt", "Cheguei a [hum]... casa, e a [hã]... mesa."),
    ("nl", "Dat kost tien euro per [eh]... per maand. Ik word [uh] moe."),
    # capitals, of nouns and of the pauses
    ("de", "Sie hat [Ähm] Freitag Zeit, im [ÄH] Büro, mit Dr. [Ähm] Weber."),
    ("de", "Ich traf Dr. [Öhm]... Vogt, und Dr. Öhm kam auch."),
    ("de", "Das Buch ist von Ehm Welk, und wir stiegen 900 hm\nhoch. Es sind 5 [hm]... sechs."),
    ("es", "Vive con [EH] Carmen en [Em] Sevilla. Votan a EH Bildu."),
    ("fr", "Avec [EUH] Sophie à [Euh] Lyon."),
    ("it", "Con [EHM] Paolo e [Uhm] Lucia in [UHM] Toscana."),
    ("pt", "Fui com [HUM] Pedro ao [Hum] Porto."),
    ("nl", "Met [UHM] Piet in [UH] Utrecht en [Eh] Anna."),
    # spoken about, in every kind of quotation marks
    ("de", 'Sie sagt „äh“, »ähm«, ›äh‹, ‚öhm‘, «äh», "hm" und „ähm …“. „Gut“ [äh] „ja“.'),
    ("de", "Er rief »ja« [äh] »nein«, und dann „[äh], gut“."),
    ("es", 'Dice «eh», “em” y "eh". «Sí» [eh] «no».'),
    ("fr", "Il dit « euh », «\u00a0heu\u00a0», « euh… », “euh” et ‹ hm ›. « Oui » [euh] « non »."),
    ("it", "Dice «ehm» e “uhm”."),
    ("pt", "Diz «hum» e “hã”."),
    ("nl", "Hij zegt „eh”, ‘uhm’ en 'euh'."),
    # a false start, and what answers
    ("nl", "Wij gaan naar [eh]. Wacht, naar huis. Uh huh."),
    ("es", "Quiero que [eh]. Mejor no. Está bien, eh. Perdón."),
    # answers, exclamations and tags
    (
        "de",
        "Hm. Ja, hm. Hm? Hm!\nHm, okay.\nHm\nWir haben, [hm], gewartet. [Hm], ich weiß nicht. Mhm.",
    ),
    (
        "de",
        "[Hm]… ich glaube ja. Das war [hm]... gut. Hm-hm, genau. [Hm], ja, das stimmt so nicht.",
    ),
    ("es", "Mm. Sí, mm. Mm, vale. Es un, [mm], problema de 35 mm. ¿Eh? Bien, eh."),
    ("fr", "Hein ? Hum. Oui, hm. Euh ? C'est, [hm], difficile. [Hum], je ne sais pas. Hum hum."),
    ("pt", "Hã? Hum-hum. Sim, hum. Hã. [Hum], acho que não. Foi, [hã], ontem. Uhum, é."),
    ("it", "Mm. Sì, hm. Eh? Eh, già. È, [hmm], difficile, eh!"),
    ("nl", "Hè? Hm. Ja, hm. Dat is, [hm], moeilijk. Goed, eh. [Uh], nee, morgen."),
    # drawn out, and other usual spellings
    (
        "de",
        "[Aeh], das, [aehm], [Äääähm], [ähh], [öhm], [oeh], [äm], [eeeh], [mmh], [ehm], war es.",
    ),
    ("es", "Yo, [eeeh], [ehhh], [eee], [hmm], [mmm], [ehm], vine, e hijos, este."),
    ("fr", "Il y a, [euuuh], [euhh], [heuu], [heuh], [euhm], [hmmm], du monde, il a eu peur."),
    ("pt", "Eu, [éé], [ééé], [éh], [ã], [ããã], [ãhn], [ahn], [ehm], [hmm], é que fui, aí."),
    ("it", "Sono, [ehmm], [eeeh], [ehh], [emh], [uhmm], [mmm], andato, ed eh, ecco."),
    ("nl", "Ik ben, [ehh], [euuh], [uhh], [uhmm], [ehm], [euhm], [hmm], thuis."),
    ("de", "Wir, [a\u0308h], gehen. Nein: [a\u0308hm] [o\u0308h]."),
    # after an elision
    ("fr", "Il n'y a plus d'[euh] de pain, parce qu’[euh], l'[heu], l'[euh]-la porte, 'euh'."),
    ("it", "Parlo dell'[ehm], dell’[uhm] acqua."),
]


@pytest.mark.parametrize(("language", "marked"), OTHER_LANGUAGES)
def test_in_another_language_filled_pauses_alone_are_counted_by_rule(
    language: str, marked: str
) -> None:
    text = re.sub(r"[\[\]]", "", marked)
    found = [c.text for c in detect(text, lexicon_for(language))]
    assert found == re.findall(r"\[(.+?)\]", marked)


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt", "it", "nl"])
def test_a_list_without_what_a_model_judges_holds_the_filled_pauses(language: str) -> None:
    entries = lexicon_for(language).counted_by_rule().entries
    assert [e.word for e in entries] == lexicon_for(language).words_of("filled_pause")
