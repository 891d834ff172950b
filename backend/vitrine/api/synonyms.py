"""Words that mean the same, as those who manage a library keep them."""

from typing import Annotated

import strawberry

from vitrine.api.context import Info
from vitrine.api.nodes import Refusal
from vitrine.api.permissions import Manages, SignedIn
from vitrine.search.actions import set_synonyms
from vitrine.search.errors import BadSynonyms
from vitrine.search.queries import synonym_groups


@strawberry.type(description="Words that mean the same.")
class Synonyms:
    groups: list[list[str]] = strawberry.field(
        description="Whoever looks for one word of a group finds the others, too."
    )


@strawberry.type(description="Why these synonyms are not kept, and what to do.")
class SynonymsRefused(Refusal):
    limit: int | None = strawberry.field(description="The number that was passed, if one was.")


SynonymsResult = Annotated[
    Synonyms | SynonymsRefused,
    strawberry.union("SynonymsResult", description="The synonyms as they now are, or why not."),
]
Groups = Annotated[
    list[list[str]], strawberry.argument(description="At most 500 groups of 2 to 20 words of 100 characters.")
]


@strawberry.type
class SynonymQuery:
    @strawberry.field(description="Words that mean the same in this library.", permission_classes=[SignedIn])
    async def synonyms(self, info: Info) -> Synonyms:
        return Synonyms(groups=await synonym_groups(info.context.scope.library_id))


@strawberry.type
class SynonymMutation:
    @strawberry.mutation(
        description="Keep these synonyms in place of all there were. Searches know them within seconds.",
        permission_classes=[SignedIn, Manages],
    )
    async def set_synonyms(self, info: Info, groups: Groups) -> SynonymsResult:
        try:
            return Synonyms(groups=await set_synonyms(info.context.scope.library_id, groups))
        except BadSynonyms as error:
            return SynonymsRefused(code=error.code, message=error.message, field=error.field, limit=error.limit)
