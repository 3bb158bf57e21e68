"""Each kind of event in the journal as a sentence, for readers who do not know its name."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from govern.accounts.words import OFFICE_WORDS
from govern.core.actors import Role
from govern.core.words import Fact, Sentence, say, say_many

# `about` is what it happened to, in words; the other facts are those of the entry.
SENTENCES: dict[str, Sentence] = {
    "account.closed": say("An account was closed."),
    "account.opened": say("An account was opened."),
    "account.password_set": say("A password was set for an account."),
    "address.heard": say("A second officer heard from a person that a postal address is theirs."),
    "amendment.accepted": say("Another wording was accepted: %(about)s."),
    "amendment.carried": say("Another wording was carried: %(about)s."),
    "amendment.fell": say("Another wording was not put to the vote: %(about)s."),
    "amendment.filed": say("Another wording was filed: %(about)s."),
    "amendment.lost": say("Another wording was lost: %(about)s."),
    "amendment.seconded": say("Another wording was seconded: %(about)s."),
    "amendment.seconding_withdrawn": say("Somebody no longer seconds another wording: %(about)s."),
    "amendment.name_denied": say("Somebody said they did not give their name to another wording: %(about)s."),
    "amendment.slip_ruled": say("It was ruled whether another wording corrects a slip: %(about)s."),
    "amendment.withdrawn": say("Another wording was withdrawn: %(about)s."),
    "application.admitted": say("An application was admitted: %(about)s."),
    "application.appealed": say("An appeal was brought against a refusal: %(about)s."),
    "application.draft": say("An application was begun: %(about)s."),
    "application.entered": say("An application was entered in the register: %(about)s."),
    "application.fact_stated": say("A fact was stated in an application: %(about)s."),
    "application.fact_verified": say("The proof of a fact was seen: %(about)s."),
    "application.lapsed": say("An admission lapsed: %(about)s."),
    "application.recommended": say("A recommendation was made on an application: %(about)s."),
    "application.referred_back": say("An application went back to the applicant: %(about)s."),
    "application.refusal_stands": say("After an appeal, a refusal stands: %(about)s."),
    "application.refused": say("An application was refused: %(about)s."),
    "application.reopened": say(
        "An application is open again, as somebody whom the decision on it names denies it: %(about)s."
    ),
    "application.stood_back": say("Somebody stood back from an application: %(about)s."),
    "application.submitted": say("An application was submitted: %(about)s."),
    "application.under_check": say("The check of an application began: %(about)s."),
    "application.undertaking_given": say("A share or guarantee was recorded: %(about)s."),
    "application.withdrawn": say("An application was withdrawn: %(about)s."),
    "ballot.stood": say("A ballot stands whose elector’s right had ended, as was learned later: %(about)s."),
    "ballot.decided": say("A tendered ballot was decided: %(about)s."),
    "board_plan.adopted": say_many(
        "A plan of the board was adopted, with %(count)s seat in each third.",
        "A plan of the board was adopted, with %(count)s seats in each third.",
        count=0,
    ),
    "body_member.appointed": say("A member was appointed to a committee or a panel."),
    "body_member.ended": say("A member left a committee or a panel."),
    "box.difference_settled": say("A decision let a box be opened that differs from the marks: %(about)s."),
    "box.opened": say_many(
        "The ballot box was opened, with %(count)s ballot in it: %(about)s.",
        "The ballot box was opened, with %(count)s ballots in it: %(about)s.",
        count=0,
    ),
    "brand.chosen": say("The colour of the pages was chosen."),
    "candidate.entered": say("Candidate number %(number)s was entered: %(about)s."),
    "candidate.membership_ended": say(
        "Candidate number %(number)s stands no longer, for their membership ended: %(about)s."
    ),
    "candidate.withdrawn": say("Candidate number %(number)s withdrew: %(about)s."),
    "connection.corrected": say("A connection between two people was corrected."),
    "connection.ended": say("The end of a connection between two people was recorded."),
    "connection.recorded": say("A connection between two people was recorded."),
    "connection.superseded": say("An earlier record of a connection between two people was replaced or withdrawn."),
    "constituency.named": say("The constituency “%(code)s” was named."),
    "credential.reissued": say("A voting link was replaced: %(about)s."),
    "credentials.minted": say_many(
        "%(count)s voting link was made: %(about)s.", "%(count)s voting links were made: %(about)s.", count=0
    ),
    "credentials.revoked": say_many(
        "%(count)s unused voting link was ended: %(about)s.",
        "%(count)s unused voting links were ended: %(about)s.",
        count=0,
    ),
    "decision.confirmed": say("Somebody whom a decision names said that it is so."),
    "decision.confirmed_by_votes": say("The votes that were given by name are their voters’ word on a decision."),
    "decision.minutes_confirmed": say("The chair said of a decision from minutes that it is so."),
    "decision.minutes_denied": say("The chair said of a decision from minutes that it is not so."),
    "decision.disputed": say("Somebody whom a decision names said that it is not so."),
    "decision.entered": say("A decision of %(decided_on)s was entered."),
    "division.attended": say("People were counted as in the room of a vote on a motion: %(about)s."),
    "division.left": say(
        "People were taken out of the room of a vote on a motion, before hands were counted: %(about)s."
    ),
    "division.called": say("A vote on a motion was called: %(about)s."),
    "division.circulated": say("Those who are asked were written to: %(about)s."),
    "division.unreached_shown": say(
        "Whoever called a vote on a motion was shown how many of those who are asked nothing reaches: %(unreached)s."
    ),
    "division.closed": say("A vote on a motion was ended: %(about)s."),
    "division.counted": say("A teller entered a count of hands: %(about)s."),
    "division.departed": say("Somebody declared an interest and left a vote: %(about)s."),
    "division.declared": say("It was declared what came of a vote on a motion: %(about)s."),
    "doubt.raised": say("A doubt about an elector was raised: %(about)s."),
    "elector.struck": say("An elector was taken off the roll: %(about)s."),
    "interest.corrected": say("An entry in the register of interests was corrected."),
    "interest.declared": say("An interest was entered in the register of interests."),
    "interest.declared_in": say("An interest in a decision was declared."),
    "interest.ended": say("The end of an interest was recorded."),
    "interest.superseded": say("An earlier entry in the register of interests was replaced."),
    "expulsion.closed": say("A case of expulsion was closed: %(about)s."),
    "expulsion.heard": say("A member was heard, or did not come, in a case of expulsion: %(about)s."),
    "expulsion.opened": say("A case of expulsion was opened: %(about)s."),
    "expulsion.served": say("Notice of a hearing in a case of expulsion was recorded: %(about)s."),
    "joint_holder.entered": say("A joint holder of a membership was entered: %(about)s."),
    "letter.entered": say("A letter to or from a member was recorded: %(about)s."),
    "letters.printed": say_many(
        "%(count)s letter was printed and put aside.",
        "%(count)s letters were printed and put aside.",
        count=0,
    ),
    "membership.ceased": say("The end of a membership was recorded: %(about)s."),
    "membership.entered": say("A member was entered: %(about)s."),
    "membership.resigned": say("A member resigned for a later day: %(about)s."),
    "membership.restated": say("What stays of an earlier record was written again: %(about)s."),
    "membership.restored": say("A suspended membership was restored: %(about)s."),
    "membership.superseded": say("An earlier record of a membership was replaced: %(about)s."),
    "membership.suspended": say("A membership was suspended: %(about)s."),
    "class.consented": say("A constituency consented to a change of the rules: %(about)s."),
    "extract.countersigned": say("The secretary countersigned the copy of a resolution for the registrar."),
    "extract.signed": say("The chair signed an extract of the register of resolutions."),
    "merge.decided": say("Two records of one person were merged: %(about)s."),
    "merge.proposed": say("It was proposed to merge two records: %(about)s."),
    "merge.refused": say("Two records were found to be of two people: %(about)s."),
    "merge.undone": say("A merge of two records was undone: %(about)s."),
    "motion.admitted_to_agenda": say("A motion was put on the agenda: %(about)s."),
    "motion.amended": say("The text of a motion was amended: %(about)s."),
    "motion.backed": say("Somebody proposed, seconded or supported a motion: %(about)s."),
    "motion.backing_withdrawn": say("Somebody no longer stands behind a motion: %(about)s."),
    "motion.carried": say("A motion was carried: %(about)s."),
    "motion.concern_named": say("It was recorded whom a motion is about: %(about)s."),
    "motion.confirmed": say("A second meeting confirmed a motion: %(about)s."),
    "motion.effective_on_registration": say("What a motion carried was registered: %(about)s."),
    "motion.fell_inquorate": say("A motion fell, because too few were there: %(about)s."),
    "motion.filed": say("What a motion carried was sent to the registrar: %(about)s."),
    "motion.first_carried": say("A first meeting carried a motion: %(about)s."),
    "motion.inadmissible": say("A motion was refused as out of order: %(about)s."),
    "motion.interest_named": say("Somebody’s interest in a motion was declared or named: %(about)s."),
    "motion.lapsed": say("A motion lapsed: %(about)s."),
    "motion.lost": say("A motion was lost: %(about)s."),
    "motion.moved": say("A motion was moved: %(about)s."),
    "motion.name_denied": say("Somebody said they did not give their name to a motion: %(about)s."),
    "motion.naming_agreed": say("Somebody who was named in a motion said that it is so: %(about)s."),
    "motion.named_by_word": say("An officer told somebody that they are named in a motion: %(about)s."),
    "motion.naming_unsent": say("Somebody was named in a motion to whom nothing can be sent: %(about)s."),
    "motion.naming_taken_back": say("It was taken back that somebody was named in a motion: %(about)s."),
    "motion.notice_sent": say("Notice of a meeting on a motion was sent: %(about)s."),
    "motion.noticed": say("Notice was given of a meeting on %(meeting_on)s that votes on a motion: %(about)s."),
    "motion.objected": say("Somebody objected to having no vote on a motion: %(about)s."),
    "motion.objection_entered": say(
        "An objection to having no vote on a motion, which came another way, was entered: %(about)s."
    ),
    "motion.objection_ruled": say("An objection to having no vote was ruled on: %(about)s."),
    "motion.put": say("A motion was put to the vote: %(about)s."),
    "motion.referred": say("A motion was referred: %(about)s."),
    "motion.submitted": say("A motion was proposed: %(about)s."),
    "motion.translated": say("A translation of a motion was given: %(about)s."),
    "motion.translation_ruled": say("It was said whether a translation says what its motion says: %(about)s."),
    "motion.unreached_shown": say(
        "Whoever gave notice of a meeting was shown how many of those called it does not reach: %(unreached)s."
    ),
    "motion.withdrawn": say("A motion was withdrawn: %(about)s."),
    "motion.worded": say("Text %(version)s of a motion was written: %(about)s."),
    "mutual.founded": say("The mutual was founded."),
    "office.ended": say("The end of an office was recorded: %(office)s."),
    "office.granted": say("An office was granted: %(office)s."),
    "opening.approved": say_many(
        "An opening register with %(count)s entry was approved.",
        "An opening register with %(count)s entries was approved.",
        count=0,
    ),
    "opening.refused": say_many(
        "An opening register with %(count)s entry was refused.",
        "An opening register with %(count)s entries was refused.",
        count=0,
    ),
    "opening.uploaded": say_many(
        "An opening register with %(count)s entry was uploaded.",
        "An opening register with %(count)s entries was uploaded.",
        count=0,
    ),
    "opening.withdrawn": say_many(
        "An opening register with %(count)s entry was withdrawn.",
        "An opening register with %(count)s entries was withdrawn.",
        count=0,
    ),
    "person.corrected": say("A change of somebody’s particulars was recorded: %(about)s."),
    "person.entered": say("Somebody became known to the mutual: %(about)s."),
    "person.restated": say("What stays of earlier particulars was written again: %(about)s."),
    "person.superseded": say("Earlier particulars of somebody were replaced: %(about)s."),
    "poll.armed": say("The poll was armed: %(about)s."),
    "poll.frozen": say("The ballot paper was frozen: %(about)s."),
    "poll.sealed": say_many(
        "The ballot box was sealed, with %(count)s ballot in it: %(about)s.",
        "The ballot box was sealed, with %(count)s ballots in it: %(about)s.",
        count=0,
    ),
    "request.answered": say("A request about somebody’s record was answered: %(about)s."),
    "request.asked": say("Somebody asked about their own record: %(about)s."),
    "readmission.carried": say("A meeting voted to take back somebody who was expelled: %(about)s."),
    "resignation.overtaken": say("A resignation came to nothing, for the membership had ended before: %(about)s."),
    "resignation.taken_back": say("A member took their resignation back: %(about)s."),
    "resignation.took_effect": say("A resignation took effect on its day: %(about)s."),
    "roll.frozen": say_many(
        "The roll was frozen, with %(count)s elector on it: %(about)s.",
        "The roll was frozen, with %(count)s electors on it: %(about)s.",
        count=0,
    ),
    "rules.discarded": say("Version %(version)s of the rules, a draft, was discarded."),
    "rules.drafted": say("Version %(version)s of the rules was drafted."),
    "rules.proposed": say("A change of the rules was proposed: %(about)s."),
    "rules.registered": say("Version %(version)s of the rules was registered."),
    "seat.filled": say("A seat of the board was filled from %(starts_on)s on."),
    "seat.vacated": say("A seat of the board is empty from %(vacated_on)s on."),
    "sign_in_code.handed": say("A second officer heard from a person that it was they who signed in by a letter."),
    "sign_in_code.printed": say("A letter with a code to sign in was printed for a person."),
    "registration.confirmed": say("It was confirmed that the registrar registered it on %(registered_on)s."),
    "registration.denied": say("It was said that the registrar did not register it as was entered."),
    "registration.reported": say("It was entered that the registrar registered it on %(registered_on)s."),
    "statutory.begun": say("A resolution was put on the way that statute lays down."),
    "statutory.declaration_denied": say("Somebody said that they did not make a statutory declaration."),
    "statutory.declaration_upheld": say("Somebody said, against an officer’s entry, that they did declare."),
    "statutory.declared": say("A statutory declaration was recorded, of %(made_on)s."),
    "statutory.filed": say("Papers went to the registrar on %(sent_on)s."),
    "statutory.lapsed": say("A resolution lapsed: no second meeting was held by %(latest)s."),
    "statutory.notice_sent": say("Notice of a meeting that statute asks for was sent."),
    "statutory.noticed": say("Notice was given of a meeting on %(meeting_on)s."),
    "statutory.registered": say("The registrar registered a resolution on %(registered_on)s."),
    "statutory.signature_denied": say("Somebody said that they did not sign an instrument of dissolution."),
    "statutory.signature_taken_back": say("It was taken back that a member signed an instrument of dissolution."),
    "statutory.signature_upheld": say("A member said, against an officer’s entry, that they did sign an instrument."),
    "statutory.signed": say("A member signed an instrument of dissolution on %(signed_on)s."),
    "statutory.unreached_shown": say(
        "Whoever entered the notice of a meeting was shown how many members no notice reaches: %(unreached)s."
    ),
    "stand_in.ended": say("The end of somebody’s acting for a member was recorded: %(about)s."),
    "stand_in.named": say("Who acts for a member was recorded: %(about)s."),
    "stand_in.restated": say("What stays of who acted for a member was written again: %(about)s."),
    "stand_in.superseded": say("An earlier record of who acts for a member was replaced: %(about)s."),
    "election.planned": say("An election was planned: %(about)s."),
    "election.notice_published": say("The notice was published: %(about)s."),
    "election.nominations_open": say("Nominations were opened: %(about)s."),
    "election.nominations_closed": say("Nominations were closed: %(about)s."),
    "election.candidates_published": say("The candidates were published: %(about)s."),
    "election.withdrawals_closed": say("Withdrawals were closed: %(about)s."),
    "election.uncontested_declared": say("The result was declared without a poll: %(about)s."),
    "election.armed": say("The election was made ready for voting: %(about)s."),
    "election.poll_open": say("Voting opened: %(about)s."),
    "election.poll_closed": say("Voting closed: %(about)s."),
    "election.sealed": say("The poll was sealed and agrees with its roll: %(about)s."),
    "election.discrepancy": say("Box and roll did not agree: %(about)s."),
    "election.counting": say("The votes were counted: %(about)s."),
    "election.declared": say("The result was declared: %(about)s."),
    "election.challenge_window": say("The time to question the result began: %(about)s."),
    "election.final": say("The result became final: %(about)s."),
    "election.voided": say("The election was declared void: %(about)s."),
    "election.rerun": say("A new election was ordered: %(about)s."),
    "election.disposed": say("The papers were recorded as destroyed: %(about)s."),
}
UNKNOWN = say("Something happened for which this page has no words.")
COUNTED = ("ballots", "credentials", "electors", "entries", "letters", "seats_per_third")
OCCASIONS: dict[str, Sentence] = {
    "hourly": say("The hour had passed"),
    "asked": say("Somebody asked for it"),
    "roll.frozen": say("A roll was frozen"),
    "poll.sealed": say("A ballot box was sealed"),
    "election.declared": say("A result was declared"),
}


def in_words(event: str, facts: Mapping[str, Any], *, about: Fact) -> Sentence:
    """Return what an entry says, in a sentence.

    :param about: what it happened to.
    """
    if event not in SENTENCES:
        return UNKNOWN
    told = {name: _fact(name, fact) for name, fact in facts.items() if fact is not None}
    count = next((facts[name] for name in COUNTED if name in facts), 0)
    return replace(SENTENCES[event], facts={**told, "count": count, "about": about})


def _fact(name: str, fact: Any) -> Fact:
    """Return a fact of an entry as it is spoken: days as days, an office by its name, a yes or no as no number."""
    if name == "office":
        return OFFICE_WORDS[Role(fact)]
    if name.endswith("_on"):
        return date.fromisoformat(fact)
    return fact if isinstance(fact, int) and not isinstance(fact, bool) else str(fact)
