import { useEffect } from "react";
import { useServices } from "@/lib/services";

/** Ask before the page is closed, only while a file is not yet kept. */
export function useLeaveWarning(): void {
  const { uploads } = useServices();
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (uploads.unfinished().length > 0) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [uploads]);
}
