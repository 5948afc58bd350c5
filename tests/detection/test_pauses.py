"""Sounds that hold the floor, in every spelling, and what is only spelt like one."""

from __future__ import annotations

import pytest

from refiner.analyst.judge import judge
from refiner.detection.detector import detect

# A sentence, and how many filled pauses are in it.
SENTENCES = [
    ("I studied at um.edu and www.um.dk.", 0),
    ("The layer is 5 um thick.", 0),
    ("a 35 mm lens", 0),
    ("HM Treasury said no", 0),
    ("Mr. Um spoke", 0),
    ('He said "um" twice', 0),
    ("the word “uh” is", 0),
    ("I, ah, think so", 1),
    ("Ah, I see.", 0),
    ("Ah!", 0),
    ("Mm, yes.", 0),
    ("I think mm we should go", 1),
    ("and urm we left", 1),
    ("we em went there", 1),
    ("get 'em now", 0),
    ("Uh-huh, sure", 0),
    ("uh huh", 0),
    ("mm-hmm", 0),
    ("um-um I", 2),
    ("uh-oh", 0),
    ("THEY WENT TO UH THE SHOP", 1),
    ("THE ER DOCTOR UM SAID", 2),
    ("I was UH thinking", 1),
    ("So uuum yes errm uhhm hmmm", 4),
    ("We count every um.", 0),
    ("the speaker's name is Um.", 0),
    ("a do-er", 0),
    ("The um captain.", 1),
    ("an um apple", 1),
    ("say um and uh", 0),
    ("There were 5, um, people", 1),
    ("I have 5 um dogs", 1),
    ("to err is human", 0),
    ("err, I think", 1),
    ("Um I think Um we", 2),
    ("Um, Ada said", 1),
    ("So, Um, Max", 1),
    ("well ah you know", 1),
    ("Oh ah yes", 0),
    ("Um? I don't know", 1),
    ("uh. so", 1),
    ("m-hm", 0),
    ("Um… er… ah… I went", 2),
    ("I-I-I l-like th-the plan and we-we go.", 0),
    ("I went-um-to the shop and-uh-left.", 2),
    ("We drove to UM the lake with my UH cousin. It is for UH our dog.", 3),
    ("UM the plan is ready. UH it works. Well UM yes.", 3),
    ("He came with ER his bag and sat in UM a chair.", 2),
    ("HM let me think.", 1),
    ("My sister works in the ER now, and the ER is full.", 0),
    ("We met at the UM campus, then at UH Hilo, and she teaches at UM.", 0),
    ("UM students like it. UH is far away. A UH professor came.", 0),
    ("We stayed in the ER the whole night, then at UM and at UH.", 0),
    ("It was UH Bob who came, and then UM Carol.", 2),
    ("It was UH Bob and UM Carol.", 2),
    ("UMM, OKAY SO WE UH GO. And then we rest.", 2),
    ("We live near UM Ann Arbor and the UH Manoa campus.", 0),
    ("Give em hell, tell em that, and get rid of em.", 0),
    ("Aunt Em is here and Auntie Em too.", 0),
    ("We, em, went to the, em, shop.", 2),
    ("Good, eh? Not bad, eh. Nice, eh!", 0),
    ("We had, eh, three of them, eh... maybe four.", 2),
    ("Nuh uh, no way, nuh-uh.", 0),
    ("Um Kulthum sang, and Umm Qasr is a port.", 0),
    ("The box is 20 em wide.", 0),
    ("The German word um means around.", 0),
    ("I counted every um in the talk and each uh of mine.", 0),
    ("Every um person had each, uh, one of them.", 2),
]


@pytest.mark.parametrize(("sentence", "pauses"), SENTENCES)
def test_rules_and_analyst_count_each_pause_and_nothing_spelt_like_one(
    sentence: str, pauses: int
) -> None:
    by_rule = [c for c in detect(sentence) if c.kind == "filled_pause"]
    judged = [j for j in judge(sentence) if j.kind == "filled_pause" and j.filler]
    assert (len(by_rule), len(judged)) == (pauses, pauses)
