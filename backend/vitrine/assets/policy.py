"""Who may see an asset. This is the only filter; every door to assets starts from it."""

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Scope
from vitrine.assets.models import Asset, AssetStatus


def visible_to(scope: Scope) -> QuerySet[Asset]:
    """Return the assets a scope may see: its library's, but those still uploading only for whoever uploads them."""
    arrived = ~Q(status=AssetStatus.UPLOADING)
    seen = arrived if scope.person_id is None else arrived | Q(uploaded_by_id=scope.person_id)
    return Asset.filter(Q(library_id=scope.library_id) & seen)
