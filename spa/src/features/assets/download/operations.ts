import { graphql, type ResultOf, type VariablesOf } from "@/lib/api/graphql";

const RenditionFile = graphql(`
  fragment RenditionFile on Rendition { recipe purpose downloadUrl mimeType width height size }
`);

const OrderFields = graphql(
  `
    fragment OrderFields on RenditionOrder { id state failure rendition { ...RenditionFile } }
  `,
  [RenditionFile],
);

export const ReadFiles = graphql(
  `
    query ReadFiles($id: ID!) {
      asset(id: $id) {
        id
        revision
        original { url }
        renditions { ...RenditionFile }
        orders { ...OrderFields }
      }
    }
  `,
  [RenditionFile, OrderFields],
);

export const ReadPresets = graphql(`query ReadPresets { renditionPresets { name recipe } }`);

export const CreateRenditions = graphql(
  `
    mutation CreateRenditions($inputs: [CreateRenditionInput!]!) {
      createRenditions(inputs: $inputs) {
        __typename
        ... on RenditionOrder { ...OrderFields }
        ... on Refusal { message field }
      }
    }
  `,
  [OrderFields],
);

export const SavePreset = graphql(`
  mutation SavePreset($input: SaveRenditionPresetInput!) {
    saveRenditionPreset(input: $input) { __typename ... on RenditionPreset { name } ... on Refusal { message } }
  }
`);

export type RenditionFile = ResultOf<typeof RenditionFile>;
export type Order = ResultOf<typeof OrderFields>;
export type Preset = ResultOf<typeof ReadPresets>["renditionPresets"][number];
export type CreateInput = VariablesOf<typeof CreateRenditions>["inputs"][number];
export type RecipeInput = NonNullable<CreateInput["recipe"]>;
