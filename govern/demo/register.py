"""The opening register of the demonstration: 168 of the workforce, 221 service users and carers, the authority."""

import csv
import io
from collections.abc import Sequence
from datetime import date

PARTS = (
    ("workforce", "care_staff", 112),
    ("workforce", "other_staff", 56),
    ("service_user", "supported", 150),
    ("service_user", "carers", 71),
)
CALDER_MEMBERS = sum(members for _home, _part, members in PARTS) + 1
WITH_EMAIL_OF_3 = 2
COLUMNS = ("member_no", "name", "constituency", "part", "member_since", "postal_address", "email", "adult", "kind")


def opening_register(names: Sequence[str], *, since: date, domain: str) -> bytes:
    """Return the register as a file that a secretary would upload: two in three with an e-mail address.

    :param names: one for each member but the authority.
    """
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    homes = [(home, part) for home, part, members in PARTS for _ in range(members)]
    for number, (name, (home, part)) in enumerate(zip(names, homes, strict=True), start=1):
        address = f"{number} Mill Lane, Calderbrook CB1 1AA"
        email = f"member{number}@{domain}" if number % 3 < WITH_EMAIL_OF_3 else ""
        rows.writerow((number, name, home, part, since.isoformat(), address, email, "yes", "human"))
    council = "Calderbrook Metropolitan Borough Council"
    hall = "Town Hall, Calderbrook CB1 1AB"
    rows.writerow((CALDER_MEMBERS, council, "authority", "", since.isoformat(), hall, "", "", "body"))
    return out.getvalue().encode()
