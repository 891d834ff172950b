import { Copy, FolderOpen, Images, ListChecks, Trash2, type LucideIcon } from "lucide-react";
import { useLocation, useSearchParams } from "react-router";
import { useDuplicateCount } from "@/features/duplicates/use-duplicate-count";
import { useMay } from "@/lib/permissions";

/** Where the frame leads: `number` is how much waits there for a decision. */
export type Place = { to: string; icon: LucideIcon; name: string; here: boolean; number: number };

/** The places of the product, in the order of the rail; the phone has the first in its bar, the rest in the menu. */
export function usePlaces(): readonly [Place, ...Place[]] {
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const managesLibrary = useMay("library.manage");
  const duplicates = useDuplicateCount();
  const inLibrary = pathname === "/" || pathname.startsWith("/asset/");
  const trashed = params.get("trashed") === "1";
  const collected = inLibrary && params.has("collection");
  const place = (to: string, icon: LucideIcon, name: string, here = pathname === to, number = 0): Place => ({
    to,
    icon,
    name,
    here,
    number,
  });
  return [
    place("/", Images, "Library", inLibrary && !trashed && !collected),
    place("/collections", FolderOpen, "Collections", pathname === "/collections" || collected),
    place("/duplicates", Copy, "Duplicates", pathname === "/duplicates", duplicates),
    place("/?trashed=1", Trash2, "Trash", inLibrary && trashed),
    ...(managesLibrary ? [place("/queues", ListChecks, "Queues")] : []),
  ];
}
