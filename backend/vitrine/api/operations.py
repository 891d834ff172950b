"""Operations as texts: documents of GraphQL, parsed and validated once."""

from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
    specified_rules,
    validate,
)

from vitrine.api.limits import MAX_TEXT, MAX_TOKENS, CostRule, too_long


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that may be executed, or why not."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()


@lru_cache(maxsize=256)
def prepare(schema: GraphQLSchema, text: str) -> Prepared:
    """Parse and validate a document under the product's limits."""
    if len(text) > MAX_TEXT:
        return Prepared(None, (too_long(),))
    try:
        document = parse(text, max_tokens=MAX_TOKENS)
    except GraphQLError as error:
        return Prepared(None, (error,))
    errors = validate(schema, document, [*specified_rules, CostRule], hide_suggestions=True)
    return Prepared(None if errors else document, tuple(errors))


def subscribed_field(document: DocumentNode, operation_name: str | None) -> FieldNode | None:
    """Return the root field of a subscription; None for another operation or a root made of fragments."""
    operation = get_operation_ast(document, operation_name)
    if not isinstance(operation, OperationDefinitionNode) or operation.operation is not OperationType.SUBSCRIPTION:
        return None
    [root, *_] = operation.selection_set.selections
    return root if isinstance(root, FieldNode) else None
