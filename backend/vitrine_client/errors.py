"""What keeps a program from uploading."""


class VitrineError(Exception):
    """The base of everything that this client raises."""


class CannotReach(VitrineError):
    """Vitrine, or its storage, did not answer however often it was asked."""


class NotAllowed(VitrineError):
    """The key is not known, or may not do this."""


class Refused(VitrineError):
    """Vitrine will not do this, whoever asks; `code` is stable, the text is for a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
