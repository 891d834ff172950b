"""The root of the contract. Nothing is decided here."""

from collections.abc import Iterable
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, ValidationCache
from strawberry.printer import print_schema
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import DEFAULT_ALLOWED_OPERATION_TYPES
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from vitrine.api.accounts import AccountMutation, AccountQuery
from vitrine.api.collecting import CollectionMutation, CollectionQuery
from vitrine.api.duplicates import DuplicatesMutation, DuplicatesQuery
from vitrine.api.editing import EditMutation
from vitrine.api.importing import ImportMutation, ImportQuery
from vitrine.api.job_acts import JobMutation
from vitrine.api.limits import MAX_TEXT, MAX_TOKENS, CostRule, too_long
from vitrine.api.listing import ListingQuery
from vitrine.api.live import LiveSubscription
from vitrine.api.masking import PresentErrors, presented
from vitrine.api.nodes_query import NodeQuery
from vitrine.api.ordering import OrderMutation, OrderQuery
from vitrine.api.quarantine import QuarantineMutation
from vitrine.api.queues import QueueQuery, QueueSubscription
from vitrine.api.retrying import RetryMutation
from vitrine.api.scalars import SCALARS
from vitrine.api.synonyms import SynonymMutation, SynonymQuery
from vitrine.api.tags import TagQuery
from vitrine.api.trash import TrashMutation
from vitrine.api.uploads import UploadMutation, UploadQuery


@strawberry.type(description="What can be read. Everything but `viewer` asks you to sign in.")
class Query(
    AccountQuery,
    NodeQuery,
    ListingQuery,
    CollectionQuery,
    TagQuery,
    SynonymQuery,
    DuplicatesQuery,
    OrderQuery,
    UploadQuery,
    ImportQuery,
    QueueQuery,
):
    pass


@strawberry.type(description="What can be done. An expected no is a member of the answer's union, never an error.")
class Mutation(
    UploadMutation,
    ImportMutation,
    RetryMutation,
    EditMutation,
    TrashMutation,
    CollectionMutation,
    SynonymMutation,
    DuplicatesMutation,
    QuarantineMutation,
    OrderMutation,
    JobMutation,
    AccountMutation,
):
    pass


@strawberry.type(description="What can be watched, over a websocket (graphql-transport-ws).")
class Subscription(LiveSubscription, QueueSubscription):
    pass


class VitrineSchema(strawberry.Schema):
    """Errors are logged where they are presented to the client, with a number; see masking.py."""

    @property
    def core(self) -> GraphQLSchema:
        """Return graphql-core's schema, which the live fan-out executes without Strawberry's extensions."""
        return self._schema

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,
        root_value: Any | None = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """Execute a query or a mutation. A subscription that comes by HTTP is refused: it needs a websocket."""
        if query is not None and len(query) > MAX_TEXT:
            return ExecutionResult(data=None, errors=[too_long()])
        allowed = set(allowed_operation_types or DEFAULT_ALLOWED_OPERATION_TYPES) - {OperationType.SUBSCRIPTION}
        result = await super().execute(
            query, variable_values, context_value, root_value, operation_name, allowed, operation_extensions
        )
        # A document that cannot be parsed ends before any extension sees its error.
        result.errors = presented(result.errors) if result.errors else None
        return result

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave logging to PresentErrors, which knows expected errors from others."""


def _extensions() -> list[Any]:
    return [
        PresentErrors,
        lambda: MaxTokensLimiter(max_token_count=MAX_TOKENS),
        lambda: AddValidationRules([CostRule]),
        ParserCache,
        ValidationCache,
    ]


schema = VitrineSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    extensions=_extensions(),
    config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
)


def sdl() -> str:
    """Print the contract."""
    return print_schema(schema) + "\n"
