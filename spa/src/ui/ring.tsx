import { cx } from "@/ui/class-names";

type RingProps = { share: number; size?: number; label: string; text?: string; className?: string };

/** A thin ring that fills from nothing to whole; `text` stands in its middle. */
export function Ring({ share, size = 44, label, text, className }: RingProps) {
  const radius = size / 2 - 2;
  const around = 2 * Math.PI * radius;
  const filled = Math.min(1, Math.max(0, share));
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(filled * 100)}
      className={cx("relative inline-grid shrink-0 place-items-center", className)}
      style={{ width: size, height: size }}
    >
      <svg width={size} height={size} className="-rotate-90" aria-hidden>
        <circle
          cx={size / 2}
          cy={size / 2}
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeWidth={2}
          opacity={0.28}
        />
        <circle
          cx={size / 2}
          cy={size / 2}
          r={radius}
          fill="none"
          stroke="currentColor"
          strokeWidth={2}
          strokeLinecap="round"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - filled)}
          className="transition-[stroke-dashoffset] duration-200"
        />
      </svg>
      {text !== undefined && <span className="absolute text-xs font-medium tabular-nums">{text}</span>}
    </span>
  );
}

/** A ring that turns while nobody can say how long; it waits 300 ms before it shows at all. */
export function Turning({ label, size = 20 }: { label: string; size?: number }) {
  return (
    <span role="status" aria-label={label} className="inline-grid animate-late place-items-center text-ink-faint">
      <svg width={size} height={size} viewBox="0 0 20 20" className="animate-turn" aria-hidden>
        <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.25" />
        <path d="M10 2a8 8 0 0 1 8 8" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
    </span>
  );
}
