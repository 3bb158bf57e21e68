"""The proof of what an application states is looked at once, by somebody who did not state it."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from govern.admissions.models import ApplicationEvidence
from govern.core.actors import Role
from tests.web.dossiers import stated
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat


@pytest.mark.invariant("INV-08")
def test_a_fact_is_shown_with_its_sum_and_its_proof_is_looked_at_once(secretariat: Secretariat) -> None:
    dossier = stated(secretariat)
    evidence = secretariat.ask(lambda session: session.scalar(select(ApplicationEvidence.id)))
    page = dossier.look()
    assert "Employed since Sunday 27 April 2025, which is 400 days; the rules ask for" in page
    assert "The proof of 1 fact has not been seen yet. Nobody is admitted by a fact until then." in page
    assert "So somebody else looks at its proof. Who can do it, in office and free: Cath Chair (chair)." in page
    assert "Look at it, and say so" not in page
    own = dossier.send(f"facts/{evidence}/verification")
    assert (own.status_code, "So somebody else looks at its proof: the chair" in words_of(own)) == (409, True)
    assert "Look at it, and say so" in words_of(secretariat.sit(Role.CHAIR).look(dossier.path))

    dossier.proof_seen()

    assert "Stated by Sam Secretary; seen by Cath Chair on 1 Jun 2026." in dossier.look()
    again = dossier.send(f"facts/{evidence}/verification")
    assert (again.status_code, "Somebody has seen this proof already." in words_of(again)) == (409, True)
    assert dossier.clerk.look(f"{dossier.path}/facts/{uuid4()}/verification").status_code == 404
