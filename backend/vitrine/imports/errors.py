"""What imports refuse, each with what to do about it."""

from vitrine.errors import Refusal


class ImportRefused(Refusal):
    """The base of every refusal about an import; a client tells them apart by code."""


class ImportOff(ImportRefused):
    code = "IMPORT_OFF"

    def __init__(self) -> None:
        super().__init__(
            "Import by URL is switched off here: whoever runs Vitrine switches it on with VITRINE_IMPORT_URLS=on."
        )


class BadAddress(ImportRefused):
    """The address cannot be read, or is not one that may be fetched from: `code` says which."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, field="url")
        self.code = code


class TooManyWaiting(ImportRefused):
    code = "TOO_MANY_WAITING"


class NoLongerAMember(ImportRefused):
    code = "NOT_A_MEMBER"

    def __init__(self) -> None:
        super().__init__("Whoever asked for this is no longer a member of the library.")


class GivenUp(ImportRefused):
    """The upload that an import had begun was aborted, or ran out."""

    code = "UPLOAD_OVER"

    def __init__(self) -> None:
        super().__init__("The upload of this was given up: import it again.")
