"""What surrounds the words of a transcript: headings, notes, footers, page lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from refiner.patterns import compile_later
from refiner.transcripts.cleaning import WORD_OF_PAUSE
from refiner.transcripts.days import MONTHS, find_day
from refiner.transcripts.readers.chapters import without_chapters
from refiner.transcripts.readers.chat import without_chat_marks
from refiner.transcripts.readers.names import WEEKDAYS, is_name
from refiner.transcripts.readers.pages import without_page_lines
from refiner.transcripts.recording import count_warning
from refiner.transcripts.word_lists import listed

_HEADING = compile_later(
    r"\W*(?:.{0,60}\s[-–—|:]\s*|(?:full|meeting|call|interview|video|audio|auto\w*)\s+)?"
    r"(?:transcript(?:ion)?|transkript|transcripci[oó]n|transcri[cç][aã]o|trascrizione)\s*:?\W*",
    re.IGNORECASE,
)
_NAME_PART = (  # of a service or a person: with a capital letter, or a small word among them
    r"(?:(?-i:[A-Z0-9]\w*)|the|of|and|with|for|at|on|in|using|an?|by|from|our|courtesy|s"
    r"|automatic(?:ally)?|automated|human|speech|recognition|software|services?)"
)
_CREDITED = r"transcri(?:bed|ption|pt) (?:by|generated|provided|from|outsourcing)\b"
_CREDIT = (  # of a service, above or below the words; no sentence about transcription
    rf"(?:\W*{_CREDITED}(?:(?:[^\w\n]+{_NAME_PART}\b)*+[^\w\n]*"  # `*+`: no word is read twice
    r"|(?:[^\w\n,]+\w+){1,2}[^\w\n]*|.*\w\.[a-z]{2,6}\b.*)"
    rf"|[\[(]{_CREDITED}.*[\])]"
    r"|\W*this file is longer than \d{1,4} minutes\b.*)"
)
_CREDIT_LINE = compile_later(_CREDIT, re.IGNORECASE)
_SERVICE = compile_later(  # what a service, a program or a page adds to what was said
    rf"(?:{_CREDIT}"
    r"|.{1,60} (?:started|stopped|joined|left)(?: the)? (?:transcription|meeting|call|recording)\.?"
    r"|\W*(?:meeting|recording|transcription|call) (?:ended|started|stopped)\b.{0,60}"
    r"|this (?:editable |meeting )?(?:transcript|transcription|document|meeting)\b.{0,200}"
    r"\b(?:generated|automatic\w*|errors?|ai|edited|recorded|confidential)\b.*"
    r"|\W*(?:view|watch|listen to|play|download|share) (?:the )?(?:full )?"
    r"(?:recording|video|audio)\b.*"
    r"|\W*(?:end|start|beginning) of (?:the )?"
    r"(?:transcript|transcription|recording|audio|interview)\W*"
    r"|(?:[\w ]{1,30}:\s?)?https?://\S+|audio file|(?:full )?transcript(?:ion)?:?"
    r"|(?:page |part )?\d{1,4}(?: (?:of|/) \d{1,4})?|page \d{1,4}\b.{0,40}"
    r"|[^:\n]{1,100}(?:\s[-–—|•·]\s|\t)\s*page \d{1,4}(?: (?:of|/) \d{1,4})?\W*"
    r"|-{1,2} ?\d{1,4} ?-{1,2}"
    r"|\W*(?:copyright|©|\(c\)|confidential|all rights reserved|disclaimer|privileged)\b.{0,200}"
    r"|(?:generated|powered|created|recorded|exported) (?:by|with|on|from|\d+ messages?)\b.{0,80}"
    r"|by (?:mr|ms|mrs|dr)\.? [\w'’.\- ]{2,40}:"
    r"|(?:direct|cross|re-?direct|re-?cross)[ -]examination\W*"
    r"|\((?:whereupon|recess|lunch(?:eon)?|discussion|off the record|exhibit|deposition|witness"
    r"|proceedings|the (?:jury|witness|record|court)|jury)\b[^()]{0,200}\)"
    r"|thanks for reading\b.{0,60}\W(?:subscribe|share)\b.{0,140}"
    r"|view (?:this e-?mail )?in .{0,5}browser\W*|unsubscribe(?:(?: here)?\W*| ?[|·•].{0,80})"
    r"|<(?:begin|end) subtitles>|@ this file written with .{0,80}"
    r"|search (?:in )?(?:video|transcript)|sync to video time|\[?(?:music|applause|laughter)\]?"
    r"|\W*(?:attendees|participants|invited|present|attachments?|date|duration|location|length)\b"
    r"\s*:.{0,300}|subscribe|show transcript|hide transcript|edited)",
    re.IGNORECASE,
)
_ADDED = compile_later(  # to a turn: Fathom's marks, and what a chat tells of its messages
    r"(?<!\S)(?:[A-Z][A-Z ]{3,30}:[^\n]{0,300}?\s-\s+WATCH:\s*https?://\S+"
    r'|(?:Reacted to|Replying to|Removed an? .{1,20} reaction from) ["“][^"”\n]{0,300}["”]'
    r"(?: with \S{1,12})?)"
)
_FACT = compile_later(  # about the talk, as people write it above the words
    r"\W*(?P<key>title|topic|subject|event|date|time|venue|place|location|duration|length|recorded"
    r"|recording|transcribed by|language|source|file|filename|url|link|sent|project|club|meeting"
    r"|level|pathway|occasion|(?P<person>from|to|cc|speakers?|presenters?|hosts?|guests?|attendees"
    r"|participants|author|evaluator|coach|client|timer|toastmaster|interviewer|interviewee))\W*:"
    r"\s*(?P<value>\S.{0,200})",
    re.IGNORECASE,
)
_FRAMED = compile_later(
    r"^[ \t]{0,8}(?:={3,}|\*{3,}|#{3,})[ \t][^\n=*#]{1,80}[ \t][=*#]{3,}[ \t]*\r?$", re.M
)
_SCENE = compile_later(  # of a screenplay
    r"^[ \t]{0,20}(?:\d{1,3}[.)]?[ \t]+)?(?:INT|EXT|INT\.?/EXT|I/E)\.? [^\na-z]{2,80}$",
    re.MULTILINE,
)
_CUT = compile_later(r"\s*(?:CUT TO|FADE (?:IN|OUT|TO BLACK)|DISSOLVE TO|SMASH CUT TO|THE END)\W*")
_ASIDE = compile_later(r"\s*[(\[]([^()\[\]]{1,80})[)\]]\s*")
# Of a footnote, of Word's comments.
_NOTE_SIGN = r"\[(?:\d{1,3}|[A-Z]{2,3}\d{1,3})\]|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}"
_NOTE_MARK = compile_later(_NOTE_SIGN)
_NOTE_IN_TEXT = compile_later(rf"(?<=\S)(?:{_NOTE_SIGN})")
_NOTE_LINE = compile_later(rf"\s*({_NOTE_SIGN})\s*\S")
_CONTINUED = compile_later(r"(?<=[A-Z.]) \((?:CONT'?[’]?D|CONT\.|V\.?O\.?|O\.?[SC]\.?)\)")
_LETTER_MARK = compile_later(r"(?<=[\w.,;:?!'’-] )\[[A-Z]{1,2}\]")
_SCRIPT_WARNING = "this looks like a script; its scenes were left out, directions may be counted"
_PARTED = compile_later(  # a word, by the end of a line
    r"(?<![\w-])(?P<part>[^\W\d_A-Z]{2,20})-\r?\n(?P<rest>[^\W\d_A-Z]{2,20})"
)
_GO_ON = frozenset(  # words with which a speaker continues after an interruption, no ends of words
    listed(
        """and but so then to the a an of in on at it he she we you they that this there is was are
        were not no or my your his her our their for with as if when what who how because well"""
    )
)
_LONG_LINE = 24  # characters: a line that a page ends, not a verse or a caption
_SLIDE = compile_later(  # "Slide 2: The problem", no sentence
    r"^[#*\s]{0,8}(?:slide|(?:cue |note )?card) \d{1,3}"
    r"(?:\s?[:.\-–—][ \t]+(?!u[mh]\b)[^\n.,;:?!…]{1,80})?[*\s:]{0,4}$\n?",
    re.IGNORECASE | re.MULTILINE,
)
_SLIDE_SIGNS = ("lide ", "LIDE ", "ard 1", "ARD 1")
_COURT_NOTE = compile_later(  # that goes on in the next line
    r"^[ \t]*\((?:whereupon|discussion|recess|exhibit|proceedings)\b[^()\n]{0,200}"
    r"(?:\n[^()\n]{0,200}){1,4}\)[ \t\r]*$\n?",
    re.IGNORECASE | re.MULTILINE,
)
_BB_MARK = compile_later(r"\[/?(b|i|u|s|quote|size|color|url)(?:=[^\]\n]{0,80})?\]", re.IGNORECASE)
_CALLOUT = compile_later(r"^>[ \t]?\[!\w{1,20}\][+-]?[ \t]*(\S.{0,60})$", re.MULTILINE)
_QUOTED = compile_later(r"^>[ \t]?", re.MULTILINE)
_TARGET = r"\((?:https?:|[/#?])[^()\s]{0,400}\)"
_TIME_LINK = compile_later(rf"@?\[\W{{0,3}}(\d{{1,3}}(?::\d{{2}}){{1,2}})\W{{0,3}}\]{_TARGET}")
_LEADING_LINK = compile_later(
    r"^([^\w\[\n]{0,6}(?:\[?[\d:.,]{4,12}\]?\W{1,4})?)\[\W{0,3}(\w[^\[\]\n]{0,60}?)\W{0,3}\]"
    rf"{_TARGET}",
    re.MULTILINE,
)
_TRANSANA = compile_later(r"¤(?:\s?<(\d{1,9})>)?")  # a mark, and its milliseconds if they are shown
_TRANSANA_MARKS = compile_later(r"¤\s?<\d{1,9}>|^¤.*\n(?:.*\n){0,20}?¤", re.MULTILINE)
_OF_A_DAY = frozenset(
    listed(
        """mon tue tues wed thu thur thurs fri sat sun at am pm of st nd rd th
        gmt utc cet cest est edt pst pdt date"""
    )
).union(MONTHS, WEEKDAYS)
_MAX_CREDITS = 6
_BLANK_LINE = compile_later(r"\r?\n[ \t]*\r?\n")
_MAX_TITLE = 300  # characters, of a title and a day
_MAX_FACTS = 12
_MAX_MATTER = 40  # lines
_HEADING_LINES = 12  # from a title to the line that says that the transcript begins
_LAST_OF_CAPTIONS = compile_later(r"[^\W\d_]{3,20}(?: \([^()\n]{1,30}\))? ?\(auto-generated\)")
_LAST_LINES = 12  # YouTube's page continues below its captions: language, filters


@dataclass(frozen=True, slots=True)
class SpokenLines:
    """A text without its surroundings; `left_out` are the lines that were taken away."""

    text: str
    left_out: tuple[str, ...] = ()
    page_lines: int = 0
    is_script: bool = False
    marks: tuple[str, ...] = ()

    @property
    def held_on(self) -> str | None:
        return find_day(self.left_out)

    def warnings(self, more: int = 0) -> tuple[str, ...]:
        """A warning of a script, and one that counts these lines and `more` others."""
        return (
            *((_SCRIPT_WARNING,) if self.is_script else ()),
            *_mark_warning(self.marks),
            *count_warning(
                len(self.left_out) + self.page_lines + more,
                "lines",
                "that are not speech were left out (headings, notes, footers)",
            ),
        )


def without_surroundings(text: str) -> SpokenLines:
    """`text` without page lines, facts above it and marks that a tool adds to turns."""
    text, pages = without_page_lines(_with_markdown(text))
    gone: list[str] = _COURT_NOTE.findall(text) if "(" in text else []
    text = _COURT_NOTE.sub("", text) if gone else text
    if any(sign in text for sign in ("WATCH:", "eacted to ", "eplying to ", "eaction from ")):
        gone += _ADDED.findall(text)
        text = _ADDED.sub("", text)
    for without in (
        without_chapters,
        without_chat_marks,
        _without_slide_titles,
        _without_framed_headings,
    ):
        text, lines = without(text)
        gone += lines
    text, scenes = _without_scenes(text)
    gone += scenes
    for without in (_without_directions, _without_footnotes):
        text, lines = without(text)
        gone += lines
    text = _with_whole_words(text)
    if _TRANSANA_MARKS.search(text):
        text = _TRANSANA.sub(_with_clock, text)
    facts = _front_matter(text) or _facts_above(text) or _dated_title(text)
    if facts:
        gone += facts
        text = text.lstrip().split("\n", len(facts))[-1]
    text, marks = _without_letter_marks(text)
    return SpokenLines(text, tuple(gone), pages, bool(scenes), marks)


def _with_markdown(text: str) -> str:
    """`text` with the bold print of a wiki and of a forum as Markdown's, without other marks."""
    if "[/" in text:
        text = _BB_MARK.sub(lambda mark: "**" if mark[1] in "bB" else "", text)
    if "[!" in text and len(_CALLOUT.findall(text)) > 1:
        text = _QUOTED.sub("", _CALLOUT.sub(r"**\1**", text))
    return text.replace("'''", "**")


