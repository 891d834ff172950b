"""Duplicates, as partners see them: groups to review, and what to do about one."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from graphql import GraphQLError

from vitrine.api.arguments import After, First
from vitrine.api.assets import Asset
from vitrine.api.context import Info
from vitrine.api.nodes import Count, Node, PageInfo, Refusal, from_id, to_id
from vitrine.api.permissions import SignedIn
from vitrine.assets.models import LikenessGroup
from vitrine.duplicates import actions, queries
from vitrine.duplicates.errors import GroupNotFound, NotInGroup
from vitrine.errors import Refusal as Refused

MAX_PAGE = 100
MAX_OTHERS = 100


@strawberry.type(description="Assets that look alike or have the same bytes, until one is left or all may stay.")
class DuplicateGroup(Node):
    row: strawberry.Private[LikenessGroup]
    created_at: datetime = strawberry.field(description="When the first two were found alike.")

    @classmethod
    def of(cls, row: LikenessGroup) -> "DuplicateGroup":
        return cls(id=to_id("duplicates", row.id), row=row, created_at=row.created_at)

    @strawberry.field(
        description="Those you may see and that are not in the trash: the largest picture first, then the larger file, "
        "then the older."
    )
    async def assets(self, info: Info, first: First = 20) -> list[Asset]:
        _check_page(first)
        return [Asset.of(row) for row in (await info.context.loaders.duplicates.load(self.row.id))[:first]]

    @strawberry.field(description="How many there are, however many `assets` lists.")
    async def asset_count(self, info: Info) -> int:
        return len(await info.context.loaders.duplicates.load(self.row.id))


@strawberry.type(description="A group in a list.")
class DuplicateGroupEdge:
    cursor: str = strawberry.field(description="Pass as `after` to go on behind this group.")
    node: DuplicateGroup = strawberry.field(description="The group.")


@strawberry.type(description="A page of groups.")
class DuplicateGroupConnection:
    edges: list[DuplicateGroupEdge] = strawberry.field(description="The page, with a cursor for each group.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")

    @strawberry.field(description="The page, without cursors.")
    def nodes(self) -> list[DuplicateGroup]:
        return [edge.node for edge in self.edges]

    @strawberry.field(description="How many groups wait for a decision.")
    async def total(self, info: Info) -> Count:
        counted = await queries.count_up_to_limit(info.context.scope)
        return Count(value=min(counted, queries.COUNT_LIMIT), exact=counted <= queries.COUNT_LIMIT)


@strawberry.input(description="Which asset of a group to keep.")
class KeepDuplicateInput:
    group: strawberry.ID = strawberry.field(description="The id of a group.")
    keep: strawberry.ID = strawberry.field(description="The id of the asset that stays.")
    others: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="Which of the others go into the trash, up to 100; without it, all of them. Name those you showed, "
        "and one that joined the group in the meantime is safe.",
    )


@strawberry.type(description="What became of a group. `restoreAssets` with `trashed` undoes it.")
class DuplicateKept:
    kept: Asset = strawberry.field(description="The asset that stays, with the tags of the others.")
    trashed: list[Asset] = strawberry.field(description="Those that are in the trash now.")


@strawberry.type(description="Why a group stays as it is.")
class DuplicateRefused(Refusal):
    @classmethod
    def of(cls, error: Refused) -> "DuplicateRefused":
        return cls(code=error.code, message=error.message, field=error.field)


KeepDuplicateResult = Annotated[
    DuplicateKept | DuplicateRefused,
    strawberry.union("KeepDuplicateResult", description="What was kept, or why nothing was done."),
]
DismissDuplicatesResult = Annotated[
    DuplicateGroup | DuplicateRefused,
    strawberry.union("DismissDuplicatesResult", description="The group that was dismissed, or why it was not."),
]
Keep = Annotated[KeepDuplicateInput, strawberry.argument(description="Which group, and which of its assets.")]
GroupId = Annotated[strawberry.ID, strawberry.argument(description="The id of a group of duplicates.")]


def _check_page(first: int) -> None:
    if not 1 <= first <= MAX_PAGE:
        raise GraphQLError(f"`first` is 1 to {MAX_PAGE}.", extensions={"code": "BAD_USER_INPUT", "field": "first"})


@strawberry.type
class DuplicatesQuery:
    @strawberry.field(
        description="Groups of duplicates that wait for a decision, the newest first: at least two assets that you may "
        "see and that are not in the trash.",
        permission_classes=[SignedIn],
    )
    async def duplicates(self, info: Info, first: First = 20, after: After = None) -> DuplicateGroupConnection:
        _check_page(first)
        page = await queries.group_page(info.context.scope, first, after)
        edges = [DuplicateGroupEdge(cursor=queries.cursor_of(row), node=DuplicateGroup.of(row)) for row in page.groups]
        return DuplicateGroupConnection(
            edges=edges,
            page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        )


@strawberry.type
class DuplicatesMutation:
    @strawberry.mutation(
        description="Keep one asset of a group: it gets the tags and collections of the others, and they go into the "
        "trash. For whoever uploaded all of the others and for the library's owner; otherwise nothing is done.",
        permission_classes=[SignedIn],
    )
    async def keep_duplicate(self, info: Info, input: Keep) -> KeepDuplicateResult:  # noqa: A002  # the contract's name
        services, actor = info.context.services, info.context.signed_in()
        try:
            group, keep, others = _group(input.group), _asset(input.keep), _others(input)
            choice = await actions.keep_one(services, actor, group, keep, others)
        except Refused as error:
            return DuplicateRefused.of(error)
        return DuplicateKept(kept=Asset.of(choice.kept), trashed=[Asset.of(row) for row in choice.trashed])

    @strawberry.mutation(
        description="Keep every asset of a group: it is shown again only once another one joins it.",
        permission_classes=[SignedIn],
    )
    async def dismiss_duplicates(self, info: Info, group: GroupId) -> DismissDuplicatesResult:
        try:
            row = await actions.dismiss_group(info.context.services, info.context.signed_in(), _group(group))
        except Refused as error:
            return DuplicateRefused.of(error)
        return DuplicateGroup.of(row)


def _group(text: str) -> UUID:
    key = from_id("duplicates", text)
    if key is None:
        raise GroupNotFound
    return key


def _asset(text: str) -> UUID:
    key = from_id("asset", text)
    if key is None:
        raise NotInGroup("Name assets that are in this group: read it again.", field="keep")
    return key


def _others(given: KeepDuplicateInput) -> list[UUID] | None:
    if given.others is not None and len(given.others) > MAX_OTHERS:
        message = f"`others` takes up to {MAX_OTHERS} ids."
        raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "others"})
    return None if given.others is None else [_asset(each) for each in given.others]
