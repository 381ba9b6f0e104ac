'use client';

import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { NumberField } from '@/components/ui/number-field';
import type { PurchaseOrderDetail } from '@/lib/receiving/purchase-order';
import { formatUnits } from '@/lib/shared/format';
import type { Arrived } from './receive-panel';

interface Props {
  found: PurchaseOrderDetail | null;
  arrived: ReadonlyMap<string, Arrived>;
  /** The SKU scanned last. */
  last: string | null;
  onChange: (sku: string, arrived: Arrived) => void;
}

/** Every expected line and whatever else was scanned: expected, now here, over; fit and damaged apart. */
export function ReceiveLines({ found, arrived, last, onChange }: Props) {
  const expected = new Map(
    found?.lines.map((line) => [
      line.sku,
      { name: line.name, open: line.units - line.received - line.damaged },
    ]),
  );
  const skus = [...new Set([...(last === null ? [] : [last]), ...expected.keys(), ...arrived.keys()])];
  if (skus.length === 0) return null;
  return (
    <ul aria-label="Delivery" className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
      {skus.map((sku) => {
        const each = arrived.get(sku) ?? { received: 0, damaged: 0 };
        const line = expected.get(sku);
        const over = line === undefined ? 0 : each.received + each.damaged - Math.max(0, line.open);
        return (
          <li key={sku} className={classNames('grid gap-2 px-3 py-3', sku === last ? 'bg-hover' : 'bg-card')}>
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <span className="min-w-0">
                <span className="block truncate text-sm font-medium">{line?.name ?? sku}</span>
                <span className="block truncate font-mono text-xs text-muted">{sku}</span>
              </span>
              <span className="text-sm tabular-nums">
                {found !== null && line === undefined ? (
                  <Badge tone="warning">Not on this order</Badge>
                ) : over > 0 && found !== null && each.received + each.damaged > 0 ? (
                  <Badge tone="warning">{formatUnits(over)} over</Badge>
                ) : (
                  line !== undefined && (
                    <span className="text-muted">{formatUnits(Math.max(0, line.open))} expected</span>
                  )
                )}
              </span>
            </div>
            <div className="flex flex-wrap gap-x-6 gap-y-2">
              <span className="grid gap-1 text-xs text-muted">
                Fit to be sold
                <NumberField
                  big
                  label={`Received of ${sku}`}
                  value={each.received}
                  min={0}
                  max={1_000_000_000}
                  onChange={(value) => onChange(sku, { ...each, received: value ?? 0 })}
                />
              </span>
              <span className="grid gap-1 text-xs text-muted">
                Damaged
                <NumberField
                  big
                  label={`Damaged of ${sku}`}
                  value={each.damaged}
                  min={0}
                  max={1_000_000_000}
                  onChange={(value) => onChange(sku, { ...each, damaged: value ?? 0 })}
                />
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
