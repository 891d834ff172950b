import { graphql, type ResultOf } from "@/lib/api/graphql";
import { AssetCardFields } from "@/lib/library/asset-card";

export const QueueFields = graphql(`
  fragment QueueFields on Queue {
    name
    depth
    delayed
    oldestSeconds
    running
    workers
    perMinute
    dead
  }
`);

export const WatchQueues = graphql(`subscription WatchQueues { queues { ...QueueFields } }`, [QueueFields]);

export const JobFields = graphql(
  `
    fragment JobFields on Job {
      id
      kind
      queue
      state
      attempts
      cause
      error
      queuedAt
      dueAt
      startedAt
      finishedAt
      progress { step done total unit etaSeconds }
      asset { ...AssetCard }
    }
  `,
  [AssetCardFields],
);

export const ReadJobs = graphql(
  `
    query ReadJobs($filter: JobFilter, $first: Int!, $after: String) {
      jobs(filter: $filter, first: $first, after: $after) {
        nodes { ...JobFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [JobFields],
);

export const ReadDeadLetters = graphql(`
  query ReadDeadLetters { deadLetters { cause kind message count latestAt retryable } }
`);

export const CancelJobs = graphql(
  `
    mutation CancelJobs($ids: [ID!]!) {
      cancelJobs(ids: $ids) { __typename ... on Job { ...JobFields } ... on Refusal { message } }
    }
  `,
  [JobFields],
);

export const RetryJobs = graphql(
  `
    mutation RetryJobs($ids: [ID!]!) {
      retryJobs(ids: $ids) { __typename ... on Job { ...JobFields } ... on Refusal { message } }
    }
  `,
  [JobFields],
);

export const RetryDeadLetters = graphql(`
  mutation RetryDeadLetters($cause: String!, $kind: String) {
    retryDeadLetters(cause: $cause, kind: $kind) { __typename ... on RetriedJobs { count } ... on Refusal { message } }
  }
`);

export type Queue = ResultOf<typeof QueueFields>;
export type Job = ResultOf<typeof JobFields>;
export type DeadLetters = ResultOf<typeof ReadDeadLetters>["deadLetters"][number];
