import { useNavigate } from "react-router";
import { CollectionsScreen } from "@/features/collections/collections-screen";
import { UploadTray } from "@/features/uploads/upload-tray";
import { LiveLine } from "./live-line";
import { Shell } from "./shell";

/** The collections in the frame; adding files leads to the library, where they appear. */
export function CollectionsRoute() {
  const navigate = useNavigate();
  return (
    <Shell onAdd={() => void navigate("/")}>
      <CollectionsScreen />
      <UploadTray />
      <LiveLine />
    </Shell>
  );
}
