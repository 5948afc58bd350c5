"""What may be said in a sentence that names fillers: a small vocabulary, and what orders it.

Elsewhere a word of English is harmless unless a table says otherwise. A statement about fillers
can claim a count, an absence or a trend in endless ways ("um is your shadow", "you left um at
home"), so it is shown only if it is made of these words.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDERS = _words("""
    accept act add aim allow anchor answer apply ask avoid be become begin bite bring build calm
    catch change check choose clap clear clip close collapse come commit compare connect convert
    count cut decide deliver describe develop do drop dwell ease embrace emphasise emphasize end
    enjoy exchange exhale experiment explain face feel fill find finish focus follow free get
    give go greet ground guide hear help hold hum imagine include inhale interrupt invite
    isolate join jot keep land lean learn leave let lift limit linger link listen look lower
    make map mark meet mind mirror move mute name nod notice observe offer open own pace park
    pass pause pick picture place plan play practice practise prefer prepare press pretend pull
    push put question raise reach read rebuild recast record reduce reframe rehearse relax
    release relish remember remind remove repeat rephrase replace resist rest retell return
    reward ring run save savour say see seek sense set shape share shift shorten show signal
    sing sink sit slow smile snap soften speak split spot stand start state stay step stop
    stress stretch strip study substitute swallow swap switch take talk tap tell think tighten
    time trade train transform treat trim trust try turn understand unlearn use visit voice wait
    walk warm watch weave welcome whisper work write
