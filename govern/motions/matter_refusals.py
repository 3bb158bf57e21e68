"""Why a motion is refused for what it is about: its kind, its majority or its course would make it too easy."""

from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class CourseNotBegun(Refusal):
    """What statute puts to two meetings is not carried in one vote."""

    code = "course-not-begun"
    source = "Co-operative and Community Benefit Societies Act 2014 ss.111, 113, 119, 120"

    def __init__(self, *, is_dissolution: bool) -> None:
        """Take whether it would dissolve the society; it would convert, amalgamate or transfer it otherwise."""
        super().__init__(is_dissolution)
        self.is_dissolution = is_dissolution

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.is_dissolution:
            return say(
                "One vote does not dissolve a society. If it is dormant, two meetings vote on it under section 120:"
                " open “Special resolutions”, press “Begin an amalgamation, conversion or dissolution” and choose this"
                " motion. Otherwise three quarters of all the members sign an instrument under section 119, which"
                " begins on the same page and needs no motion."
            )
        return say(
            "Two meetings vote on this: under section 111 if the society joins or goes over to another society, under"
            " section 113 if it becomes or goes over to a company. Open “Special resolutions”, press “Begin an"
            " amalgamation, conversion or dissolution” and choose this motion; then go on with it."
        )


class KindTooWeak(Refusal):
    """What the law or the rules give to a special resolution is not carried by an ordinary one."""

    code = "kind-too-weak"
    source = "CA 2006 ss.21, 283; CCBSA 2014; Charities Act 2011 s.224; the mutual’s rules: matters kept to the members"
    says = say(
        "This matter takes more than an ordinary resolution. Choose a special or extraordinary resolution, or a matter"
        " that the rules keep to the members."
    )


class FranchisePutAsSuch(Refusal):
    """Who may be a member, vote or stand is decided by those who could at notice, and as nothing else."""

    code = "franchise-put-as-such"
    source = "INV-26: a change of the franchise is decided by those who could vote when notice was given"
    says = say(
        "Who may be a member, vote or stand is a kind of its own, and nothing else goes under it."
        " Choose that kind together with that matter, or neither of the two."
    )


class AsksForNoMore(Refusal):
    """A consent of one constituency, and an admission, decide nothing that is the whole membership's."""

    code = "asks-for-no-more"
    source = "Domain 5.7, 5.8: a matter kept to the members is decided by all of them"
    says = say(
        "A consent of one constituency, or an admission, cannot decide another matter as well."
        " Leave the matter out here, and put it to all the members as a motion of its own."
    )


class OtherMatterThanRules(Refusal):
    """Drafted rules are a change of the rules, and carried as one."""

    code = "other-matter-than-rules"
    source = "CCBSA 2014 s.14; CA 2006 s.21: how the rules are changed"
    says = say("This motion brings drafted rules into force, so its matter is a change of the rules. Choose that one.")


class OtherSectionsMatter(Refusal):
    """Each section has its matter, and its majority carries no other."""

    code = "other-sections-matter"
    source = "CCBSA 2014 ss.44, 84, 111, 113, 119, 120, 123"
    says = say(
        "That section is of another matter than this motion. Sections 111 and 113 are for conversion, amalgamation or"
        " transfer, section 120 is for dissolution, and none of them changes the rules. Choose the section of its"
        " matter, or enter the motion under the other one."
    )


class OnlyOfASociety(Refusal):
    """The Act gives these resolutions to societies, and to nobody else."""

    code = "only-of-a-society"
    source = "CCBSA 2014 ss.43, 44, 84, 94: what the meeting of a registered society decides"
    says = say("Only a society resolves on this under its Act. Choose another matter, or none of these.")


class NoticeByLawTooShort(Refusal):
    """What the Act wants members, or the society, to know so many days before the meeting."""

    code = "notice-by-law-too-short"
    source = "Co-operative and Community Benefit Societies Act 2014 ss.44 (21 days) and 94 (28 days)"

    def __init__(self, *, days: int, earliest: date, is_to_society: bool) -> None:
        """Take the days that the Act asks for, the first day that leaves them, and to whom the notice is given."""
        super().__init__(days, earliest, is_to_society)
        self.days, self.earliest, self.is_to_society = days, earliest, is_to_society

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.is_to_society:
            return say(
                "Whoever moves this tells the society at least %(count)s days before the meeting. Hold the vote at a"
                " meeting on %(day)s or later.",
                count=self.days,
                day=self.earliest,
            )
        return say(
            "The Act gives members at least %(count)s days’ notice of this. Hold the vote at a meeting on %(day)s or"
            " later.",
            count=self.days,
            day=self.earliest,
        )
