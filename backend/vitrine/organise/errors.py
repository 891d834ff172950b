"""What organising refuses."""

from vitrine.errors import Refusal


class BadText(Refusal):
    """A text that cannot be kept: nothing at all, too long, or with a NUL in it."""

    code = "BAD_TEXT"
