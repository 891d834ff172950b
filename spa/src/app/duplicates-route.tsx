import { useNavigate } from "react-router";
import { DuplicatesScreen } from "@/features/duplicates/duplicates-screen";
import { UploadTray } from "@/features/uploads/upload-tray";
import { LiveLine } from "./live-line";
import { Shell } from "./shell";

/** The review of what looks alike, in the frame. */
export function DuplicatesRoute() {
  const navigate = useNavigate();
  return (
    <Shell onAdd={() => void navigate("/")}>
      <DuplicatesScreen />
      <UploadTray />
      <LiveLine />
    </Shell>
  );
}
