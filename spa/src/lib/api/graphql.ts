import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema-types";

/** Write an operation as text; its result and variables are typed from ../schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  // Byte counts stay far below 2^53, so a BigInt arrives as a JSON number.
  scalars: { DateTime: string; BigInt: number; JSON: unknown };
  disableMasking: true;
}>();

export type { ResultOf, VariablesOf } from "gql.tada";
