"""Names of people who do not exist, the same on every machine.

Given and family names are common ones in Great Britain, put together by a seeded generator; any
likeness to somebody real is chance.
"""

import random
from collections.abc import Iterator

GIVEN = (
    "Aaliyah Adam Aisha Alan Alice Amara Amina Andrew Angela Anwen Arjun Beth Bilal Brenda Bronwen Callum Carol"
    " Catrin Cerys Chloe Chidi Christine Daniel David Dewi Dilys Donna Dylan Elan Eleri Elin Emma Esi Fatima Femi"
    " Fiona Gareth Gemma Geraint Grace Gwen Hana Harpreet Heather Hugh Ibrahim Imran Irene Ismail Jack Jane Jasmine"
    " Joan Josef Joyce Kamal Karen Kavita Keith Kwame Layla Lesley Lewis Lowri Lucy Mahmood Mair Margaret Maria"
    " Martin Megan Mohan Nadia Nia Nikhil Nisha Olga Omar Owen Pamela Patricia Paul Peter Priya Rachel Rafiq Rhian"
    " Rhys Rosa Ruth Sadia Samuel Sandra Sara Shabana Sian Simon Stephen Sunita Susan Tamsin Tariq Tomos Uzma Victor"
    " Wendy Yasmin Yusuf Zainab Zofia"
).split()
FAMILY = (
    "Ahmed Akhtar Ali Allen Andrews Asante Bailey Banerjee Barker Begum Bevan Booth Boateng Briggs Campbell Carter"
    " Clegg Crossley Davies Desai Dyson Edwards Ellis Evans Farrell Fielding Firth Gill Greenwood Griffiths Haigh"
    " Hartley Helliwell Hirst Holroyd Horsfall Howarth Hughes Hussain Ingham Iqbal James Jenkins Jones Kaur Kelly"
    " Khan Kowalski Lewis Lloyd Lumb Mahmood Malik Mensah Mitchell Morgan Naylor Nowak Obi Okafor Owen Parry Patel"
    " Pickles Powell Price Rahman Rashid Rees Roberts Sharma Shaw Singh Stansfield Sutcliffe Sykes Taylor Thomas"
    " Thornton Uttley Wadsworth Walker Whitaker Williams Wilson Wood Wright Zielinski"
).split()
SEED = 2026


def people(seed: int = SEED) -> Iterator[str]:
    """Give names without end, none of them twice.

    >>> from itertools import islice
    >>> list(islice(people(), 2)) == list(islice(people(), 2))
    True
    """
    rolled = random.Random(seed)  # noqa: S311 - repeatable on purpose; nothing secret comes of it
    given: set[str] = set()
    while True:
        name = f"{rolled.choice(GIVEN)} {rolled.choice(FAMILY)}"
        if name not in given:
            given.add(name)
            yield name
