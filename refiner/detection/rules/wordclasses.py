"""Parts of speech from closed classes, common words and endings: no training, no library.

A word has every class it can have, whatever its sentence; rules ask "can it be a
determiner?", never "is it one here?".
"""

from __future__ import annotations

from functools import lru_cache

# Closed classes are complete for spoken English; the verbs and adjectives are the common ones.
_LISTS = {
    "DET": """a an the this that these those some any no every each another my your his her its
        our their whose both either neither""",
    "POSS": "my your his her its our their whose",
    "ART": "a an the",
    "SUBJ": """i you he she it we they i'm you're he's she's it's we're they're i've you've we've
        they've i'll you'll he'll she'll it'll we'll they'll i'd you'd he'd she'd it'd we'd
        they'd there there's that's who everyone everybody someone somebody nobody people im youre
        hes shes weve theyre theyve youve ive theres thats dont""",
    "PRON": "i you he she it we they",
    "SUBJ_BE": """i'm you're he's she's it's we're they're that's there's here's what's who's
        this's im youre hes shes theyre thats theres heres whats whos""",
    "SUBJ_WILL": """i'll you'll he'll she'll it'll we'll they'll i'd you'd he'd she'd it'd we'd
        they'd youll theyll itll youd theyd""",
    "OBJ": """me you him her it us them this that these those one ones myself yourself himself
        herself itself ourselves themselves""",
    "BE": """be is are was were am been being isn't aren't wasn't weren't isnt arent wasnt werent
        ain't""",
    "HAVE": "have has had having haven't hasn't hadn't 've",
    "DO": "do does did don't doesn't didn't dont doesnt didnt",
    "NEG": "not never don't doesn't didn't dont doesnt didnt won't can't wouldn't couldn't",
    "MODAL": """will would can could shall should may might must won't wouldn't can't couldn't
        shouldn't wont wouldnt cant couldnt shouldnt gonna gotta wanna ll""",
    "WOULD": """would 'd i'd you'd he'd she'd we'd they'd it'd who'd wouldn't wouldnt youd theyd""",
    "PREP": """of in on at by for from with about into onto over under between through after
        before during without within against towards toward around across behind beyond near
        per than as upon off up down out""",
    "CONJ": "and but or because 'cause cause if when while so that although though whereas unless",
    "WH": "what who where when why how which whose whether what's who's where's how's",
    "NUM": """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
        eighty ninety hundred hundreds thousand thousands million millions billion half zero
        dozen dozens couple several""",
    "QUANT": "all many much more most few less lots lot plenty bunch tons every maybe about",
    "DEGREE": """really very so too pretty quite super totally completely kinda sorta just even
        almost extremely incredibly actually literally kind sort somewhat""",
    "ADV": """also always often sometimes never ever usually probably maybe perhaps already still
        just only even really actually basically literally obviously definitely simply then now
        again almost kinda sorta totally kind sort all suddenly immediately easily quickly""",
    "BACK": """yeah yes no yep nope yup oh ah okay ok alright right sure mm hmm mhm huh wow hey
        uh-huh mm-hmm 'kay true exactly cool great""",
    "LOOK": """look looks looked looking feel feels felt feeling sound sounds sounded sounding
        seem seems seemed seeming smell smells smelled taste tastes tasted act acts acted acting
        behave behaves""",
    "VERB": """add agree allow answer apply ask be become begin believe break bring build buy call
        carry change charge check choose click clean climb close come consider control continue
        cook cost count cover create cry cut deal decide define describe design die discuss do
        draw drink drive drop eat end enjoy enter expect explain fall feel fight figure fill find
        finish fit fix fly focus follow forget get give go grab grow guess handle happen hate
        have hear help hit hold hope hurt imagine improve include incorporate increase invite
        jump keep kick kill know last laugh lead learn leave let lie listen live lose love make
        matter mean meet mention miss move need notice offer open order pack park pass pay pick
        plan play point post practise practice prepare press program provide pull push put react
        read realise realize record remember remove run say see seem sell send set share show
        sign sit sleep slide smile sound speak spend stand start stay stick stop study suggest
        suppose switch take talk teach tell tend test think throw touch train travel try turn
        understand use visit wait wake walk want wash watch wear win wonder work worry write""",
    "PAST": """said told went did was were had got made took came saw knew thought gave found
        became left felt put brought began kept held wrote stood heard let meant set met ran paid
        sat spoke lay led read grew lost fell sent built understood drew broke spent cut rose
        drove bought wore chose started tried asked looked wanted used worked called seemed""",
    "ADJ": """able absolute annoying amazing awesome awful bad basic beautiful best better big
        bigger black blue bright brilliant broad busy cheap cheaper clear clever close cold
        comfortable complete complicated confident confused cool crazy critical cute dark
        different difficult dirty dry dumb easy easier empty excellent exciting expensive extra
        familiar fancy far fast final fine flat free fresh friendly full fun funny general good
        great green gross grey happy hard harder heavy high higher hot huge hungry important
        impossible insane interesting large larger last late little long longer loud low main
        massive mean minor modern nasty natural neat new next nice normal obvious odd old older
        open original perfect personal plain popular positive possible powerful private proper
        proud public quick quiet random rare ready real red regular rich ridiculous round rough
        rude sad safe same scared scary separate serious shallow sharp short sick silly similar
        simple single slow small smaller smart smooth soft solid sorry special specific square
        standard strange strict strong stupid super sure sweet tall terrible thick thin tight
        teeny tiny tired top total tough true typical ugly unique useful useless usual vague
        valuable warm weird wet white whole wide wild wonderful worried worse worst worth wrong
        yellow young younger""",
    "MANNER": """run runs ran running walk walks walked walking work works worked working live
        lives lived living sleep sleeps slept sleeping talk talks talked talking sing sings sang
        singing fight fights fought fighting drive drives drove driving swim swims swam swimming
        fly flies flew flying cry cries cried crying laugh laughs laughed laughing dance dances
        danced dancing move moves moved moving dress dresses dressed behave behaves behaved
        shaped treat treats treated built smells speak speaks spoke speaking eat eats""",
    "TIME": "last next this today tomorrow yesterday monday tuesday wednesday thursday friday",
    "THING": "thing things that this stuff it so those these",
}
_SEEMING = """thing something anything nothing everything morning evening during spring string
    bring king ring sing wing swing ceiling family only early daily ugly likely friendly lovely
    reply supply apply july italy indeed speed exceed proceed need feed seed breed bleed interest
    forest honest test best rest guest request suggest protest west invest"""
_NO_ENDING = frozenset(_SEEMING.split())  # what they end in is no ending
_ENDINGS = (("ing", "ING"), ("ly", "LY"), ("ed", "ED"), ("est", "EST"))

_OTHER = frozenset({"OTHER"})  # most often a noun or a name
CLASS_NAMES = frozenset({*_LISTS, *(name for _, name in _ENDINGS), "VERB_S", "OTHER"})
_CLASSES: dict[str, frozenset[str]] = {}
for _name, _words in _LISTS.items():
    for _word in _words.split():
        _CLASSES[_word] = _CLASSES.get(_word, frozenset()) | {_name}


@lru_cache(maxsize=65536)
def classes(word: str) -> frozenset[str]:
    """Every class that `word` (in lower case) can have; `OTHER` where it has none."""
    found = set(_CLASSES.get(word, ()))
    if word.startswith((*"0123456789$£€",)):
        found.add("NUM")
    if len(word) > 4 and word not in _NO_ENDING:
        found.update(name for ending, name in _ENDINGS if word.endswith(ending))
    if word.endswith("s") and "VERB" in _CLASSES.get(word[:-1], ()):
        found.add("VERB_S")
    return frozenset(found) or (_OTHER if word[:1].isalnum() else frozenset())
