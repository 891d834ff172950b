import { graphql, type VariablesOf } from "@/lib/api/graphql";
import { wordsFor } from "@/lib/api/request-failed";
import { AssetCardFields } from "@/lib/library/asset-card";
import type { Services } from "@/lib/services";
import { readAgain } from "@/features/assets/viewer/asset-detail";

const UpdateAsset = graphql(
  `
    mutation UpdateAsset($input: UpdateAssetsInput!) {
      updateAssets(input: $input) { __typename ... on Asset { ...AssetCard } ... on Refusal { message } }
    }
  `,
  [AssetCardFields],
);

const FindTags = graphql(`
  query FindTags($search: String!) {
    tags(search: $search, first: 8) { id name }
  }
`);

/** What is said anew of an asset. */
export type Edit = Omit<VariablesOf<typeof UpdateAsset>["input"], "ids">;

/** Say something of an asset and read it again; returns what was wrong with it, null once it is kept. */
export async function edit(services: Services, id: string, said: Edit): Promise<string | null> {
  try {
    const [answer] = (await services.ask(UpdateAsset, { input: { ids: [id], ...said } })).updateAssets;
    if (answer?.__typename !== "Asset") return answer?.message ?? null;
    services.library.assets.read(answer);
    await readAgain(services, id);
    return null;
  } catch (error) {
    return wordsFor(error);
  }
}

/** The names of tags that contain some text. Throws RequestFailed. */
export async function tagNames({ ask }: Services, search: string): Promise<string[]> {
  return (await ask(FindTags, { search })).tags.map(({ name }) => name);
}

/** "Sea, Low tide" is two tags. */
export const namesIn = (text: string): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
