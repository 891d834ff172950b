import { useCallback } from "react";
import { useServices } from "@/lib/services";
import type { FoundFile } from "@/lib/uploads/dropped-files";
import { measured } from "@/lib/uploads/taking-in";
import type { Words } from "@/lib/uploads/upload-item";

type AddFiles = (files: readonly FoundFile[], words?: Words) => Promise<void>;

/**
 * Take files in, group by group, each with its shape known, and often a small picture, before its card appears; where a
 * collection is given, they go into it.
 */
export function useAddFiles(collection: string | null): AddFiles {
  const { uploads, pictures } = useServices();
  return useCallback(
    async (files, said) => {
      const words = collection === null ? said : { ...said, collection };
      const batch = uploads.newBatch();
      for await (const group of measured(files)) {
        const keys = uploads.add(group, batch, words);
        group.forEach(({ rough }, index) => {
          if (rough) void pictures.offerRough(keys[index] ?? "", rough.jpeg, rough.orientation);
        });
      }
    },
    [uploads, pictures, collection],
  );
}
