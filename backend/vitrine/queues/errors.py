"""What jobs refuse."""

from vitrine.errors import Refusal


class JobNotFound(Refusal):
    """There is no such job, or it is somebody else's: the two are not told apart."""

    code = "JOB_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no such job of yours, or it was forgotten.", field="ids")


class JobOver(Refusal):
    """The job is neither waiting nor running."""

    code = "JOB_OVER"

    def __init__(self) -> None:
        super().__init__("This job is over: there is nothing to cancel.", field="ids")


class JobNotStopped(Refusal):
    """The job is not dead and was not cancelled."""

    code = "NOTHING_TO_RETRY"

    def __init__(self) -> None:
        super().__init__("This job did not fail and was not cancelled.", field="ids")


class CauseStays(Refusal):
    """The file itself is the reason."""

    code = "NOTHING_TO_RETRY"

    def __init__(self, field: str) -> None:
        super().__init__("Trying again cannot help: the file itself is the reason.", field=field)
