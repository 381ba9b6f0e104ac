import { formatDelta, formatUnits } from '@/lib/shared/format';

/** −1 → 398: what was changed, and the balance it left. Where nothing changed the balance stands alone, quietly. */
export function BalanceChange({ delta, balance }: { delta: number; balance: number }) {
  if (delta === 0) return <span className="text-muted">{formatUnits(balance)}</span>;
  return (
    <>
      <span>{formatDelta(delta)}</span>
      <span className="mx-1 text-muted" aria-hidden>
        →
      </span>
      <span className="sr-only">, balance </span>
      <span className="font-semibold">{formatUnits(balance)}</span>
    </>
  );
}
