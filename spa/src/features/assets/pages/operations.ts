import { graphql } from "@/lib/api/graphql";
import type { Ask } from "@/lib/api/client";
import type { ReadPages } from "./page-list";

const DocumentPages = graphql(`
  query DocumentPages($id: ID!, $first: Int!, $after: String) {
    asset(id: $id) {
      document {
        pages(first: $first, after: $after) {
          nodes { number picture { url width height } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

export const DocumentText = graphql(`
  query DocumentText($id: ID!) {
    asset(id: $id) { document { text(characters: 500000) } }
  }
`);

/** The way to the pages of one document. */
export const readerOf =
  (ask: Ask, id: string): ReadPages =>
  async (first, after) => {
    const { asset } = await ask(DocumentPages, { id, first, after });
    const found = asset?.document?.pages;
    return {
      pages: found?.nodes ?? [],
      cursor: found?.pageInfo.endCursor ?? null,
      more: found?.pageInfo.hasNextPage ?? false,
    };
  };
