import Link from 'next/link';
import { BulletBar } from '@/components/charts/bullet-bar';
import { riskWords } from '@/components/stock/risk-badge';
import { Section } from '@/components/stock/section';
import { skuHref } from '@/components/stock/sku-href';
import { Badge } from '@/components/ui/badge';
import { Quantity } from '@/components/ui/quantity';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatDays, formatRate, formatUnits } from '@/lib/shared/format';
import type { OverviewData, SkuAtRisk } from './overview-types';

const pending = ['a', 'b', 'c', 'd', 'e'];

/** The ten SKUs that come to nothing first. */
export function AtRiskSection({ data }: { data: OverviewData | undefined }) {
  return (
    <Section
      title="Most at risk"
      note={
        data && data.atRiskTotal > 0 ? (
          <Link href="/stock?risk=at_risk" className="underline underline-offset-2 hover:text-text">
            All {formatUnits(data.atRiskTotal)}
          </Link>
        ) : undefined
      }
    >
      <TableFrame label="SKUs most at risk">
        <Table>
          <thead>
            <tr>
              <HeadCell className="sticky left-0 z-10 border-r">SKU</HeadCell>
              <HeadCell className="text-right">To sell</HeadCell>
              <HeadCell className="text-right">Safety stock</HeadCell>
              <HeadCell className="text-right">A day</HeadCell>
              <HeadCell>Cover against lead time</HeadCell>
              <HeadCell>Risk</HeadCell>
            </tr>
          </thead>
          <tbody>
            {data === undefined &&
              pending.map((row) => (
                <tr key={row}>
                  <Cell colSpan={6}>
                    <Skeleton className="w-2/3" />
                  </Cell>
                </tr>
              ))}
            {data?.atRisk.length === 0 && (
              <tr>
                <Cell colSpan={6} className="text-muted">
                  Every SKU lasts until it can be replenished.
                </Cell>
              </tr>
            )}
            {data?.atRisk.map((sku) => (
              <Row key={sku.sku} {...sku} />
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </Section>
  );
}

function Row({ sku, name, availableToSell, safetyStock, dailyDemand, coverDays, leadDays, risk }: SkuAtRisk) {
  const lasts = coverDays === null ? null : `${formatDays(coverDays)} of ${formatDays(leadDays)}`;
  return (
    <tr>
      <th
        scope="row"
        className="sticky left-0 z-10 h-(--row) max-w-72 border-r border-b border-line bg-card px-3 text-left font-normal max-sm:max-w-40"
      >
        <span className="flex items-center gap-2">
          <Link
            href={skuHref(sku)}
            className="truncate font-mono text-xs font-medium underline-offset-2 hover:underline"
          >
            {sku}
          </Link>
          <span className="truncate text-muted max-sm:hidden">{name}</span>
        </span>
      </th>
      <Cell className="text-right">
        <Quantity units={availableToSell} className="font-semibold" />
      </Cell>
      <Cell className="text-right">
        <Quantity units={safetyStock} className="text-muted" />
      </Cell>
      <Cell className="text-right text-muted tabular-nums">{formatRate(dailyDemand)}</Cell>
      <Cell>
        {lasts === null || coverDays === null ? (
          <span className="text-muted">nothing ordered</span>
        ) : (
          <span className="flex items-center gap-3">
            <BulletBar value={coverDays} target={leadDays} label={lasts} />
            <span className="text-xs text-muted tabular-nums">{lasts}</span>
          </span>
        )}
      </Cell>
      <Cell>{risk && <Badge tone={riskWords[risk].tone}>{riskWords[risk].word}</Badge>}</Cell>
    </tr>
  );
}
