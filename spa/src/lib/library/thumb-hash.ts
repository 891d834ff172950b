import { thumbHashToDataURL } from "thumbhash";

const MOST = 800;
const made = new Map<string, string>();

/** A blurred picture as a data: URL from a base64 ThumbHash; null when it is not one. Kept for the next time. */
export function blurredPicture(placeholder: string): string | null {
  const known = made.get(placeholder);
  if (known !== undefined) return known;
  try {
    const url = thumbHashToDataURL(Uint8Array.from(atob(placeholder), (char) => char.charCodeAt(0)));
    made.set(placeholder, url);
    const oldest = made.keys().next();
    if (made.size > MOST && !oldest.done) made.delete(oldest.value);
    return url;
  } catch {
    // Not base64, or not a hash: the card keeps its plain ground.
    return null;
  }
}
