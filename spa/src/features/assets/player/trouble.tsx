import { CircleAlert, CloudOff, Download, RotateCcw } from "lucide-react";
import { Button } from "@/ui/button";
import type { Health } from "./recovery";

type TroubleProps = { health: Health; stalled: boolean; onRetry: () => void; onDownload: () => void };

/** What keeps it from playing, and what can be done. What is still there to play is not interrupted by words. */
export function Trouble({ health: { phase, words }, stalled, onRetry, onDownload }: TroubleProps) {
  if (phase === "waiting" && stalled)
    return (
      <p
        role="status"
        className="pointer-events-none absolute inset-x-0 top-4 mx-auto flex w-fit max-w-[90%] animate-appear items-center gap-2 rounded-full bg-scrim px-4 py-2 text-sm text-on-picture"
      >
        <CloudOff size={16} className="shrink-0" aria-hidden />
        {words}
      </p>
    );
  if (phase !== "stopped") return null;
  return (
    <div className="absolute inset-0 grid place-items-center bg-scrim p-4">
      <div
        role="alert"
        className="flex max-w-sm animate-appear flex-col items-center gap-4 rounded-lg bg-raised px-6 py-5 text-center text-ink shadow-float"
      >
        <CircleAlert size={24} strokeWidth={1.6} className="text-bad" aria-hidden />
        <p className="text-sm text-pretty">{words}</p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button look="primary" icon={RotateCcw} onClick={onRetry}>
            Try again
          </Button>
          <Button icon={Download} onClick={onDownload}>
            Download original
          </Button>
        </div>
      </div>
    </div>
  );
}
