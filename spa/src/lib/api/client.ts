import { authExchange } from "@urql/exchange-auth";
import { Client, fetchExchange, type AnyVariables, type CombinedError, type TypedDocumentNode } from "@urql/core";
import { Kind, OperationTypeNode, type DocumentNode } from "graphql";
import { asFailure, RequestFailed } from "@/lib/api/request-failed";
import type { Session } from "@/lib/api/session";

/** Ask one question of the API. Throws RequestFailed; refusals come back as data. */
export type Ask = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** Open the API for one session. Nothing is cached here: assets live once, by id, in the library's records. */
export function openApi(session: Session): Ask {
  const client = new Client({ url: "/graphql", preferGetMethod: false, exchanges: [signed(session), fetchExchange] });
  return async (document, variables) => {
    const answer = await (
      mutates(document) ? client.mutation(document, variables) : client.query(document, variables)
    ).toPromise();
    if (answer.error) throw asFailure(answer.error);
    if (answer.data === undefined) throw new RequestFailed("INTERNAL");
    return answer.data;
  };
}

const mutates = ({ definitions }: DocumentNode): boolean =>
  definitions.some((part) => part.kind === Kind.OPERATION_DEFINITION && part.operation === OperationTypeNode.MUTATION);

const signed = (session: Session) =>
  authExchange((auth) =>
    Promise.resolve({
      addAuthToOperation: (operation) =>
        session.current === null
          ? operation
          : auth.appendHeaders(operation, { Authorization: `Bearer ${session.current}` }),
      willAuthError: () => session.state.get() !== "signed-out" && session.endsSoon,
      didAuthError: (error) => isSignedOut(error),
      // When nobody can be reached the request itself fails next and says so.
      refreshAuth: () => session.renew().catch(() => undefined),
    }),
  );

const isSignedOut = (error: CombinedError): boolean =>
  error.graphQLErrors.some(({ extensions }) => extensions["code"] === "UNAUTHENTICATED");
