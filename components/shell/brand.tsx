/** The mark (a tally of five) and the name. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-sm font-semibold tracking-tight">
      <svg viewBox="0 0 20 20" aria-hidden className="size-5 text-accent">
        <path
          d="M4 4v12M8 4v12M12 4v12M16 4v12M1.5 14.5l17-8"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeLinecap="round"
        />
      </svg>
      Truecount
    </span>
  );
}
