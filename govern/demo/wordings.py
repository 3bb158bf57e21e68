"""What the motions of the demonstration say, in the mutual's two languages or in one, as people write them."""

from dataclasses import dataclass, field

from govern.core.languages import LocalText


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A motion's words: its title, its text, and why it is proposed."""

    title: LocalText
    text: LocalText
    reasons: LocalText = field(default_factory=LocalText)


SATURDAYS = Wording(
    title=LocalText(en="Open the day centre on Saturdays", cy="Agor y ganolfan ddydd ar ddydd Sadwrn"),
    text=LocalText(
        en="The mutual opens the day centre on Saturdays from ten to four, beginning in spring.",
        cy="Bydd y cwmni cydfuddiannol yn agor y ganolfan ddydd ar ddydd Sadwrn o ddeg tan bedwar, o’r gwanwyn ymlaen.",
    ),
    reasons=LocalText(en="Carers who work in the week have no day on which they can come with somebody."),
)
MENUS = Wording(
    title=LocalText(en="Publish the menus", cy="Cyhoeddi’r bwydlenni"),
    text=LocalText(
        en="The mutual publishes the menus of every day centre a week before, and says where the food comes from."
    ),
    reasons=LocalText(en="People with allergies want to know in good time."),
)
OTHER_MENUS = LocalText(
    en="The mutual publishes the menus of every day centre two weeks before, and says what is in each meal."
)
BANK = Wording(
    title=LocalText(en="Bank with a mutual", cy="Bancio gyda chwmni cydfuddiannol"),
    text=LocalText(
        en="The mutual moves its money to a building society or a credit union by next summer, if that costs no more.",
        cy="Bydd y cwmni yn symud ei arian i gymdeithas adeiladu neu undeb credyd erbyn yr haf nesaf, os na fydd hynny"
        " yn costio mwy.",
    ),
    reasons=LocalText(
        en="We ask others to trust an organisation that its members own. Our own money should be with one.",
        cy="Rydym yn gofyn i eraill ymddiried mewn sefydliad sy’n eiddo i’w aelodau. Dylai ein harian ninnau fod yno.",
    ),
)
HALL = Wording(
    title=LocalText(en="Lease the hall on Mill Lane", cy="Prydlesu’r neuadd ar Mill Lane"),
    text=LocalText(
        en="The mutual leases the hall on Mill Lane from the council for five years, at no more than £9,000 a year.",
        cy="Bydd y cwmni yn prydlesu’r neuadd ar Mill Lane gan y cyngor am bum mlynedd, am ddim mwy na £9,000 y"
        " flwyddyn.",
    ),
    reasons=LocalText(en="The council wants an answer before the board meets again."),
)
EVENINGS = Wording(
    title=LocalText(en="Meet in the evening", cy="Cyfarfod gyda’r nos"),
    text=LocalText(
        en="General meetings begin at half past six, and the mutual’s bus takes people home.",
        cy="Bydd cyfarfodydd cyffredinol yn dechrau am hanner awr wedi chwech, a bydd bws y cwmni yn mynd â phobl"
        " adref.",
    ),
    reasons=LocalText(en="Most of us work in the day. Few of us can come at two."),
)
TAXIS = Wording(
    title=LocalText(en="Pay for a taxi home", cy="Talu am dacsi adref"),
    text=LocalText(
        en="The mutual pays for a taxi home for whoever stays until the end of a general meeting and has no bus.",
        cy="Bydd y cwmni yn talu am dacsi adref i bwy bynnag sy’n aros hyd ddiwedd cyfarfod cyffredinol ac sydd heb"
        " fws.",
    ),
    reasons=LocalText(en="Whoever needs the last bus cannot stay for the last vote."),
)
LONGER_NOTICE = Wording(
    title=LocalText(en="Give longer notice of meetings", cy="Rhoi mwy o rybudd cyn cyfarfodydd"),
    text=LocalText(
        en="Members have 21 clear days’ notice of every general meeting, where the rules said 14.",
        cy="Bydd aelodau yn cael 21 diwrnod clir o rybudd cyn pob cyfarfod cyffredinol, lle’r oedd y rheolau yn"
        " dweud 14.",
    ),
    reasons=LocalText(en="Two weeks are too short to read the papers and to find somebody who sits in at home."),
)
ONE_SOCIETY = Wording(
    title=LocalText(en="Become one society with Ryburn Home Care", cy="Dod yn un gymdeithas gyda Gofal Cartref Ryburn"),
    text=LocalText(
        en="Calder Valley Care Mutual Ltd and Ryburn Home Care Society Ltd amalgamate as one society, on the terms"
        " that were sent with the notice.",
        cy="Bydd Calder Valley Care Mutual Ltd a Ryburn Home Care Society Ltd yn uno fel un gymdeithas, ar y telerau"
        " a anfonwyd gyda’r hysbysiad.",
    ),
    reasons=LocalText(en="Both look after people in the same valley. Together they can keep an office open at night."),
)
