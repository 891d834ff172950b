"""The guard that stands before every field of the roots."""

from typing import Any

from strawberry.permission import BasePermission
from strawberry.types import Info

from vitrine.accounts.policy import permissions


class SignedIn(BasePermission):
    """Lets in whoever proved who they are; what they then see is decided by their scope."""

    message = "Sign in, or send an API key that is still good."
    error_extensions = {"code": "UNAUTHENTICATED"}  # noqa: RUF012  # declared so by the parent

    def has_permission(self, source: Any, info: Info[Any, Any], **_: Any) -> bool:  # noqa: ARG002  # the parent's form
        return info.context.actor is not None


class Manages(BasePermission):
    """Lets in who may manage the library. Stands behind SignedIn, which says what to do to be anybody."""

    message = "Only who manages the library may do this: ask its owner."
    error_extensions = {"code": "FORBIDDEN"}  # noqa: RUF012  # declared so by the parent

    def has_permission(self, source: Any, info: Info[Any, Any], **_: Any) -> bool:  # noqa: ARG002  # the parent's form
        return "library.manage" in permissions(info.context.signed_in())
