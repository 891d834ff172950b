import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/ui/button";

/** The checksum of the original, short to look at and whole to copy. */
export function Checksum({ value }: { value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void =>
    void navigator.clipboard.writeText(value).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  return (
    <div className="contents">
      <dt className="text-ink-faint">SHA-256</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <code title={value} className="truncate font-mono text-xs">
          {value.slice(0, 16)}…
        </code>
        <IconButton
          icon={copied ? Check : Copy}
          label={copied ? "Copied" : "Copy the checksum"}
          onClick={copy}
          className="-my-2 size-8"
        />
      </dd>
    </div>
  );
}
