import type { AssetCard } from "@/lib/library/asset-card";
import type { Services } from "@/lib/services";
import { filterOf } from "./filter";
import { AssetPage, FoundPage, SkimPage, type Match } from "./operations";
import { PAGE, type Section } from "./sections";
import type { View } from "./view";

type Cursor = string | null;
export type Page = { nodes: readonly AssetCard[]; hasNextPage: boolean; endCursor: Cursor };

/** What was found in all, and whether only a plain search could be made. */
export type Found = { value: number; exact: boolean; degraded: boolean };
export type FirstPage = Page & { found: Found; liveCursor: string };

type Needs = Pick<Services, "ask" | "library"> & { matches: { set: (id: string, match: Match) => void } };

/** Read a page of what was searched for, with why each was found, and what was found in all. Throws RequestFailed. */
export async function readFound({ ask, library, matches }: Needs, view: View, after: Cursor): Promise<FirstPage> {
  const asked = { search: view.words, filter: filterOf(view), sort: view.sort, first: PAGE, after };
  const { assets } = await ask(FoundPage, asked);
  const { edges, pageInfo, total, degraded, liveCursor } = assets;
  for (const { node, match } of edges) {
    library.assets.read(node);
    if (match) matches.set(node.id, match);
  }
  return { nodes: edges.map(({ node }) => node), ...pageInfo, found: { ...total, degraded }, liveCursor };
}

/** Read a page of a section. Throws RequestFailed. */
export async function readPage(
  needs: Needs,
  view: View,
  range: Section["range"],
  after: Cursor,
): Promise<Page | FirstPage> {
  if (view.words !== "") return readFound(needs, view, after);
  const asked = { filter: filterOf(view, range), sort: view.sort, first: PAGE, after };
  const { nodes, pageInfo } = (await needs.ask(AssetPage, asked)).assets;
  for (const node of nodes) needs.library.assets.read(node);
  return { nodes, ...pageInfo };
}

/** Where the page after `after` ends; null when nothing follows it. Throws RequestFailed. */
export async function skimPage({ ask }: Needs, view: View, range: Section["range"], after: Cursor): Promise<Cursor> {
  const search = view.words || null;
  const asked = { search, filter: filterOf(view, range), sort: view.sort, first: PAGE, after };
  const { pageInfo } = (await ask(SkimPage, asked)).assets;
  return pageInfo.hasNextPage ? pageInfo.endCursor : null;
}
