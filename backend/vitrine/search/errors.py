"""What searching refuses."""

from vitrine.errors import Refusal


class TooManyWords(Refusal):
    """A text too long to be looked for."""

    code = "BAD_USER_INPUT"


class UnknownFacet(Refusal):
    """A facet that nobody counts."""

    code = "BAD_USER_INPUT"


class BadSynonyms(Refusal):
    """Words that cannot stand for each other: too many, too long, or only one."""

    code = "BAD_SYNONYMS"
