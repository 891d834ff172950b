"""The contract is printed, described, and guarded at every door."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    Undefined,
    get_named_type,
)
from strawberry.types import get_object_definition

from tests.house.tracked import ROOT
from vitrine.api.context import Context
from vitrine.api.permissions import SignedIn
from vitrine.api.schema import Mutation, Query, Subscription, schema, sdl

CORE = schema.core
# Whoever asks may know who they are, if anybody.
PUBLIC = {"Query.viewer"}
# A socket lets nobody in without a token: see tests/domains/live/test_sockets.py.
GUARDED_BY_THE_SOCKET = {"Subscription.assetEvents"}
TYPES = {name: each for name, each in CORE.type_map.items() if not name.startswith("__")}
ROOTS = {"Query": CORE.query_type, "Mutation": CORE.mutation_type}


def test_the_printed_contract_is_the_one_that_is_served() -> None:
    assert (ROOT / "schema.graphql").read_text(encoding="utf-8") == sdl(), "run `make schema`"


def _described() -> Iterator[tuple[str, str | None]]:
    for name, kind in TYPES.items():
        if name in {"String", "Int", "Float", "Boolean", "ID"}:
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name}:)", argument.description
        elif isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{field_name}", field.description) for field_name, field in kind.fields.items())


def test_everything_partners_see_is_described() -> None:
    assert [name for name, description in _described() if not description] == []


def test_descriptions_are_sentences() -> None:
    bad = [name for name, said in _described() if said and not said.rstrip().endswith((".", '"', ")", "+"))]
    assert bad == []


def test_every_door_is_guarded() -> None:
    unguarded = set()
    for root in (Query, Mutation, Subscription):
        definition = get_object_definition(root, strict=True)
        for field in definition.fields:
            name = schema.config.name_converter.get_graphql_name(field)
            if SignedIn not in field.permission_classes:
                unguarded.add(f"{definition.name}.{name}")
    assert unguarded == PUBLIC | GUARDED_BY_THE_SOCKET


def _literal(kind: Any) -> str:
    """Write any value of an input type."""
    if isinstance(kind, GraphQLNonNull):
        return _literal(kind.of_type)
    if isinstance(kind, GraphQLList):
        return f"[{_literal(kind.of_type)}]"
    if isinstance(kind, GraphQLInputObjectType):
        required = {name: each for name, each in kind.fields.items() if isinstance(each.type, GraphQLNonNull)}
        return "{" + ", ".join(f"{name}: {_literal(each.type)}" for name, each in required.items()) + "}"
    if isinstance(kind, GraphQLEnumType):
        return str(next(iter(kind.values)))
    return {"Int": "1", "BigInt": "1", "Float": "1", "Boolean": "true"}.get(get_named_type(kind).name, '"x"')


def _arguments(arguments: dict[str, GraphQLArgument]) -> str:
    required = {
        name: each
        for name, each in arguments.items()
        if isinstance(each.type, GraphQLNonNull) and each.default_value is Undefined
    }
    written = ", ".join(f"{name}: {_literal(each.type)}" for name, each in required.items())
    return f"({written})" if written else ""


DOORS = [f"{root}.{name}" for root, kind in ROOTS.items() if kind for name in kind.fields]


@pytest.mark.parametrize("door", DOORS)
async def test_nobody_gets_through_a_door_that_is_not_public(door: str) -> None:
    root, name = door.split(".")
    kind = ROOTS[root]
    assert kind is not None
    field = kind.fields[name]
    document = f"{root.lower()} {{ {name}{_arguments(field.args)} {{ __typename }} }}"
    # Without services: whoever is let in would stumble at once.
    result = await schema.execute(document, context_value=Context(None, None))  # type: ignore[arg-type]
    if door in PUBLIC:
        assert (result.errors, result.data) == (None, {name: None})
        return
    assert result.errors is not None
    assert [(error.extensions or {}).get("code") for error in result.errors] == ["UNAUTHENTICATED"]


def test_every_mutation_answers_with_a_union_that_holds_a_refusal() -> None:
    assert CORE.mutation_type is not None
    for name, field in CORE.mutation_type.fields.items():
        answer = get_named_type(field.type)
        assert isinstance(answer, GraphQLUnionType), name
        refusals = [each for each in answer.types if "Refusal" in {interface.name for interface in each.interfaces}]
        assert refusals, name


def test_sizes_in_bytes_are_big() -> None:
    for name, kind in TYPES.items():
        if isinstance(kind, GraphQLObjectType) and "size" in kind.fields and name != "UploadedPart":
            assert get_named_type(kind.fields["size"].type).name == "BigInt", name
