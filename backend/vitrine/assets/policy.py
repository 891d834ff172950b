"""Who may see an asset: the only filter, at which every door starts. And who may decide what becomes of it."""

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from vitrine.accounts.models import Role
from vitrine.accounts.policy import Actor, Scope
from vitrine.assets.models import Asset, AssetStatus


def visible_to(scope: Scope) -> QuerySet[Asset]:
    """Return the assets a scope may see: its library's, but those still uploading only for whoever uploads them.

    What is in the trash is among them: it can be looked at and restored. Lists leave it out by themselves.
    """
    arrived = ~Q(status=AssetStatus.UPLOADING)
    seen = arrived if scope.person_id is None else arrived | Q(uploaded_by_id=scope.person_id)
    return Asset.filter(Q(library_id=scope.library_id) & seen)


def listed_to(scope: Scope) -> QuerySet[Asset]:
    """Return what lists show of it by themselves: neither uploads under way nor what is in the trash."""
    return visible_to(scope).filter(~Q(status=AssetStatus.UPLOADING), trashed_at__isnull=True)


def may_decide(actor: Actor, asset: Asset) -> bool:
    """Tell whether an actor who sees an asset may decide what becomes of it: its uploader and the library's owner."""
    return actor.user_id == asset.uploaded_by_id or actor.role is Role.OWNER
