"""The people among whom rights are given: chen over dora over olga, pia and sue; ivy is a program, audrey audits."""

from domain.organisation.state import Organisation
from domain.shared.term import Role
from tests.organisation.company import founded, hire


def people() -> Organisation:
    """A company of one unit; leo has left it."""
    company = founded()
    for person, role, superior in (
        ("chen", Role.MGMT, None),
        ("mo", Role.MGMT, "chen"),
        ("dora", Role.DM, "chen"),
        ("olga", Role.OG, "dora"),
        ("pia", Role.PG, "dora"),
        ("sue", Role.MKT, "dora"),
        ("leo", Role.DM, "dora"),
        ("adam", Role.ADM, "chen"),
        ("audrey", Role.AUD, "chen"),
        ("ivy", Role.INT, "chen"),
    ):
        company.admin("define_position", name=role.zh, roles=[role], position=person, effective_on="2025-01-01")
        hire(company, person, "hq", person, superior)
    company.admin("end_employment", part="leo", reason="Moves away")
    return company.state
