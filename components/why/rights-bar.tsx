import type { WhyRights } from '@/lib/allocation/why';
import { formatUnits } from '@/lib/shared/format';
import { type BarPart, rightsParts } from './why-steps';

const fills: Readonly<Record<BarPart['name'], string>> = {
  Exposure: 'var(--series-1)',
  'Held in hand': 'var(--series-3)',
  Float: 'var(--series-5)',
  'Other channels': 'var(--line-strong)',
};

/** Whose the pool's units are, as one bar with its numbers written out. */
export function RightsBar({ rights }: { rights: WhyRights }) {
  const parts = rightsParts(rights);
  const whole = Math.max(
    1,
    parts.reduce((sum, { units }) => sum + units, 0),
  );
  return (
    <div className="grid gap-1.5">
      <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded-sm bg-hover">
        {parts.map(({ name, units }) => (
          <span key={name} style={{ width: `${(units / whole) * 100}%`, background: fills[name] }} />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {parts.map(({ name, units }) => (
          <li key={name} className="inline-flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-xs" style={{ background: fills[name] }} />
            <span className="text-muted">{name}</span>
            <span className="font-medium tabular-nums">{formatUnits(units)}</span>
          </li>
        ))}
      </ul>
      <p className="text-xs text-muted tabular-nums">
        Rights {formatUnits(rights.held)} + other channels and float{' '}
        {formatUnits(rights.availableToSell - rights.held)} = {formatUnits(rights.availableToSell)} available
        to sell
        {rights.debt > 0 && `; ${formatUnits(rights.debt)} recorded without a right`}
        {rights.openPushes > 0 && `; ${rights.openPushes} not yet answered`}.
      </p>
    </div>
  );
}
