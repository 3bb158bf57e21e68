"""What the rules of sign-in and of offices say no to."""

from govern.accounts.rules import PASSWORD_MAX, PASSWORD_MIN
from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class LinkNotUsable(Refusal):
    """A sign-in link that was used, is too old, or was never made. One answer for all three."""

    code = "link-not-usable"
    status = 410
    source = "A sign-in link works once, within an hour of being asked for"
    says = say("This link has been used already, or it is more than an hour old. Ask for a new one.")


class NotRecognised(Refusal):
    """No account has this address with this password. Which of the two differs is not said."""

    code = "not-recognised"
    status = 403
    source = "OWASP ASVS 5.0, 6.3.8: the same answer whether or not the account exists"
    says = say("We know no account with this address and password. Try again, or ask for a sign-in link.")


class PresentPasswordWrong(Refusal):
    """Whoever would change a password does not know the one that it would replace."""

    code = "present-password-wrong"
    status = 403
    source = "OWASP ASVS 5.0, 6.2.3: a password is changed by whoever knows the present one"
    says = say("This is not your present password, so it stays as it was. Try again.")


class TooManyTries(Refusal):
    """Somebody, or somewhere, has tried too often within a quarter of an hour."""

    code = "too-many-tries"
    status = 429
    source = "OWASP ASVS 5.0, 6.3.1: guessing is slowed down"
    says = say("There have been too many tries. Wait 15 minutes, or use the newest sign-in link you were sent.")


class PasswordNotAccepted(Refusal):
    """A password that would be too short, or longer than we read."""

    code = "password-not-accepted"
    status = 422
    source = "NIST SP 800-63B-4, 3.1.1.2: long, and without rules about kinds of characters"

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Choose a password of %(fewest)s to %(most)s characters. Four words that you remember will do.",
            fewest=PASSWORD_MIN,
            most=PASSWORD_MAX,
        )


class AddressNotUsable(Refusal):
    """Mail could not be sent to this."""

    code = "address-not-usable"
    status = 422
    says = say("Enter an e-mail address, such as name@example.org.")


class CodeNotUsable(Refusal):
    """The code of a letter signs nobody in."""

    code = "sign-in-code-not-usable"
    status = 422
    source = "One code signs one person in once"
    says = say(
        "This code does not sign you in. Check each letter. If all are right, it was used or replaced: call us at once."
    )


class SignsInOtherwise(Refusal):
    """They hold an office, or have an e-mail address to sign in with."""

    code = "signs-in-otherwise"
    source = "A code on paper is for people whom no sign-in link reaches"
    says = say(
        "This person signs in by e-mail, or holds an office, or their account is closed. A printed code is only for"
        " people whom no sign-in link reaches. For somebody in office an administrator opens an account."
    )


class LetterNotConfirmed(Refusal):
    """Whoever printed the code, or wrote the address down, could have come in their stead."""

    code = "letter-not-confirmed"
    status = 403
    source = "INV-40: nobody votes for another; one prints a letter or writes an address, another hears who came by it"
    says = say(
        "You came here by a code that an officer printed, or at an e-mail address that an officer wrote down."
        " You can read all of your pages. To vote or to sign, stay signed in and"
        " call us: a second officer has to hear from you that it is you. After that you can go on at once."
    )


class AddressNotYetYours(Refusal):
    """Saving would say that an address is theirs which somebody else wrote down, and by which they did not come."""

    code = "address-not-yet-yours"
    status = 409
    source = "INV-40: nobody votes for another; an address is its person's own where they say so"
    says = say(
        "An officer wrote an e-mail address down for you, and you did not sign in with it, so nothing was saved. If it"
        " is not yours, take back all that it is used for. If it is, give it once more under “Change my e-mail"
        " address”, and open the link that we send there."
    )


class HandedByAnother(Refusal):
    """Somebody would say who came by a letter or a link who printed or wrote it, is its reader, or was let in so."""

    code = "handed-by-another"
    status = 403
    source = "INV-40: nobody votes for another; one prints a letter, another says that it arrived"
    says = say(
        "Of one of these people it is not you who says that it was they: you printed the code or wrote the address, it"
        " is you, or whoever did so opened your account; or you are a director and no member; or they wait no longer."
        " Nothing was entered. Look at the list again."
    )