def _without_letter_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without the letters in brackets that a transcriber sets among words, and these.

    At the beginning of a line such letters may be a speaker's.
    """
    marks = _LETTER_MARK.findall(text) if "]" in text else []
    if len(marks) < 2:
        return text, ()
    one = "|".join(map(re.escape, sorted(set(marks))))
    return re.sub(rf"[ \t](?:{one})|^(?:{one})[ \t]", "", text, flags=re.MULTILINE), tuple(marks)


def _mark_warning(marks: Sequence[str]) -> tuple[str, ...]:
    if not marks:
        return ()
    some = ", ".join(sorted(set(marks))[:5])
    return (f"marks in brackets whose meaning is not known ({some}) were left out, fillers or not",)


def _without_slide_titles(text: str) -> tuple[str, list[str]]:
    """`text` without the lines that only name a slide, and these, if they count two or more."""
    titles = _SLIDE.findall(text) if any(s in text for s in _SLIDE_SIGNS) else []
    bare = _SLIDE.sub("", text) if len(set(titles)) > 1 else text
    return (bare, titles) if len(bare.split()) > len(text.split()) / 2 else (text, [])


def _without_framed_headings(text: str) -> tuple[str, list[str]]:
    """`text` without headings such as `=== Day 2 ===`, and these, if they are less than half."""
    framed = [line for line in _FRAMED.findall(text) if not WORD_OF_PAUSE.search(line)]
    if not framed or len(" ".join(framed)) >= len(text) / 2:
        return text, []
    return _FRAMED.sub(lambda line: line[0] if WORD_OF_PAUSE.search(line[0]) else "", text), framed


def _without_scenes(text: str) -> tuple[str, list[str]]:
    """A screenplay without its scenes and cuts, and these; any other text unchanged.

    Directions are left out if the words are set in. A part's "(CONT'D)" is no part of its name.
    """
    if not ("INT" in text or "EXT" in text) or not _SCENE.search(text):
        return text, []
    lines = text.splitlines()
    inside = [line.startswith(("    ", "\t")) for line in lines]
    is_set_in = sum(inside) >= 0.3 * sum(bool(line.strip()) for line in lines)
    kept, gone = [], []
    for line, is_inside in zip(lines, inside, strict=True):
        is_no_speech = any(shape.fullmatch(line) for shape in (_SCENE, _CUT, _ASIDE))
        if line.strip() and (is_no_speech or (is_set_in and not is_inside)):
            gone.append(line)
        else:
            kept.append(_CONTINUED.sub("", line))
    return "\n".join(kept), gone


def _without_directions(text: str) -> tuple[str, list[str]]:
    """`text` without the lines that brackets fill, as `(walks to the window)`, and these.

    A single one stays, and all do if they are more than half of the text.
    """
    if text.count("(") + text.count("[") < 2:
        return text, []
    lines = text.splitlines(keepends=True)
    gone = {line for line in lines if _is_direction(line)}
    left_out = [line for line in lines if line in gone]
    if len(left_out) < 2 or 2 * sum(len(line) for line in left_out) > len(text):
        return text, []
    return "".join(line for line in lines if line not in gone), left_out


def _is_direction(line: str) -> bool:
    """Whether brackets with no name, time or hesitation in them fill the line."""
    match = _ASIDE.fullmatch(line)
    if match is not None and line.strip()[0] == "(" and match[1].rstrip()[-1:] in ".?!":
        return False  # a sentence that may have been said
    if match is None or " " not in match[1].strip() or is_name(match[1]):
        return False
    return not (WORD_OF_PAUSE.search(line) or re.search(r"\d:\d", line))


def _without_footnotes(text: str) -> tuple[str, list[str]]:
    """`text` without the notes at its end and their marks among its words, and these notes."""
    if not _NOTE_MARK.search(text):
        return text, []
    lines = text.rstrip().splitlines()
    notes: list[tuple[str, str]] = []
    while lines and (not lines[-1].strip() or (match := _NOTE_LINE.match(lines[-1]))):
        line = lines.pop()
        if line.strip() and match is not None:
            notes.append((match[1], line))
    body = "\n".join(lines)
    marks = {mark for mark, _ in notes}
    if not marks or not marks <= set(_NOTE_IN_TEXT.findall(body)):
        return text, []
    bare = _NOTE_IN_TEXT.sub(lambda mark: "" if mark[0] in marks else mark[0], body)
    return bare, [line for _, line in reversed(notes)]


def _with_whole_words(text: str) -> str:
    """`text` with the words whole that two or more ends of lines part, as in a copied PDF."""
    if "-\n" not in text and "-\r\n" not in text:
        return text
    whole, count = _PARTED.subn(_join_parts, text)
    return whole if count > 1 else text


def _join_parts(parted: re.Match[str]) -> str:
    """The whole word; a hesitation, a stutter and the end of a short line stay parted."""
    part, rest = parted["part"], parted["rest"]
    begin = parted.string.rfind("\n", 0, parted.start()) + 1
    is_cut_off = WORD_OF_PAUSE.fullmatch(part) or rest.startswith(part) or rest in _GO_ON
    return parted[0] if is_cut_off or parted.end("part") - begin < _LONG_LINE else f"{part}{rest}"


def _front_matter(text: str) -> list[str]:
    """The lines between the two `---` at the top of a Markdown file, and these."""
    lines = text.lstrip().split("\n", _MAX_MATTER)
    marks = [place for place, line in enumerate(lines[:_MAX_MATTER]) if line.strip() == "---"]
    if len(marks) < 2 or marks[0]:
        return []
    matter = lines[: marks[1] + 1]
    keys = all(re.match(r"[\w\-]{1,40}:|[\s\-]", line) for line in matter[1:-1])
    return matter if keys and marks[1] > 1 else []


def _facts_above(text: str) -> list[str]:
    """The lines `Title: …`, `Date: …` at the top, if a blank line parts them from the words."""
    facts: list[str] = []
    sure = False
    for line in text.strip().split("\n", _MAX_FACTS + 1):
        if not line.strip():
            return facts if sure else []
        fact = _match_fact(line)
        if fact is None:
            return []
        if fact["person"] and not all(is_name(one.strip()) for one in fact["value"].split(",")):
            return []
        facts.append(line)
        sure = sure or fact["key"].casefold() in ("title", "date") or len(facts) > 1
    return []


def _dated_title(text: str) -> list[str]:
    """The lines above the first blank one, if one is a day alone and the others are a title."""
    above = _BLANK_LINE.split(text.lstrip()[:_MAX_TITLE], maxsplit=1)
    lines = above[0].split("\n") if len(above) > 1 else []
    days = [line for line in lines if _is_day_alone(line)]
    titles = [line.strip() for line in lines if line not in days]
    sure = all(0 < len(t) <= 60 and t[-1] not in ".?!,;" for t in titles)
    return lines if len(days) == 1 and len(lines) <= 3 and sure else []


def _is_day_alone(line: str) -> bool:
    """Whether a line is a day, perhaps with a weekday and a time, and nothing else."""
    letters = re.findall(r"[^\W\d_]+", line[:100].casefold())
    return find_day([line]) is not None and all(one in _OF_A_DAY for one in letters)


def fact_of(line: str) -> str:
    """The key of a line such as `Title: The lamp`, in small letters; empty for any other line."""
    fact = _match_fact(line)
    return fact["key"].casefold() if fact is not None else ""


def _match_fact(line: str) -> re.Match[str] | None:
    fact = _FACT.fullmatch(line[:300].strip())
    return None if fact is None or _is_said(fact["key"], fact["value"]) else fact


def _is_said(key: str, value: str) -> bool:
    """Whether the text after `Length:` or `From:` is a sentence of the talk itself."""
    is_sentence = value.endswith((".", "!")) and value.count(" ") > 1
    is_fact = key.casefold() == "title" or any(map(str.isdigit, value))
    return (is_sentence and not is_fact) or WORD_OF_PAUSE.search(value) is not None


def _with_clock(mark: re.Match[str]) -> str:
    """Transana's mark of a time as a time in brackets; nothing where its time is not shown."""
    if not mark[1]:
        return ""
    minutes, rest = divmod(int(mark[1]), 60_000)
    return f"[{minutes // 60}:{minutes % 60:02}:{rest / 1000:06.3f}] "


