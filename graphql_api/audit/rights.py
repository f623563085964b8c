"""What of the audit is for auditors alone."""

from application.access import Caller
from domain.shared.term import Role


def reads_all(caller: Caller) -> bool:
    """Whether the caller may read everything that is recorded: an auditor whose token is not narrowed."""
    return Role.AUD in caller.roles and not caller.scopes
