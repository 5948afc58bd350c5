"""What a model wrote stays literal text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refiner.advice.markdown import escape_markdown, format_advice
from refiner.model import Advice

ADVICE = Advice(
    "Let silence work",
    ({"skill": "Pause", "advice": "Breathe in.", "exercise": "Read a page."},),
    ("A clear structure",),
    ({"goal": "Fewer sounds", "measurement": "Count them"},),
    "You can do this.",
)


def test_advice_reads_from_headline_to_motivation() -> None:
    assert format_advice(ADVICE) == (
        "### Let silence work\n\n"
        "1. **Pause**\n\n   Breathe in.\n\n   **Exercise:** Read a page.\n\n"
        "   **Goal:** Fewer sounds. Count them\n\n"
        "#### What works already\n\n- A clear structure\n\n"
        "You can do this.\n"
    )


def test_parts_that_are_empty_leave_no_heading_behind() -> None:
    assert format_advice(Advice("Only this", (), (), (), "")) == "### Only this\n"


def test_a_goal_without_a_measurement_is_still_a_goal() -> None:
    goal = Advice("", (), (), ({"goal": "Breathe", "measurement": " "},), "")
    assert format_advice(goal) == "#### This week\n\n- Breathe\n"


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("![x](http://a.b/c.png)", "\\!\\[x\\](http:\u2060//a.b/c.png)"),
        ("[click](javascript:run)", r"\[click\](javascript\:run)"),
        ("**bold** _it_ `code`", r"\*\*bold\*\* \_it\_ \`code\`"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("# title", r"\# title"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("1) item", r"1\) item"),
        ("a\n\n# b\n---\nc", r"a \# b --- c"),
        ("$x^2$", r"\$x\^2\$"),
        (":red[text]", r"\:red\[text\]"),
        (":material/check:", ":\u2060material/check:"),
        ("at 10:30, a ratio of 3:1", r"at 10\:30, a ratio of 3\:1"),
        ("{{fillers.total}}", r"\{\{fillers.total\}\}"),
        ("~~gone~~ | a | b |", r"\~\~gone\~\~ \| a \| b \|"),
        ("www.evil.test", "www\u2060.evil.test"),
        ("me@evil.test", "me\u2060\\@evil.test"),
        ("It's fine: “plain” words, 5 % of them.", "It's fine: “plain” words, 5 % of them."),
    ],
)
def test_every_mark_of_markdown_is_escaped(written: str, escaped: str) -> None:
    assert escape_markdown(written) == escaped


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab 1.-+=#*_`<>[]()!&\\:|~$^@\n\r\t", max_size=40))
def test_unescaping_gives_the_words_back(text: str) -> None:
    unescaped = re.sub(r"\\([^a-z0-9\s])", r"\1", escape_markdown(text)).replace("\u2060", "")
    assert unescaped == " ".join(text.split())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="a 1.-+=#*_`<>[!&\\|~$^", max_size=30))
def test_no_mark_is_left_unescaped(text: str) -> None:
    escaped = escape_markdown(text)
    left = re.sub(r"\\[^a-z0-9\s]", "", escaped)
    assert not re.search(r"[`*_\[\]<>&#|~$!^\\]", left)
    assert not re.match(r"[-+] |\d+[.)]", escaped)
