import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { describeEvent } from '@/lib/ledger/describe-document';
import { formatInstant, formatUnits } from '@/lib/shared/format';
import type { LineEvent, OrderLineDetailView } from './order-types';

interface Props {
  line: OrderLineDetailView;
  nodeName: (node: string) => string;
}

/** What happened to a line, newest first. Units that came by filling backorders belong to the receipt that brought them. */
export function LineEvents({ line, nodeName }: Props) {
  return (
    <TableFrame label="Events of this order line">
      <Table>
        <thead>
          <tr>
            <HeadCell>Recorded</HeadCell>
            <HeadCell>Event</HeadCell>
            <HeadCell className="text-right">Units</HeadCell>
            <HeadCell>Where and why</HeadCell>
            <HeadCell>By</HeadCell>
          </tr>
        </thead>
        <tbody>
          {line.events.map((event) => (
            <tr key={event.sequence}>
              <Cell className="tabular-nums">{formatInstant(event.recordedAt)}</Cell>
              <Cell>
                {wordFor(event, line)}
                {event.refusal !== null && <span className="text-warning"> (refused)</span>}
              </Cell>
              <Cell className="text-right tabular-nums">
                {event.quantity === null ? '' : formatUnits(event.quantity)}
              </Cell>
              <Cell className="max-w-64 truncate text-muted">
                {[placesOf(event).map(nodeName).join(', '), String(event.content.reason ?? '')]
                  .filter(Boolean)
                  .join(' · ')}
              </Cell>
              <Cell className="max-w-32 truncate text-muted">{event.by}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

/** A move of claims posts nothing where nothing is sourced anew: it names its node itself. */
function placesOf({ nodes, content }: LineEvent): string[] {
  return nodes.length > 0 ? nodes : typeof content.node === 'string' ? [content.node] : [];
}

function wordFor({ type, content }: LineEvent, line: OrderLineDetailView): string {
  if (type !== 'claims_moved') return describeEvent(type);
  const taken =
    content.channel === line.channel && content.order === line.order && content.line === line.line;
  if (!taken) return `Given to order ${String(content.order)}`;
  const giver = content.giver as { order?: unknown } | undefined;
  return giver === undefined ? 'Filled from available' : `Taken from order ${String(giver.order)}`;
}
