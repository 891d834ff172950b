import { createContext, use } from "react";
import { openApi, type Ask } from "@/lib/api/client";
import { Live } from "@/lib/api/live";
import type { Session } from "@/lib/api/session";
import { Library } from "@/lib/library/library";
import { hashInWorkers } from "@/lib/uploads/hashing";
import { LocalPictures } from "@/lib/uploads/local-pictures";
import { putFile } from "@/lib/uploads/put-file";
import { UploadQueue } from "@/lib/uploads/upload-queue";
import { uploadServer } from "@/lib/uploads/upload-server";
import { Toasts } from "@/lib/toasts";

/** What a screen may touch, opened once per sign-in. */
export type Services = {
  session: Session;
  ask: Ask;
  library: Library;
  live: Live;
  uploads: UploadQueue;
  pictures: LocalPictures;
  toasts: Toasts;
};

/** Connect everything for one signed-in session. */
export function openServices(session: Session): Services {
  const ask = openApi(session);
  const library = new Library();
  const uploads = new UploadQueue({
    server: uploadServer(ask),
    put: putFile,
    hash: hashInWorkers(),
    wait: untilWorthTrying,
    onAsset: (asset) => library.assets.read(asset),
  });
  const live = new Live(session, library.receive);
  session.state.listen(() => session.state.get() === "signed-out" && live.close());
  return { session, ask, library, live, uploads, pictures: new LocalPictures(), toasts: new Toasts() };
}

/** Back off from one second to thirty, with jitter; while the browser is offline, until it is not. */
async function untilWorthTrying(tries: number): Promise<void> {
  const seconds = Math.min(30, 2 ** (tries - 1)) * (0.6 + Math.random() * 0.4);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  if (!navigator.onLine) await new Promise((resolve) => addEventListener("online", resolve, { once: true }));
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error("useServices needs a ServicesContext above it");
  return services;
}
