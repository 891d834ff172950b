"""The base of every expected "no"."""


class Refusal(Exception):
    """Something a caller may try and is told not to: a stable code and a sentence that says what to do.

    `field` names the input that was at fault, `limit` the number that was passed.
    """

    code = "REFUSED"

    def __init__(self, message: str, *, field: str | None = None, limit: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.limit = limit


class BadCursor(Refusal):
    """A page cursor that was forged, cut, or made for another order."""

    code = "BAD_CURSOR"

    def __init__(self, message: str = "This is no cursor of ours: start again without `after`.") -> None:
        super().__init__(message, field="after")


class SettingMissing(Exception):
    """A setting without which nothing can start."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Set {name} in the environment (or {name}_FILE to a file that holds it).")
