export type Example = { title: string; query: string; variables: string };

const queries = import.meta.glob<string>("./examples/*.graphql", { query: "?raw", import: "default", eager: true });
const variables = import.meta.glob<string>("./examples/*.json", { query: "?raw", import: "default", eager: true });

/** "./examples/02-newest-assets.graphql" reads as "Newest assets". */
function titleOf(path: string): string {
  const words = path.replace(/^.*\/\d+-|\.graphql$/g, "").replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`.replace(/\bi\b/, "I");
}

/** The operations shown to someone new, in the order of their file names; a test runs the same files. */
export const examples: Example[] = Object.entries(queries)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([path, query]) => ({
    title: titleOf(path),
    query,
    variables: variables[path.replace(".graphql", ".json")]?.trim() ?? "{}",
  }));
