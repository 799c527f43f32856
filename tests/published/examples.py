"""Makes answers that keep to a published description: of a GraphQL question, of a REST call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)

AT = "2026-05-01T10:00:00Z"
ADDRESS = "https://github.com/quillmark/quillmark"
SCALARS: Mapping[str, Any] = {
    "Int": 7,
    "BigInt": "77",
    "Float": 1.5,
    "String": "text",
    "Boolean": False,
    "DateTime": AT,
    "Date": "2026-05-01",
    "URI": ADDRESS,
    "ID": "ID_1",
}
IsNull = Callable[[str], bool]


class GraphqlExample:
    """Answers a question as a schema allows.

    Args:
        is_null: Says of a field that may be null, by its name, whether it is.
        enum: Picks one of an enumeration's values.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        is_null: IsNull = lambda _: False,
        enum: Callable[[list[str]], str] = lambda values: values[0],
    ) -> None:
        self._schema, self._is_null, self._enum = schema, is_null, enum

    def answer(self, question: str) -> dict[str, Any]:
        """Return the ``data`` of an answer."""
        operation = parse(question).definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        root = self._schema.query_type
        assert root is not None
        return self._object(root, operation.selection_set)

    def _object(self, kind: GraphQLObjectType, wanted: SelectionSetNode) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for each in wanted.selections:
            if isinstance(each, InlineFragmentNode):
                assert each.type_condition is not None
                if each.type_condition.name.value == kind.name:
                    found |= self._object(kind, each.selection_set)
            elif isinstance(each, FieldNode):
                name = each.name.value
                is_name = name == "__typename"
                found[name] = kind.name if is_name else self._field(kind.fields[name].type, each)
        return found

    def _field(self, kind: Any, node: FieldNode) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, node)
        return None if self._is_null(node.name.value) else self._value(kind, node)

    def _value(self, kind: Any, node: FieldNode) -> Any:
        if isinstance(kind, GraphQLList):
            return [self._field(kind.of_type, node)]
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, node)
        if isinstance(kind, GraphQLEnumType):
            return self._enum(list(kind.values))
        if isinstance(kind, GraphQLObjectType):
            assert node.selection_set is not None
            return self._object(kind, node.selection_set)
        if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
            assert node.selection_set is not None
            return self._object(self._one_of(kind, node.selection_set), node.selection_set)
        return SCALARS[kind.name]

    def _one_of(
        self, kind: GraphQLUnionType | GraphQLInterfaceType, wanted: SelectionSetNode
    ) -> GraphQLObjectType:
        named = [
            each.type_condition.name.value
            for each in wanted.selections
            if isinstance(each, InlineFragmentNode) and each.type_condition is not None
        ]
        possible = {each.name: each for each in self._schema.get_possible_types(kind)}
        return next((possible[name] for name in named if name in possible), None) or next(
            iter(possible.values())
        )


class RestExample:
    """Answers a call as an OpenAPI description allows."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self._all = description

    def of(self, path: str) -> Any:
        """Return the body of the answer to a GET."""
        answer = self.resolved(self.operation(path)["responses"]["200"])
        return self.value(answer["content"]["application/json"]["schema"])

    def operation(self, path: str) -> Mapping[str, Any]:
        """Return the description of a GET."""
        found: Mapping[str, Any] = self._all["paths"][path]["get"]
        return found

    def parameters(self, path: str) -> dict[str, Mapping[str, Any]]:
        """Return a call's parameters by name."""
        listed = self.operation(path).get("parameters", ())
        return {each["name"]: each for each in map(self.resolved, listed)}

    def template(self, path: str) -> str | None:
        """Return the described path that a path is one of."""
        parts = path.split("/")
        for template in self._all["paths"]:
            wanted = template.split("/")
            if len(wanted) == len(parts) and all(
                want == part or (want.startswith("{") and part)
                for want, part in zip(wanted, parts, strict=True)
            ):
                return str(template)
        return None

    def resolved(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow references."""
        while "$ref" in raw:
            target: Any = self._all
            for part in raw["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            raw = target
        return raw

    def value(self, raw: Mapping[str, Any], depth: int = 0) -> Any:
        """Return a value that keeps to a schema, all its properties there."""
        schema = self.resolved(raw)
        for either in ("oneOf", "anyOf"):
            if either in schema and "properties" not in schema:
                return self.value(schema[either][0], depth)
        if "allOf" in schema:
            parts = [self.value(each, depth) for each in schema["allOf"]]
            return {name: each for part in parts for name, each in part.items()}
        kind = schema.get("type")
        kind = next(each for each in kind if each != "null") if isinstance(kind, list) else kind
        if kind == "array":
            return [self.value(schema["items"], depth + 1)] if depth < 6 else []
        if kind == "object" or "properties" in schema:
            properties = schema.get("properties", {}) if depth <= 6 else {}
            return {name: self.value(each, depth + 1) for name, each in properties.items()}
        return self._plain(kind, schema)

    def _plain(self, kind: Any, schema: Mapping[str, Any]) -> Any:
        if "enum" in schema:
            return schema["enum"][0]
        if kind == "string":
            return {"date-time": AT, "uri": ADDRESS}.get(schema.get("format", ""), "text")
        return {"integer": 7, "number": 1.5, "boolean": False}.get(str(kind))
