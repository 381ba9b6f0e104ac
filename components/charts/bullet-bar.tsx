interface Props {
  value: number;
  /** Where it should reach. */
  target: number;
  label: string;
}

const width = 120;
const height = 12;

/** A bar against a mark: how far something reaches, and how far it should. The scale ends at twice the mark. */
export function BulletBar({ value, target, label }: Props) {
  const scale = (units: number) => (Math.min(units, target * 2) / (target * 2 || 1)) * width;
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} className="h-3 w-30">
      <rect width={width} height={height} rx={2} fill="var(--hover)" />
      <rect
        y={3}
        width={Math.max(scale(value), value > 0 ? 2 : 0)}
        height={6}
        rx={1}
        fill={value < target ? 'var(--warning)' : 'var(--good)'}
      />
      <rect x={scale(target) - 1} width={2} height={height} fill="var(--text)" />
    </svg>
  );
}
