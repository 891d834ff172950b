// Browsers drop downloads that begin in the same moment.
const APART_MS = 350;

/** Fetch an attachment: the page stays, the browser's own downloads take it. */
export function download(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.rel = "noreferrer";
  link.click();
}

/** Fetch many, one shortly after the other. */
export async function downloadAll(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    download(url);
    await new Promise((resolve) => setTimeout(resolve, APART_MS));
  }
}
