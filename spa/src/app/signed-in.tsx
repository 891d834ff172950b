import { CloudOff } from "lucide-react";
import { useCallback, useEffect, useState, type ReactNode } from "react";
import { readViewer, ViewerContext, type Viewer } from "@/features/accounts/viewer";
import { wordsFor } from "@/lib/api/request-failed";
import type { Session } from "@/lib/api/session";
import { PermissionsContext } from "@/lib/permissions";
import { openServices, ServicesContext } from "@/lib/services";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { useAgain } from "@/ui/use-again";
import { Turning } from "@/ui/ring";

/** Everything a signed-in screen stands on: the services and who is looking. */
export function SignedIn({ session, children }: { session: Session; children: ReactNode }) {
  const [services] = useState(() => openServices(session));
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const reload = useCallback(async () => {
    try {
      setViewer(await readViewer(services.ask));
      setTrouble(null);
    } catch (error) {
      setTrouble(wordsFor(error));
    }
  }, [services]);
  // The first reading; its answer comes later, and sets the state then.
  // eslint-disable-next-line react-hooks/set-state-in-effect
  useEffect(() => void reload(), [reload]);
  if (!viewer) return <Waiting trouble={trouble} onRetry={() => void reload()} />;
  return (
    <ServicesContext value={services}>
      <PermissionsContext value={viewer.permissions}>
        <ViewerContext value={{ viewer, reload }}>{children}</ViewerContext>
      </PermissionsContext>
    </ServicesContext>
  );
}

function Waiting({ trouble, onRetry }: { trouble: string | null; onRetry: () => void }) {
  useAgain(trouble === null ? null : onRetry);
  return (
    <main className="grid h-full place-items-center">
      {trouble === null ? (
        <Turning label="Opening the library" />
      ) : (
        <Notice
          icon={CloudOff}
          title="The library did not open"
          actions={
            <Button look="primary" onClick={onRetry}>
              Try again
            </Button>
          }
        >
          {trouble}
        </Notice>
      )}
    </main>
  );
}