""")

HARMLESS = _words("""
    conclusion answer well buys
    number alone works
    a a's abdomen abdominal about abrupt abstract accent accentuate accordingly across act actor
    actress adjective adrenaline adverb after agreement aha aimless air airy alertness alley
    ally along aloud already also although am ambient amplify an analogies anchor and anecdotal
    anecdote animate answer antidote anxiety anything anytime apologetic apology applaud
    applause applied approachable approval arc archer are aren't arena argument around arrive
    artful articulate articulation as ask assertion assertive assurance assured astonish at
    attention attentive attune audible audibly audience audiobook audition authenticity author
    authority autopilot avoidance awkward back backbone background backtrack ballpark banter
    baton be bearings beat because beckon become bedtime been before begin behind being belief
    believable belly belong beside between beyond bite blank bleed blink block blunt blur blurry
    body boldly boldness bookend borrow both bounce bow bracing brain brake brave break breath
    breathe breathers breathless breathy breezy brevity bridge briefly brighten brighter
    brightest brightly bring brisk bristle bubble build buildup bullet bump buoyant but buttress
    buy by bypass cadence callback calm came can can't candid candor candour canvas caption
    captivate careful caress caring carry casual catch catchphrase catchy cater caution cautious
    celebrate certain certainty chance change chapters charisma charismatic charm chatter chatty
    chew chime chin choose choppy chorus chuckle churchill claim clap clarify clarity classroom
    clause clear clench cliche click cliffhanger climax clocks close closers closings cloudy
    clumsy clutter coach coax coffee coherent cohesion colleague collect colloquial come comedic
    comfort comfortable comfortably comma commanding commentary compelling composed composing
    composure concise concision conclusion concrete conductor confide confidence confident
    confirmation congruent connection connector consciously consonant contact contagious
    container contraction contrast control conversation conversational conveying conveys
    conviction cordial correct correction corridor cost could countdown courage courageous
    courtesy cover crafted crafting craftsmanship cramming crave creativity credibility credible
    creep crept crisp crowd crumble crutch cue culprit cultivate curiosity curious cushion
    customers cynical dangle dare dash daunting daydream dazzle debrief decide decision decisive
    decorate defend defensive definite deft delay deliberate delicate deliver delivery demeanor
    demeanour demo dense depths describe description descriptive destination detach detail
    detour dial dialect diaphragm diary diction did didn't differ difference different difficult
    dig digestible dignity digress digression dilute dim dinner dip direct disarm disciplined
    discomfort discover disfluency disfluent disguise distract distraction dive do does doesn't
    don't doodle door doorway dots doubt down downplay drag drama dramatic draw dread drifting
    drifts drill driver driving drone dry dull during dust dwell dynamic eagerness ear earn
    earnestness earphones earshot ease easy echo editing effect effort effortless elaborate
    elegance elevate elevator eloquence eloquent else embark embarrass embellish embody embrace
    emotion empathetic empathy emphasis emphasise emphasize emphatic emphatically empty enchant
    encourage encouragement end endings energise energize energy engaged engagement engages
    engaging enjoyable enliven enrich entertain enthral enthuse enthusiastic enunciate
    enunciation envelope envision epiphany errand escaping essay etched even eventual everyday
    evocative evoke exact exaggerate exaggeration example excitement exciting exclaim exercise
    exhale exist exit expectation explainer expressive extemporaneous eye eyebrow face facial
    fact fades faith falter fast fear fearless feather fed feedback feeds feel fetch fiddle
    fidget fight figure fill fillers film find fine finesse finger finish firmer firmly firmness
    first fist flatly flatness flatter flavour fleeting flicker flip flipchart flourish flow
    fluff flustered fly focal focus fog foggy follow fond foothold footing footsteps for force
    forceful foreshadow forget forgiving form formality forum fragment frame frank freshness
    fret friend friendlier from frown full fumbles fumbling funnel fuzzy gap garden gasp gather
    gaze gem generous gentle gently genuine gesture get gift give glad glance glaring glib glide
    glimpse go goal goes going good gossip grace graceful grammar grasp grateful gratitude great
    greet grin grip groan groove groping grounded grounding grounds groundwork guesswork guide
    guideposts guitar gulp gum gut habit habitual had hallway halting hammer hand handhold
    handouts handrail happen harbor harbour hard has hasten hasty have hazy he headline
    headphones healthy hear heard heart heartbeat heartfelt heavy hedge heed heighten help
    helpful helpless hence her here hesitance hesitancy hesitant hesitate hesitation hiccup hide
    highlight him hinge hint his hoarse hold homework hone honesty honour hook hop hospitable
    host how however hum human humility humor humour hungry hurdle hurriedly hurry hush i i'm
    icebreaker idea idle if illustrate illustration image imagery imagination imagine impact
    impactful impatient important impress impression impromptu improv improvisation improvise in
    inch inflate inflection informal infuse inhale insecure insecurity insert insist inspire
    instance instead instinct instinctive instructive instructor intense intensity intentional
    interest interject interjection interlude interrupt interruption intimate into intonation
    intrigue introduction intrude invitation invite irony is isn't it it's its itself jargon jaw
    jitters jittery job jog joint joke jolt jot journal joyful juggling jumble jumpy just
    juxtapose keen keep kettle key keynote keyword kickoff kindest kindly kindness kitchen knack
    knees knit knot know ladder lag lamp land landmarks language latch late laughter launch
    layered lazily lean leap learn lectern lecture leisurely lend length lens let level lever
    lexical liberating lie life lifeless lift lighthearted lightly lightness like limelight line
    linger link lip listen listener's listeners litmus livelier liveliness loaded locate long
    look loosely loosen lopsided lose loud lounge lulls lungs lure luxury lyrical machine magnet
    magnetic mailbox make manage mandate mannered mannerism mantra manuscript mapped mark
    markers marvel mask masterful matter may maybe me mean meander meaningful meant mechanical
    meditate meditation meet mellow melodic melody melt memorable memorise memorize memory
    mental mentor message metaphor microphone mid mid-sentence midair middle midsentence might
    milestone mimic mind mindful mine mint mirror misheard misjudge misread misstep mist
    mistakes moderator modest moment momentary momentum monologue monotone monotonous monotony
    mood motivated motivating motivation mouth move muddle muddy mumble murky murmur muscle muse
    music musical musicality musician must my nag name nameable nameless narrate narration
    narrative narrator natural nature near neatly need neighbour nerve nervous new newcomer
    newsreader next nice nimble nod noise nor normal nose nostril not note notebook notecard
    notepad nothing notice noticeably noun now nuance nudge number nurture oar obama objection
    observer obstacle oddly of off offering often oil old on once one onlooker only onset onto
    oomph open openers openings opinion optimistic or orally orator oratorical oratory order
    organise organize orientation originality ornament otherwise our out outcome outline
    outright outro over overarching overexplain overhear overlap overlook overplay overstate
    overthink overuse own ownership oxygen pace padding painless paint pan panelist panels panic
    paragraph paraphrase parenthesis parking parody partner partway pass passages passenger
    passion passionate passively pastor pat path patience patient pause pauseless payoff pebble
    pedal peek pencil pens people pep perfectionism perform performers perhaps perk permission
    person persona persuade persuasion persuasive phrase piano picture pin pink pinpoint pitch
    pitfalls pithy pivot place placeholder placement plain plainspoken plan plant platform play
    playback playful plead pleasant pleasing plosives plot pocket podcast podium poem poet
    poetic poetry point pointedly poise polish polite ponder portrait posed possessive posture
    power practice practise praise praiseworthy preamble precise precision preface preparation
    prepare presence presentable presented presenter presents pressing pressure presume preview
    prime private prize probe proclaim productive professional profound prolong promise prompt
    pronoun pronounce pronunciation proof prop propel prosody protect proud prove public pull
    pulse punch punchline punchy punctuate punctuation pupil pure purpose purposeful purse push
    put puzzle qualifier quality quaver quell quest question quick quicken quiet quieten quirk
    quirky quite quiver quiz quotation quote racket radiant radiate rail raise ramble rant rapid
    rapport raspy rather reach reactive read readable ready real rearrange reason reassurance
    reassure recall recap recapitulate recharge recite reclaim recognise recognition recognize
    reconnect recorder recording recovers redirect rediscover redo refine reflect reflection
    reflex refrain reframe refresh rehearsal rehearse reignite reinforce rekindle relatable
    relax release relief relieve relisten relive reluctance reluctant rely remark remarkable
    remarkably remedy reminder reminding reminds removal render renew repair repetition rephrase
    replace replacement replay request reset resolving resonance resonant resonate respect
    respectful respond responsive rest restart restate restless restore restraint retain retell
    retold return reuse reveal revisit reward reword rewrite rhetoric rhetorical rhyme rhythm
    rhythmic richer richest richly richness riff right rigid ring ripple rise risk road roadmap
    roaming roar rob robotic rocket roll room rooted rope rousing routine rub rug rumble run-up
    rush safe safety sag said same sandwich sarcasm satisfying savor savour say sayings scaffold
    scan scene scenic scribble script sculpt seam seamless search seat second see seek seem
    selfless sells sense sensible sensitive sensory sentence sentence-end sequence serene
    serious serve set settle shake shaky shall shape shared shares sharing sharp sharpen she
    shield shine shock shoes short shortcut should shoulders shout show showmanship shrug shy
    sideways sigh sign signal signpost silence silent simile simple simplicity simply since
    sincere sincerity sip sit skeleton sketch skilful skilled skillful skim skip slang sleek
    sleepy slice slide slip slope sloppy slouch slow sluggish slur small smile smooth snag
    snappy snapshot sneak snippet so soapbox sober soften softeners softer softly softness solo
    soloist solution some somebody someone something song soon soothe sort soul sound soundbite
    space spacious span spark sparkle speak speakers specific specifically specificity speech
    speed spell spellbound spice spin spoil spoken spontaneity spontaneous spot spotlight spring
    squarely stage stagecraft stagefright stake stale stall stamina stammer stance stand stare
    start startle state statement static stay steady steal steer step stick sticky stiff stiffen
    still stilted stirring stitch stone stop stopwatch storm story storyteller storytelling
    straight straighten straightforward strain strand strategy street strength strengthen stress
    stretch strict stride strike string strive stroke stroll strong structure struggle studio
    stuff stuffy stumble sturdy stutter styled subdued subheading subject substance substitutes
    subtext subtle subtly success succinct suffer suggest suggestion suitable summarise summary
    summon sums superb supple support supportive sure surface surprises suspense suspenseful
    sustain swapping sway sweep swift swing switches switching syllable symbol symmetry
    sympathetic sync systematic table tackles tackling tactic tag tail tailor take takeaway
    taking talent talk talkative talkers tangent tangible tap task taught teach teachers
    teammate teary tease ted teleprompter tell temper tempo tempt tend tendency tense tension
    tentative texture than thankful that the theatre theatrical their them thematic theme
    themselves then there therefore these thesis they thicken thicker thing think thinner thirst
    this thorough those though thought thoughtful thread thrill thrive throat through throw
    throwaway thumb thus tic tick tidy tie tilt timbre time timekeeping timers timid tip tired
    to toast toastmaster together tone tongue too toolbox toolkit tools topic topical torch
    touch tour toward trace tracking tracks traffic trail train trait transcript transform
    transition transitional translate translator travel treat tremble triad trick tricky trigger
    tripping trips triumphant trivia true trust trustworthy truth truthful try tune turn turn-
    twist twisters uncertain uncertainty unclear unclench unclutter unconscious under undercut
    underline undermine underneath underscore understanding understated understatement
    understood undivided uneasy uneven unexpected unfiltered unfinished unfold unhelpful unique
    universe unknown unload unlock unnatural unnecessary unneeded unpack unplanned unpolished
    unprompted unravel unready unrehearsed unsaid unscripted unsettled unspoken unsteady unsure
    untangle untidy until untold unusual unwind up upbeat upfront upgrade uplifting upright
    upset uptalk upward urge urgency urgent us use used useful using utter utterance vague value
    variation variety vary veil vent verb verbal verge version very vibrant view viewers
    viewpoint vignette vigor vigour visible visibly vision visual visualise visualize vital
    vivid vocal vocalise vocalize voice volume vowel vulnerability vulnerable waft wage wait
    waking wall wander want wardrobe warm warmth warmup wary was watchful water waver way we
    weak weaken weaknesses weather weave weighed weighing weighs weight weighty welcome were
    what when whenever where wherever which while whim whisper whistle whiteboard who whole
    wholehearted whom why will willingly willpower winded winding window wink wisdom wise wishes
    wit with within without witty wobbles wobbly won't wonder woo wool word wordings wordless
    wordsmith wordy work workbench worry worth worthwhile would wove woven wrap wrist write
    writers written wrong yarn yawn yearn yell yes yet yield you you're your yourself zest
""")

# What may stand between "you" and a filler: that it comes, never that it does not.
YOU_SAY = (
    r"(?:say|said|use|used|open|start|begin|end|close|lean|rely|reach|add|put|hear|feel|notice|like"
    r"|want|need|know|speak|tend|try|sound|are|were|have|had|do|did|can|could|will|would|may|might"
    r"|should|must|fill|to|for|look|search|think)"
)