class VotesByOwnAccount(Refusal):
    """A director came by a code that somebody else printed, and would put a motion or decide who becomes a member."""

    code = "votes-by-own-account"
    status = 403
    source = "INV-08: nobody certifies themselves; each decider gives their word in their own account"
    says = say(
        "You came here by a code from a letter, or at an e-mail address that an officer wrote down. With it directors"
        " read, and vote on what is put to the board, but not on who becomes a member. For that, and to put motions,"
        " they need an account of their own: enter your e-mail address under “My details”, and an administrator opens"
        " one. If you have no e-mail address, telephone us: the secretary enters what you put on paper, and what the"
        " board decides at a meeting."
    )


class WroteTheAddress(Refusal):
    """Whoever opens an account wrote its address into the register, or it would be their own."""

    code = "wrote-the-address"
    status = 403
    source = "INV-12: one writes the address, another opens the account"
    says = say(
        "You wrote this address into the register, or it is your own account. So that two people know whose address it"
        " is, ask another administrator to open the account."
    )


class CameByOutsidersCode(Refusal):
    """Whoever printed the code could have come in their stead, and is no member."""

    code = "came-by-outsiders-code"
    status = 403
    source = "INV-42: nobody becomes a member by the hands of non-members alone"
    says = say(
        "You signed in with a code that somebody printed who is no member, or at an e-mail address that such a person"
        " wrote down. So that nobody can take your place, a new name or e-mail address is taken from here only once an"
        " officer or a director who is a member has heard from you that it is you. Call us and ask for that. If other"
        " officers have heard it, ask for a new letter or link first."
    )


class NoAccountHere(Refusal):
    """Nobody signs in with this address. Only whoever grants offices is told so."""

    code = "no-account-here"
    status = 422
    says = say("No account has this address. Check it, or open an account for the person first.")


class FirstAccountExists(Refusal):
    """Somebody can sign in, so nobody needs to be let in from outside."""

    code = "first-account-exists"
    source = "Nobody votes themselves in: offices are granted by an administrator"
    says = say("There are accounts here already. Ask an administrator to grant the office.")


class AccountExists(Refusal):
    """The person has an account, or the address belongs to one."""

    code = "account-exists"
    source = "One account for each person and each address"
    says = say("There is an account for this person or this address already. Use that one, or close it first.")


class AccountClosed(Refusal):
    """The account was closed before."""

    code = "account-closed"
    says = say("This account is closed already. Nothing more is needed.")


class OfficesExclude(Refusal):
    """Two offices that nobody holds together."""

    code = "offices-exclude-each-other"
    source = "Separation of powers: who admits, who runs ballots, who checks and who runs the machine stay apart"

    def __init__(self, *, office: Sentence, held: Sentence) -> None:
        """Take the words for the office asked for and the office held."""
        super().__init__(office, held)
        self.office = office
        self.held = held

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Nobody can be both %(office)s and %(held)s. End the one first, or grant the other to somebody else.",
            office=self.office,
            held=self.held,
        )


class OfficeHeldAlready(Refusal):
    """The person holds this very office."""

    code = "office-held-already"
    says = say("This person holds this office already. Nothing more is needed.")


class OpenedAccountNeeded(Refusal):
    """The secretary writes the register's address; who comes by it cannot vouch for what the secretary wrote."""

    code = "opened-account-needed"
    status = 403
    source = "INV-12: one writes the address, another opens the account"
    says = say("To say this, you need an account of your own. Ask the administrator to open one for you.")


class NotToOneself(Refusal):
    """Somebody would have granted themselves an office."""

    code = "not-to-oneself"
    status = 403
    source = "Nobody votes themselves in"
    says = say("Nobody grants themselves an office. Ask another administrator to do it.")


class NotAnOffice(Refusal):
    """Member, director and elector are derived; they cannot be granted."""

    code = "not-an-office"
    status = 422
    source = "Member and director are derived from the register and the board"
    says = say("Choose one of the offices. Members and directors come from the register and the board.")


class OfficeEndedAlready(Refusal):
    """The holding has its last day."""

    code = "office-ended-already"
    says = say("The end of this office is on record already, and the record stays.")


class EndsBeforeItBegins(Refusal):
    """A last day before the first."""

    code = "office-ends-before-it-begins"
    status = 422
    says = say("Enter a day on which the person has held the office, or a later one.")


class LastAdministrator(Refusal):
    """The last administrator would have gone."""

    code = "last-administrator"
    source = "product 3(h), point 1: there is always somebody who can grant offices"
    says = say("This is the last administrator, and nobody else could grant offices. Grant another first.")