def without_leading_links(text: str) -> str:
    """`text` without the targets of Markdown's links on times, and names that lines begin with."""
    if "](" not in text:
        return text
    return _LEADING_LINK.sub(r"\1\2", _TIME_LINK.sub(r"[\1]", text))


def is_service_line(raw: str) -> bool:
    """Whether a service, a program or a page adds such a line to what was said."""
    return _SERVICE.fullmatch(raw[:400].strip("*_# ")) is not None


def without_service_edges(text: str) -> tuple[str, int]:
    """`text` without a service's credits at its beginning and end, and how many lines these are."""
    bare, count = text.strip(), 0
    for _ in range(_MAX_CREDITS):
        first, _, below = bare.partition("\n")
        above, _, last = bare.rpartition("\n")
        if not (_is_credit(first) or _is_credit(last)):
            break
        bare = (below if _is_credit(first) else above).strip()
        count += 1
    return (bare, count) if count and bare else (text, 0)


def _is_credit(line: str) -> bool:
    if len(line) > _MAX_TITLE or WORD_OF_PAUSE.search(line):
        return False
    return _CREDIT_LINE.fullmatch(line.strip()) is not None


def after_heading(raw: Sequence[str]) -> int:
    """The place after the line that says that the transcript begins; 0 if there is none.

    Of several in one head, as a title, attendees and "Transcript" are, it is the last.
    """
    found = 0
    for place, line in enumerate(raw[:5000]):
        if found and place > found + _HEADING_LINES:
            break
        if len(line) < 100 and _HEADING.fullmatch(line):
            found = place + 1
    return found


def end_of_captions(raw: Sequence[str]) -> int:
    """Where the captions of a copied YouTube page end: at the line that names their language."""
    for place in range(max(0, len(raw) - _LAST_LINES), len(raw)):
        if _LAST_OF_CAPTIONS.fullmatch(raw[place].strip()):
            return place
    return len(raw)
