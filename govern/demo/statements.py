"""What the candidates of the demonstration say for themselves, in the mutual's two languages."""

from govern.core.languages import LocalText

# The last of each group wrote in English only, as one may; a Welsh page says so to a screen reader.
OF_THE_WORKFORCE = (
    LocalText(
        en="I have worked nights for eleven years and I want rotas that people can plan a life around.",
        cy="Ar ôl un mlynedd ar ddeg o weithio nosweithiau, rwyf am gael rotas y gall pobl gynllunio bywyd o’u cwmpas.",
    ),
    LocalText(
        en="I will ask of every decision: does this make the visit better for the person at home?",
        cy="Byddaf yn gofyn am bob penderfyniad: a yw hyn yn gwneud yr ymweliad yn well i’r person gartref?",
    ),
    LocalText(
        en="We own this mutual. I want every one of us to see where each pound goes, in plain words.",
        cy="Ni sydd biau’r sefydliad hwn. Rwyf am i bob un ohonom weld i ble mae pob punt yn mynd, mewn geiriau plaen.",
    ),
    LocalText(
        en="Training first. Nobody should be sent to a house they have not been prepared for.",
        cy="Hyfforddiant yn gyntaf. Ni ddylai neb gael ei anfon i dŷ heb gael ei baratoi ar ei gyfer.",
    ),
    LocalText(
        en="I listen, I read the papers before the meeting, and I answer when you ring.",
        cy="Rwy’n gwrando, rwy’n darllen y papurau cyn y cyfarfod, ac rwy’n ateb pan fyddwch chi’n ffonio.",
    ),
    LocalText(en="A quieter voice, but a stubborn one, for the smaller teams who are easily overlooked."),
)
OF_SERVICE_USERS = (
    LocalText(
        en="I want the same two faces at the door each week, and I will say so until it happens.",
        cy="Rwyf am weld yr un ddau wyneb wrth y drws bob wythnos, a byddaf yn dweud hynny nes iddo ddigwydd.",
    ),
    LocalText(
        en="Nothing about us without us. I have sat on the Tuesday panel for four years.",
        cy="Dim byd amdanom ni hebom ni. Rwyf wedi eistedd ar y panel dydd Mawrth ers pedair blynedd.",
    ),
    LocalText(
        en="Papers that people can read. If I do not follow a page, I will send it back.",
        cy="Papurau y gall pobl eu darllen. Os na fyddaf yn deall tudalen, byddaf yn ei hanfon yn ôl.",
    ),
    LocalText(
        en="I care for my brother, and I know what a missed visit does to a household.",
        cy="Rwy’n gofalu am fy mrawd, a gwn beth mae ymweliad a gollwyd yn ei wneud i gartref.",
    ),
    LocalText(en="I ask about money politely, and then I ask again."),
)
