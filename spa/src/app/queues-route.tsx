import { useNavigate } from "react-router";
import { QueuesScreen } from "@/features/queues/queues-screen";
import { UploadTray } from "@/features/uploads/upload-tray";
import { LiveLine } from "./live-line";
import { Shell } from "./shell";

/** The queues in the frame; adding files leads back to the library, where they appear. */
export function QueuesRoute() {
  const navigate = useNavigate();
  return (
    <Shell onAdd={() => void navigate("/")}>
      <QueuesScreen />
      <UploadTray />
      <LiveLine />
    </Shell>
  );
}
