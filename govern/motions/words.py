"""What people call the states, kinds and ways of motions."""

from govern.core.words import Sentence, say
from govern.motions.rules import AboutWhat, Apart, Backing, Came, Concern, Ground, Kind, State, Way

STATES = {
    State.SUBMITTED: say("proposed"),
    State.INADMISSIBLE: say("refused as out of order"),
    State.ADMITTED_TO_AGENDA: say("on the agenda"),
    State.REFERRED: say("referred"),
    State.MOVED: say("moved"),
    State.AMENDED: say("amended"),
    State.PUT: say("put to the vote"),
    State.CARRIED: say("carried"),
    State.FIRST_CARRIED: say("carried at the first meeting"),
    State.CONFIRMED: say("confirmed at the second meeting"),
    State.LOST: say("lost"),
    State.WITHDRAWN: say("withdrawn"),
    State.FELL_INQUORATE: say("fallen, because too few were there"),
    State.LAPSED: say("lapsed"),
    State.FILED: say("sent to the registrar"),
    State.EFFECTIVE_ON_REGISTRATION: say("registered and in effect"),
}
CONSULTED = say("consulted on")


def words_of(state: State, *, is_consulted: bool) -> Sentence:
    """Return what a state is called. What people only had their say on does not lapse: there was nothing to decide.

    >>> str(words_of(State.LAPSED, is_consulted=True)), str(words_of(State.LAPSED, is_consulted=False))
    ('consulted on', 'lapsed')
    """
    return CONSULTED if state is State.LAPSED and is_consulted else STATES[state]


def reference_of(*, motion: int, vote: int) -> Sentence:
    """Return what a vote is called where it is cited: in its decision, in the register and in an extract.

    >>> str(reference_of(motion=4, vote=2))
    'Motion 4, vote 2'
    """
    return say("Motion %(motion)s, vote %(vote)s", motion=str(motion), vote=str(vote))


KINDS = {
    Kind.ORDINARY: say("Ordinary resolution of the members"),
    Kind.SPECIAL: say("Special resolution of the members"),
    Kind.EXTRAORDINARY: say("Extraordinary resolution of the members"),
    Kind.CLASS: say("Consent of one constituency"),
    Kind.BOARD: say("Decision of the board"),
    Kind.RESERVED: say("Matter that the rules keep to the members"),
    Kind.ADMISSION: say("Admission of somebody as a member"),
    Kind.FRANCHISE: say("Change of who may be a member, vote or stand"),
}
WAYS = {
    Way.MEETING: say("At a meeting"),
    Way.WRITTEN: say("In writing, without a meeting"),
    Way.BALLOT: say("By a ballot of the members, without a meeting"),
}
BACKINGS = {
    Backing.PROPOSER: say("proposes it"),
    Backing.SECONDER: say("seconds it"),
    Backing.SUPPORTER: say("supports it"),
}
# The same to whoever may not know whom.
ABOUT_SOMEBODY: dict[AboutWhat, Sentence] = {
    AboutWhat.ADMISSION: say("Somebody whom it would admit as a member"),
    AboutWhat.EXPULSION: say("Somebody whom it would expel"),
    AboutWhat.FRANCHISE: say("Somebody for whom it would change who may be a member, vote or stand"),
    AboutWhat.REMOVAL: say("Somebody from whom it would take an office or a seat"),
    AboutWhat.APPOINTMENT: say("Somebody to whom it would give an office or a seat, or who would keep or lose one"),
    AboutWhat.SANCTION: say("Somebody whom it would suspend, or on whose penalty or appeal it decides"),
    AboutWhat.CONTRACT: say("Somebody to whom it would give a contract, a payment or another benefit"),
}
SOMEBODY_CONCERNED = {
    Concern.APPLICANT: say("Somebody who asks to be admitted"),
    Concern.IN_QUESTION: say("Somebody about whom it decides"),
}
# Told to the reader alone, of themselves.
WHY_APART: dict[Apart, Sentence] = {
    Apart.ABOUT_THEM: say("It is about you, so you do not stand behind it."),
    Apart.CLOSE: say(
        "Our register says that you are close to somebody whom it is about, or share a membership with them. So you do"
        " not stand behind it, and on an admission you have no vote. If that is wrong, call us."
    ),
    Apart.STOOD_BACK: say("You stood back from the application that it is about, so you do not stand behind it."),
    Apart.DECLARED: say("You have an interest in it that takes your vote, so you do not stand behind it."),
}
CONCERNS = {
    Concern.APPLICANT: say("asks to be admitted"),
    Concern.IN_QUESTION: say("is decided about"),
}
# What a motion decides about somebody: said to everybody, so without a name.
ABOUT_WHAT: dict[AboutWhat, Sentence] = {
    AboutWhat.ADMISSION: say("it admits them"),
    AboutWhat.EXPULSION: say("it expels them"),
    AboutWhat.FRANCHISE: say("it changes for them who may be a member, vote or stand"),
    AboutWhat.REMOVAL: say("it takes an office or a seat from them"),
    AboutWhat.APPOINTMENT: say("it gives them an office or a seat, or decides whether they hold it"),
    AboutWhat.SANCTION: say("it suspends them, or decides on a penalty or an appeal of theirs"),
    AboutWhat.CONTRACT: say("it gives them a contract, a payment or another benefit"),
}
OUTCOMES = {
    "accepted": say("accepted by the proposer of the motion"),
    "carried": say("carried"),
    "lost": say("lost"),
    "withdrawn": say("withdrawn"),
    "fell": say("not put to the vote"),
}
# Why whoever has an interest in a motion has one: said to everybody, so without a name.
NO_MATTER = say(
    "Whatever its words say, it changes no rules, converts or dissolves nothing, and admits and expels nobody: it"
    " was handed in as a motion on none of these."
)
CAME: dict[Came, Sentence] = {
    Came.PAPER: say("on paper"),
    Came.TELEPHONE: say("by telephone"),
    Came.IN_PERSON: say("in person"),
}
GROUNDS: dict[Ground, Sentence] = {
    Ground.OWN_WORD: say("they declared it themselves"),
    Ground.SAID: say("they said so to the chair, the secretary or the meeting"),
    Ground.REGISTERED: say("it stands in the register of interests"),
    Ground.SPONSOR: say("they sponsor the application"),
    Ground.EVIDENCE: say("they gave evidence for the application"),
    Ground.CLOSE: say("they are family, household, employer or business partner of somebody whom it is about"),
    Ground.POWER: say("whether they may be a member, vote or stand depends on it"),
    Ground.DUTY: say("they have a contract or a duty in the matter"),
}
