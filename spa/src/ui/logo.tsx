/** The glass case. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinejoin="round"
      className="text-accent"
      aria-hidden
    >
      <path d="M5 10.2 16 4l11 6.2v11.6L16 28 5 21.8z" />
      <path d="M5 10.2 16 16.4l11-6.2M16 16.4V28" opacity="0.55" />
    </svg>
  );
}
