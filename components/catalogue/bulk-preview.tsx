import { Notice } from '@/components/ui/notice';
import type { BulkKey, BulkPreview } from '@/lib/catalog/bulk-edit';
import { formatUnits } from '@/lib/shared/format';
import { fieldLabel, showAmount, showValue } from './show-value';

/** The exact counts, and the first rows before and after. */
export function BulkPreviewView({ preview }: { preview: BulkPreview }) {
  const { rows, changed, unchanged, refused, missing, sample, refusals } = preview;
  return (
    <div className="grid gap-4">
      <p role="status" className="text-sm">
        <strong className="tabular-nums">{formatUnits(changed)}</strong> of {formatUnits(rows)} rows change
        {unchanged > 0 && `, ${formatUnits(unchanged)} are so already`}
        {refused > 0 && `, ${formatUnits(refused)} cannot`}
        {missing > 0 && `; ${formatUnits(missing)} are not there any more`}.
      </p>
      {refusals.length > 0 && (
        <div className="grid gap-2">
          <Notice tone="warning">
            {formatUnits(refused)} {refused === 1 ? 'row' : 'rows'} cannot be changed:
          </Notice>
          <ul className="grid gap-1 text-sm">
            {refusals.map(({ key, detail }) => (
              <li key={keyLabel(key)}>
                <span className="font-mono text-xs font-medium">{keyLabel(key)}</span>: {detail}
              </li>
            ))}
          </ul>
        </div>
      )}
      {sample.length > 0 && (
        <table aria-label="Rows that change" className="w-full text-sm">
          <thead>
            <tr className="text-left text-xs text-muted">
              <th scope="col" className="py-1 pr-3 font-medium">
                Row
              </th>
              <th scope="col" className="py-1 pr-3 text-right font-medium">
                Now
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                Then
              </th>
            </tr>
          </thead>
          <tbody>
            {sample.map(({ key, before, after }) => (
              <tr key={keyLabel(key)} className="border-t border-line">
                <th scope="row" className="py-1 pr-3 text-left font-mono text-xs font-medium">
                  {keyLabel(key)}
                </th>
                <td className="py-1 pr-3 text-right tabular-nums">{showFields(before)}</td>
                <td className="py-1 text-right font-medium tabular-nums">{showFields(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changed > sample.length && (
        <p className="text-sm text-muted">
          The first {formatUnits(sample.length)} are shown; the other {formatUnits(changed - sample.length)}{' '}
          change in the same way.
        </p>
      )}
    </div>
  );
}

function keyLabel({ sku, channel, location }: BulkKey): string {
  return [sku, channel, location].filter((part) => part !== undefined && part !== '').join(' · ');
}

function showFields(fields: Record<string, unknown>): string {
  if ('serviceLevel' in fields && 'days' in fields && 'units' in fields)
    return showAmount(fields as Parameters<typeof showAmount>[0]);
  const entries = Object.entries(fields);
  if (entries.length === 1) return showValue(entries[0]?.[1]);
  return entries.map(([field, value]) => `${fieldLabel(field)} ${showValue(value)}`).join(', ');
}
