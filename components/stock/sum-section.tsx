'use client';

import { classNames } from '@/components/ui/class-names';
import { Quantity } from '@/components/ui/quantity';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatUnits } from '@/lib/shared/format';
import { Section } from './section';
import type { Dimensions } from './stock-types';
import { type SumRow, sumPositions } from './sum-positions';
import { usePositions } from './use-positions';

const terms = [
  { term: 'onHand', sign: '', label: 'On hand' },
  { term: 'committed', sign: '−', label: 'Committed' },
  { term: 'unavailable', sign: '−', label: 'Unavailable' },
  { term: 'available', sign: '=', label: 'Available' },
  { term: 'safetyStock', sign: '−', label: 'Safety stock' },
  { term: 'availableToSell', sign: '=', label: 'To sell' },
] as const;

interface Props {
  sku: string;
  /** Null: now. */
  asOf: string | null;
  nodes: Dimensions['nodes'];
}

/** The sum written out, per node and over all: what is on hand, what stands in the way, what may be sold. */
export function SumSection({ sku, asOf, nodes }: Props) {
  const positions = usePositions(sku, asOf);
  const { rows, total } = sumPositions(positions.data?.items ?? []);
  const named = new Map(nodes.map((node) => [node.node, node]));
  return (
    <Section
      title="Available to sell"
      note={positions.data && `${formatUnits(total.availableToSell)} units at ${placeCount(rows.length)}`}
    >
      {positions.isError && (
        <ReadFailure
          what="the stock of this SKU"
          error={positions.error}
          onRetry={() => void positions.refetch()}
        />
      )}
      <TableFrame label="The sum per stock node">
        <Table>
          <thead>
            <tr>
              <HeadCell className="sticky left-0 z-10 border-r">Stock node</HeadCell>
              {terms.map(({ term, sign, label }) => (
                <HeadCell key={term} className="px-2 text-right">
                  {sign && <span className="mr-1 text-text">{sign}</span>}
                  {label}
                </HeadCell>
              ))}
              <HeadCell className="border-l px-2 text-right">Incoming</HeadCell>
            </tr>
          </thead>
          <tbody>
            {positions.isPending && <PendingRow />}
            {positions.isSuccess && rows.length === 0 && (
              <tr>
                <Cell colSpan={8} className="text-muted">
                  No unit was ever received anywhere.
                </Cell>
              </tr>
            )}
            {rows.map((row) => (
              <Row key={row.node} row={row}>
                {named.get(row.node)?.name ?? row.node}
                {named.get(row.node)?.sellable === false && (
                  <span className="text-muted"> · closed for sale</span>
                )}
              </Row>
            ))}
          </tbody>
          {rows.length > 1 && (
            <tfoot>
              <Row row={total} total>
                All nodes
              </Row>
            </tfoot>
          )}
        </Table>
      </TableFrame>
    </Section>
  );
}

function Row({ row, total = false, children }: { row: SumRow; total?: boolean; children: React.ReactNode }) {
  const edge = total ? 'border-b-0 border-t bg-sunken font-semibold' : '';
  return (
    <tr>
      <th
        scope="row"
        className={classNames(
          'sticky left-0 z-10 h-9 max-w-64 truncate border-r border-b border-line bg-card px-3 text-left font-normal max-sm:h-11 max-sm:max-w-36 max-sm:leading-4 max-sm:whitespace-normal',
          edge,
        )}
      >
        {children}
      </th>
      {terms.map(({ term }) => (
        <Cell key={term} className={classNames('px-2 text-right', edge)} title={detailOf(term, row)}>
          <Quantity
            units={row[term]}
            className={term === 'availableToSell' ? 'text-sm font-semibold' : total ? '' : 'text-muted'}
          />
        </Cell>
      ))}
      <Cell className={classNames('border-l text-right', edge)}>
        <Quantity units={row.incoming} className={total ? '' : 'text-muted'} />
      </Cell>
    </tr>
  );
}

function PendingRow() {
  return (
    <tr>
      {['node', ...terms.map(({ term }) => term), 'incoming'].map((name) => (
        <Cell key={name}>
          <Skeleton className={name === 'node' ? 'w-24' : 'ml-auto w-8'} />
        </Cell>
      ))}
    </tr>
  );
}

function detailOf(term: (typeof terms)[number]['term'], row: SumRow): string | undefined {
  if (term !== 'unavailable' || row.unavailable === 0) return undefined;
  return `Quality control ${formatUnits(row.qualityControl)}, damaged ${formatUnits(row.damaged)}`;
}

function placeCount(nodes: number): string {
  return nodes === 1 ? '1 node' : `${formatUnits(nodes)} nodes`;
}
