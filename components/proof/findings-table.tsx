import Link from 'next/link';
import { skuHref } from '@/components/stock/sku-href';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { describeEvent } from '@/lib/ledger/describe-document';
import type { Finding } from '@/lib/ledger/proof';
import { formatUnits } from '@/lib/shared/format';

/** What differs from what, named as exactly as it can be. */
export function FindingsTable({ findings }: { findings: readonly Finding[] }) {
  return (
    <section className="grid min-w-0 gap-2">
      <h2 className="text-base font-semibold">What is wrong</h2>
      <TableFrame label="Findings of the last run">
        <Table>
          <thead>
            <tr>
              <HeadCell>Finding</HeadCell>
              <HeadCell>SKU</HeadCell>
              <HeadCell>Stock node</HeadCell>
              <HeadCell className="text-right">Event</HeadCell>
              <HeadCell>What differs</HeadCell>
            </tr>
          </thead>
          <tbody>
            {findings.map((finding) => (
              <tr key={JSON.stringify(finding)}>
                <Cell className="font-medium">{describeEvent(finding.kind)}</Cell>
                <Cell>
                  {finding.sku !== undefined && (
                    <Link
                      href={skuHref(finding.sku)}
                      className="font-mono text-xs underline-offset-2 hover:underline"
                    >
                      {finding.sku}
                    </Link>
                  )}
                </Cell>
                <Cell>{finding.node ?? ''}</Cell>
                <Cell className="text-right tabular-nums">
                  {finding.sequence === undefined ? '' : formatUnits(finding.sequence)}
                </Cell>
                <Cell className="whitespace-normal">{finding.detail}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
