"""What follows once the registrar has registered what statute laid down a course for.

Source: CCBSA 2014 ss.112(2), 122, 126.
"""

from collections.abc import Mapping

from govern.core.words import Sentence, say
from govern.motions.matters import Section

# Source: CCBSA 2014 s.122.
PUBLISHED = say(
    "The registrar publishes notice of the dissolution in the Gazette and in a local newspaper. The society is"
    " dissolved from the day of that notice, unless somebody with an interest in its funds asks the court within"
    " three months to set it aside, and the court does so (section 122)."
)
# Source: CCBSA 2014 s.126.
PROPERTY_FIRST = say(
    "It is not dissolved before all its property is dealt with, and the registrar has a certificate of that"
    " (section 126)."
)
REGISTERED = say(
    "It is registered. The registrar publishes that in the Gazette, and from that notice the society is dissolved,"
    " unless somebody asks a court within three months to set it aside, and it does (section 122). First the registrar"
    " needs the certificate that all its property is dealt with (section 126)."
)
AFTERWARDS: Mapping[Section, tuple[Sentence, ...]] = {
    Section.CONVERSION: (
        say(
            "Once the company is registered, or has taken over everything, the society’s own registration is cancelled;"
            " not before its property is dealt with (sections 112(2) and 126)."
        ),
    ),
    Section.INSTRUMENT: (PUBLISHED, PROPERTY_FIRST),
    Section.DORMANT: (PUBLISHED, PROPERTY_FIRST),
}
