"""What a mutual is: its legal form, its mode, its thirds. The parameters are in `parameters`."""

from enum import StrEnum


class LegalForm(StrEnum):
    """The legal forms a mutual can have.

    Source: domain 1.1.
    """

    COOP_SOCIETY = "coop_society"
    CBS = "cbs"
    CLG = "clg"
    CIC = "cic"
    CIO = "cio"
    FT = "ft"

    @property
    def is_company(self) -> bool:
        """Say whether the Companies Act 2006 governs its meetings and register."""
        return self in (LegalForm.CLG, LegalForm.CIC)

    @property
    def is_society(self) -> bool:
        """Say whether the Co-operative and Community Benefit Societies Act 2014 governs it."""
        return self in (LegalForm.COOP_SOCIETY, LegalForm.CBS)


class Mode(StrEnum):
    """What this installation is for. Only a real one decides anything."""

    REAL = "real"
    DEMO = "demo"
    REHEARSAL = "rehearsal"


class Third(StrEnum):
    """The three blocs of a board in thirds."""

    WORKFORCE = "workforce"
    SERVICE_USERS = "service_users"
    LOCAL_AUTHORITY = "local_authority"
