"""What a client sees of an error: refusals in full, our own mistakes by number only."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import uuid4

import structlog
from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionResult

from vitrine.errors import Refusal
from vitrine.infra import db
from vitrine.infra.storage.answers import StorageUnavailable

log = structlog.get_logger()


def presented(errors: Iterable[GraphQLError]) -> list[GraphQLError]:
    """Return errors as the client may see them; whatever was not expected is logged and masked."""
    return [_presented(error) for error in errors]


def _presented(error: GraphQLError) -> GraphQLError:
    cause = error.original_error
    # Without a path nothing was executed yet: a scalar could not read what was sent.
    unreadable = isinstance(cause, ValueError | TypeError) and error.path is None
    if cause is None or unreadable or isinstance(cause, GraphQLError):
        extensions = {"code": "BAD_REQUEST"} | (error.extensions or {})
        return _copy(error, error.message, extensions)
    if isinstance(cause, Refusal):
        return _copy(error, cause.message, {"code": cause.code, "field": cause.field})
    if isinstance(cause, (*db.Unavailable, StorageUnavailable)):
        log.warning("service_unavailable", path=error.path, error=repr(cause))
        return _copy(error, "Vitrine cannot answer just now. Try again in a moment.", {"code": "UNAVAILABLE"})
    if isinstance(cause.__cause__, db.NoText):
        return _copy(error, "Leave out the NUL character.", {"code": "BAD_USER_INPUT"})
    number = uuid4().hex[:12]
    log.error("unexpected_error", number=number, path=error.path, exc_info=cause)
    return _copy(error, f"Vitrine made a mistake (number {number}). It was logged.", {"code": "INTERNAL"})


def _copy(error: GraphQLError, message: str, extensions: Mapping[str, object]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=dict(extensions),
    )


class PresentErrors(SchemaExtension):
    """Present the errors of every result."""

    def on_operation(self) -> Iterator[None]:
        yield
        result = self.execution_context.result
        if isinstance(result, CoreResult | ExecutionResult) and result.errors:
            result.errors = presented(result.errors)
