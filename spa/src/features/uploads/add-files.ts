import { useCallback } from "react";
import { useServices } from "@/lib/services";
import { measured } from "@/lib/uploads/taking-in";

/** Take files in, group by group, each with its shape known before its card appears. */
export function useAddFiles(): (files: readonly File[]) => Promise<void> {
  const { uploads } = useServices();
  return useCallback(
    async (files) => {
      for await (const group of measured(files)) uploads.add(group);
    },
    [uploads],
  );
}
