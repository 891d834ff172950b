"""Why a file could not be fetched, in words that whoever asked for it can act on."""


class FetchRefused(Exception):
    """Trying again cannot help: a stable code and a sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class FetchFailed(Exception):
    """The other side did not answer, or not to the end; the next time it may."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
