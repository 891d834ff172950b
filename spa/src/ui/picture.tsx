import { useEffect, useState, type ComponentProps } from "react";

const MOST_TRIES = 6;

/** An image that is asked for again, each time a little later, when it did not arrive. */
export function Picture({ alt, ...rest }: ComponentProps<"img"> & { alt: string }) {
  const [tries, setTries] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!failed || tries >= MOST_TRIES) return undefined;
    const timer = setTimeout(
      () => {
        setTries(tries + 1);
        setFailed(false);
      },
      1000 * 2 ** tries,
    );
    return () => clearTimeout(timer);
  }, [failed, tries]);
  // A new key makes the browser ask anew.
  return <img key={tries} alt={alt} {...rest} onError={() => setFailed(true)} />;
}
