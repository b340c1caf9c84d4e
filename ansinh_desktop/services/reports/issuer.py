"""Who issues a paper: the office at its head, and who signs at its end."""

from ansinh_desktop.services.office import Office
from ansinh_desktop.services.reports.layout import Heading, Signature

ACCOUNTANT = "KẾ TOÁN"


def heading(own: Office, number: str = "") -> Heading:
    """Return the head of a paper of ours; with a number place and date stand there, too."""
    return Heading(own.unit_lines, own.superior, own.place_name, number)


def signatures(own: Office, *between: str) -> tuple[Signature, ...]:
    """Return whoever made the paper, others by what they are, and whoever signs for the office."""
    return preparer(own), *(Signature((each,)) for each in between), signer(own)


def preparer(own: Office) -> Signature:
    """Return the place where whoever made the paper signs."""
    return Signature(("NGƯỜI LẬP BIỂU",), own.preparer_name)


def signer(own: Office) -> Signature:
    """Return the place where whoever signs for the office signs."""
    return Signature(own.signs_as, own.signer_name)
