"""How much one document may ask for, decided in a single walk before anything is executed.

Each fragment is measured once and remembered, so a document that spreads fragments within fragments costs no more to
refuse than to read.
"""

from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    ValueNode,
)

MAX_TOKENS = 1000
# Characters; a document is looked at, and remembered, only below it.
MAX_TEXT = 20_000
MAX_DEPTH = 15
MAX_FIELDS = 500
# Executed anew for every event, before anybody else hears of it.
MAX_LIVE_FIELDS = 100
MAX_COST = 10_000
# What a list without `first` counts as.
DEFAULT_PAGE = 50
_DEFAULT_PAGES = {
    "assets": DEFAULT_PAGE,
    "urlImports": DEFAULT_PAGE,
    "orders": 50,
    "pages": 20,
    "history": 20,
    "duplicates": 20,
    "trashed": 100,
    # Five hundred at most, but of the whole list, and not of each asset on the page.
    "buckets": 10,
}
# What one value of many numbers or words counts as; the words of a document count one for each thousand characters.
_LARGE = {"peaks": 20, "raw": 50}
_WORDS, _PER_THOUSAND, _DEFAULT_WORDS, _MOST_WORDS = "text", 1000, 100, 1000
# What a schema says of itself is bounded by the schema, and the tools' query for it is deep: it counts as a whole, so
# that it can be asked for, but not forty times in one document.
SCHEMA_COST = 3_000
_ABOUT_THE_SCHEMA = {"__schema", "__type"}
MAX_PAGE = 100
# The pieces of a highlight are cut from a text that is short already.
_PIECES, _MOST_PIECES = "pieces", 10


@dataclass(frozen=True, slots=True)
class Measure:
    """How deep a selection goes, how many fields it names, and how many values it may answer with."""

    depth: int = 0
    fields: int = 0
    cost: int = 0

    def beside(self, other: "Measure") -> "Measure":
        return Measure(max(self.depth, other.depth), self.fields + other.fields, self.cost + other.cost)


def too_long() -> GraphQLError:
    """Return the refusal of a document that is not worth parsing."""
    message = f"A document may have {MAX_TEXT:,} characters. Send values as variables."
    return GraphQLError(message, extensions={"code": "TOO_COMPLEX"})


class CostRule(ValidationRule):
    """Refuse operations past the depth, the number of fields or the page-multiplied cost, with code TOO_COMPLEX."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments: dict[str, Measure] = {}
        self._batched = False

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Measure one operation."""
        # A mutation answers once for each of its inputs; what a subscription is narrowed to costs nothing.
        self._batched = node.operation is OperationType.MUTATION
        found = self._measure(node.selection_set)
        live = node.operation is OperationType.SUBSCRIPTION
        for what, value, limit in (
            ("deep", found.depth, MAX_DEPTH),
            ("wide in fields", found.fields, MAX_LIVE_FIELDS if live else MAX_FIELDS),
            ("costly", found.cost, MAX_COST),
        ):
            if value > limit:
                message = f"This operation is too {what}: {value} where {limit} is the limit. Ask for less at once."
                self.report_error(GraphQLError(message, [node], extensions={"code": "TOO_COMPLEX"}))

    def _measure(self, selections: SelectionSetNode) -> Measure:
        total = Measure()
        for node in selections.selections:
            total = total.beside(self._one(node))
        return total

    def _one(self, node: Any) -> Measure:
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            return self._measure(node.selection_set)
        if node.name.value in _ABOUT_THE_SCHEMA:
            return Measure(1, 1, SCHEMA_COST)
        if node.selection_set is None:
            return Measure(1, 1, _words(node) if node.name.value == _WORDS else _LARGE.get(node.name.value, 1))
        inside = self._measure(node.selection_set)
        if node.name.value == _PIECES:
            return Measure(inside.depth + 1, inside.fields + 1, _MOST_PIECES)
        times = _batch(node) if self._batched else 1
        return Measure(inside.depth + 1, inside.fields + 1, 1 + inside.cost * self._page(node) * times)

    def _fragment(self, name: str) -> Measure:
        if name not in self._fragments:
            # Another rule reports cycles and unknown names; here they count nothing.
            self._fragments[name] = Measure()
            definition = self.context.get_fragment(name)
            if definition:
                self._fragments[name] = self._measure(definition.selection_set)
        return self._fragments[name]

    def _page(self, node: FieldNode) -> int:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                return _literal(argument.value)
        if node.name.value == "jobs" and node.selection_set:
            # An asset's few jobs are a list, a library's are read by page.
            return DEFAULT_PAGE if {"edges", "nodes"} & self._names(node.selection_set, set()) else 1
        return _DEFAULT_PAGES.get(node.name.value, 1)

    def _names(self, selections: SelectionSetNode, seen: set[str]) -> set[str]:
        """Return the names of the fields right inside a selection, whichever fragments they are in."""
        found: set[str] = set()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                found.add(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                found |= self._names(node.selection_set, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                definition = self.context.get_fragment(node.name.value)
                found |= self._names(definition.selection_set, seen) if definition else set()
        return found


def _batch(node: FieldNode) -> int:
    """Return how many a mutation is asked to do at once; a variable may hold as many as are allowed."""
    for argument in node.arguments or ():
        if argument.name.value in {"inputs", "ids"}:
            return _listed(argument.value)
        if node.name.value == "reprocessAssets":
            given = argument.value.fields if isinstance(argument.value, ObjectValueNode) else ()
            return next((_listed(field.value) for field in given if field.name.value == "ids"), MAX_PAGE)
    return 1


def _listed(value: ValueNode) -> int:
    return max(1, min(len(value.values), MAX_PAGE)) if isinstance(value, ListValueNode) else MAX_PAGE


def _words(node: FieldNode) -> int:
    """Return what so many characters of a text count as; a variable may ask for the most."""
    for argument in node.arguments or ():
        if argument.name.value == "characters":
            value = argument.value
            if not isinstance(value, IntValueNode) or len(value.value) > len(str(_MOST_WORDS * _PER_THOUSAND)):
                return _MOST_WORDS
            return max(1, min(int(value.value) // _PER_THOUSAND, _MOST_WORDS))
    return _DEFAULT_WORDS


def _literal(value: ValueNode) -> int:
    # Neither a negative page nor one of a thousand digits may make an operation look cheap, or the rule fail.
    if not isinstance(value, IntValueNode) or len(value.value) > len(str(MAX_PAGE)):
        return MAX_PAGE
    return max(1, min(int(value.value), MAX_PAGE))
