interface Props {
  /** Oldest first. */
  values: readonly number[];
  /** All that somebody needs who cannot see it. */
  label: string;
  colour: string;
}

const width = 112;
const height = 28;
const gap = 2;

/** A few numbers as bars in a line of text. The last one is of a day that is not over. */
export function SparkBars({ values, label, colour }: Props) {
  const highest = Math.max(1, ...values);
  const bar = (width - gap * (values.length - 1)) / Math.max(values.length, 1);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} className="h-7 w-28 shrink-0">
      {values.map((value, index) => {
        const tall = value === 0 ? 1 : Math.max(2, (value / highest) * height);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
            key={index}
            x={index * (bar + gap)}
            y={height - tall}
            width={bar}
            height={tall}
            rx={1}
            fill={value === 0 ? 'var(--line)' : colour}
            opacity={index === values.length - 1 ? 0.55 : 1}
          />
        );
      })}
    </svg>
  );
}
