"""What accounts refuse."""

from vitrine.errors import Refusal


class SignInRefused(Refusal):
    """The link, password or session does not let anybody in. It is not said which part was wrong."""

    code = "SIGN_IN_REFUSED"


class PasswordRefused(Refusal):
    """A new password that is too weak or too long."""

    code = "PASSWORD_REFUSED"


class UnknownPerson(Refusal):
    """No account has this e-mail address."""

    code = "UNKNOWN_PERSON"
