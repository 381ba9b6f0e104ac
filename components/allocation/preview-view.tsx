import type { ReactNode } from 'react';
import { skuHref } from '@/components/stock/sku-href';
import { Notice } from '@/components/ui/notice';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import type { PolicyPreview, PreviewTotals } from '@/lib/allocation/policy-items';
import { formatDelta, formatRate, formatUnits } from '@/lib/shared/format';

interface Props {
  preview: PolicyPreview;
  nameOf: (channel: string) => string;
}

/** What would change: exact counts, sums per channel before and after, then every listing. */
export function PreviewView({ preview, nameOf }: Props) {
  const { items, changed, toZero, fromZero, listings, skus, truncated, totals, channels } = preview;
  return (
    <div className="grid min-w-0 gap-4">
      <p role="status" className="text-sm">
        <strong className="tabular-nums">{formatUnits(changed)}</strong> of {formatUnits(listings)} listings
        of {formatUnits(skus)} {skus === 1 ? 'SKU' : 'SKUs'} change;{' '}
        <strong className="tabular-nums">{formatUnits(toZero)}</strong> go to 0
        {fromZero > 0 && `, ${formatUnits(fromZero)} come up from 0`}.
      </p>
      {truncated && (
        <Notice tone="warning">
          The scope holds more SKUs: the first {formatUnits(skus)} were computed. The others change by the
          same rules.
        </Notice>
      )}
      <TableFrame label="Before and after by channel">
        <Table>
          <thead>
            <tr>
              <HeadCell>Channel</HeadCell>
              <HeadCell className="text-right">Shown now</HeadCell>
              <HeadCell className="text-right">Then</HeadCell>
              <HeadCell className="text-right">Change</HeadCell>
              <HeadCell className="text-right">At 0</HeadCell>
              <HeadCell className="text-right">Lost sales now</HeadCell>
              <HeadCell className="text-right">Then</HeadCell>
            </tr>
          </thead>
          <tbody>
            {channels.map(({ channel, before, after }) => (
              <TotalsRow key={channel} name={nameOf(channel)} before={before} after={after} />
            ))}
            <TotalsRow name="Sum" before={totals.before} after={totals.after} strong />
          </tbody>
        </Table>
      </TableFrame>
      <p className="text-xs text-muted">
        Units, once all rights have settled. Lost sales: units expected to be asked for and not shown until
        the next receipt. {riskSentence(totals.before, totals.after)}
      </p>
      {items.length > 0 && (
        <TableFrame label="Listings that change" viewportClassName="max-h-96">
          <Table>
            <thead className="sticky top-0 z-10">
              <tr>
                <HeadCell>Listing</HeadCell>
                <HeadCell>Channel</HeadCell>
                <HeadCell className="text-right">Now</HeadCell>
                <HeadCell className="text-right">Then</HeadCell>
                <HeadCell className="text-right">Change</HeadCell>
                <HeadCell className="text-right">Demand</HeadCell>
                <HeadCell className="text-right">Lost sales</HeadCell>
              </tr>
            </thead>
            <tbody>
              {items.map(({ sku, channel, location, before, after }) => (
                <tr key={JSON.stringify([sku, channel, location])}>
                  <th
                    scope="row"
                    className="h-(--row) border-b border-line px-3 text-left font-mono text-xs font-medium whitespace-nowrap"
                  >
                    <a href={`${skuHref(sku)}?tab=channels`} className="underline underline-offset-2">
                      {sku}
                    </a>
                  </th>
                  <Cell>
                    {nameOf(channel)}
                    {location !== '' && <span className="text-muted"> · {location}</span>}
                  </Cell>
                  <Numeral>{formatUnits(before.target)}</Numeral>
                  <Numeral strong>{formatUnits(after.target)}</Numeral>
                  <Numeral>{formatDelta(after.target - before.target)}</Numeral>
                  <Numeral>{formatRate(after.expectedDemand)}</Numeral>
                  <Numeral>
                    {formatRate(before.expectedLostSales)} → {formatRate(after.expectedLostSales)}
                  </Numeral>
                </tr>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
      {changed > items.length && (
        <p className="text-sm text-muted">
          The {formatUnits(items.length)} listings that change most are named; the counts and sums are of all.
        </p>
      )}
    </div>
  );
}

interface RowProps {
  name: string;
  before: PreviewTotals;
  after: PreviewTotals;
  strong?: boolean;
}

function TotalsRow({ name, before, after, strong = false }: RowProps) {
  return (
    <tr className={strong ? 'font-semibold' : ''}>
      <th
        scope="row"
        className={`h-(--row) border-b border-line px-3 text-left whitespace-nowrap ${strong ? 'font-semibold' : 'font-normal'}`}
      >
        {name}
      </th>
      <Numeral>{formatUnits(before.target)}</Numeral>
      <Numeral>{formatUnits(after.target)}</Numeral>
      <Numeral>{formatDelta(after.target - before.target)}</Numeral>
      <Numeral>
        {formatUnits(before.listingsAtZero)} → {formatUnits(after.listingsAtZero)}
      </Numeral>
      <Numeral>{formatRate(before.expectedLostSales)}</Numeral>
      <Numeral>{formatRate(after.expectedLostSales)}</Numeral>
    </tr>
  );
}

function Numeral({ children, strong = false }: { children: ReactNode; strong?: boolean }) {
  return <Cell className={`text-right tabular-nums ${strong ? 'font-semibold' : ''}`}>{children}</Cell>;
}

function riskSentence(before: PreviewTotals, after: PreviewTotals): string {
  const told = ({ skusAtRisk, oversellChanceMost }: PreviewTotals) =>
    skusAtRisk === 0
      ? 'none'
      : `${formatUnits(skusAtRisk)} SKUs, at most ${formatRate(oversellChanceMost * 100)} % per loop`;
  return `Oversell risk by the model: now ${told(before)}; then ${told(after)}.`;
}
