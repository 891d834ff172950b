"""Shapes that every noun shares: ids, refusals, pages, counts."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import strawberry
from graphql import GraphQLError

MAX_PAGE = 100


@strawberry.interface(description="Anything that can be read again by its id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque; the same for as long as the thing exists.")


@strawberry.interface(description="An expected no. `code` is stable and for programs, `message` says what to do.")
class Refusal:
    code: str = strawberry.field(description="Stable; switch on this.")
    message: str = strawberry.field(description="A sentence for a person.")
    field: str | None = strawberry.field(description="The input that was at fault, if one was.")


class Edge(Protocol):
    """Any row of a page."""

    @property
    def cursor(self) -> str:
        """Where the list goes on behind it."""


@strawberry.type(description="Where a page of a list begins and ends.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether anything follows this page.")
    has_previous_page: bool = strawberry.field(description="Whether this page was asked for with `after`.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first edge.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last edge; the next page's `after`.")

    @classmethod
    def of(cls, edges: Sequence[Edge], *, has_next: bool, after: str | None) -> "PageInfo":
        """Describe the page that these edges make, which was asked for with `after`."""
        return cls(
            has_next_page=has_next,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )


@strawberry.type(
    description='Exact up to a limit; above it `exact` is false and `value` is the limit: show it as "1,000+".'
)
class Count:
    value: int = strawberry.field(description="The number, or the limit of counting.")
    exact: bool = strawberry.field(description="False when there are more than `value`.")


def page_size(first: int) -> int:
    """Return how many a page shall have. Raises a GraphQL error for what is no page."""
    if not 1 <= first <= MAX_PAGE:
        raise GraphQLError(f"`first` is 1 to {MAX_PAGE}.", extensions={"code": "BAD_USER_INPUT", "field": "first"})
    return first


def to_id(kind: str, key: UUID) -> strawberry.ID:
    """Make the public id of a row."""
    return strawberry.ID(f"{kind}_{key.hex}")


def from_id(kind: str, text: str) -> UUID | None:
    """Return the key inside a public id of this kind; None for any other text."""
    prefix, _, key = text.rpartition("_")
    try:
        return UUID(hex=key) if prefix == kind and len(key) == 32 else None
    except ValueError:
        return None
