import { createContext, use } from "react";
import type { Ask } from "@/lib/api/client";
import { graphql, type ResultOf } from "@/lib/api/graphql";

const ViewerFields = graphql(`
  fragment ViewerFields on Viewer {
    actor { __typename ... on User { id name email } ... on ApiKey { id name } }
    library { id name storageUsed trashDays }
    permissions
    hasPassword
  }
`);
const ReadViewer = graphql(`query ReadViewer { viewer { ...ViewerFields } }`, [ViewerFields]);
const SetPassword = graphql(
  `
    mutation SetPassword($input: SetPasswordInput!) {
      setPassword(input: $input) {
        __typename
        ... on Viewer { ...ViewerFields }
        ... on Refusal { message field }
      }
    }
  `,
  [ViewerFields],
);

export type Viewer = ResultOf<typeof ViewerFields>;

export async function readViewer(ask: Ask): Promise<Viewer | null> {
  return (await ask(ReadViewer, {})).viewer;
}

/** Set the password; returns the words of a refusal, or null when it is set. */
export async function setPassword(ask: Ask, password: string): Promise<string | null> {
  const { setPassword: result } = await ask(SetPassword, { input: { password } });
  return result.__typename === "Viewer" ? null : result.message;
}

type ViewerState = { viewer: Viewer; reload: () => Promise<void> };

/** Who is signed in, for every screen under the shell. */
export const ViewerContext = createContext<ViewerState | null>(null);

export function useViewer(): ViewerState {
  const state = use(ViewerContext);
  if (!state) throw new Error("useViewer needs a ViewerContext above it");
  return state;
}
