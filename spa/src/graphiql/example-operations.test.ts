import { buildSchema, Kind, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
// The printed contract lies outside src, where @/ does not reach.
// eslint-disable-next-line no-restricted-syntax
import contract from "../../../schema.graphql?raw";
import { examples } from "./example-operations";

const schema = buildSchema(contract);

describe("GraphiQL's examples", () => {
  it("are shown in the order of their file names, in words", () => {
    expect(examples.map(({ title }) => title).slice(0, 3)).toEqual(["Who am I", "Newest assets", "Create uploads"]);
  });

  it.each(examples)("$title asks only what the contract offers", ({ query, variables }) => {
    expect(validate(schema, parse(query))).toEqual([]);
    const names = parse(query).definitions.flatMap((part) =>
      part.kind === Kind.OPERATION_DEFINITION
        ? (part.variableDefinitions ?? []).map((one) => one.variable.name.value)
        : [],
    );
    const given = Object.keys(JSON.parse(variables) as object);
    expect(given.filter((name) => !names.includes(name))).toEqual([]);
  });
});
