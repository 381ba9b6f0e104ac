import type { PostedEntryOf } from '@/lib/imports/posted-entries';
import type { RowFinding } from '@/lib/imports/read-row';
import type { PostedRow } from '@/lib/imports/server/examine-posted';
import { type InventoryEvent, inventoryEventSchema } from '@/lib/ledger/events';
import { getLedger } from './ledger';

export const import_source = 'truecount:import';

export interface ImportContext {
  id: string;
  /** Who confirmed it, and when. */
  actor: string;
  committedAt: string;
}

export interface RefusedRow {
  row: number;
  findings: RowFinding[];
}

/** The files of which each row is one event; its id comes of the import and the row, so that it is posted once. */
export type EventKind = 'opening_stock' | 'snapshots';

export function isEventKind(kind: string): kind is EventKind {
  return kind === 'opening_stock' || kind === 'snapshots';
}

function eventOf(kind: EventKind, { row, entry }: PostedRow, context: ImportContext): InventoryEvent {
  const common = { source: import_source, id: `${context.id}:${row}`, reference: context.id };
  if (kind === 'opening_stock') {
    const { sku, node, units } = entry as PostedEntryOf<'opening_stock'>;
    // Built as the schema would, which the row has passed already: half a million of them are parsed once only.
    return {
      type: 'adjustment',
      ...common,
      occurredAt: context.committedAt,
      sku,
      node,
      quantity: units,
      state: 'available',
      direction: 'increase',
      reason: 'opening stock',
    };
  }
  const { sku, node, onHand, takenAt } = entry as PostedEntryOf<'snapshots'>;
  const at = takenAt ?? context.committedAt;
  return inventoryEventSchema.parse({
    ...common,
    type: 'node_snapshot',
    occurredAt: at,
    sku,
    node,
    onHand,
    takenAt: at,
  });
}

/** Posts a stretch of rows; gives those that the ledger refused. */
export async function postRows(
  kind: EventKind,
  rows: readonly PostedRow[],
  context: ImportContext,
): Promise<RefusedRow[]> {
  return refusedOf(
    rows,
    rows.map((row) => eventOf(kind, row, context)),
    context.actor,
  );
}

/** Takes a stretch of rows back: what is still there is reversed, what is gone is named. */
export async function unpostRows(
  kind: EventKind,
  rows: readonly PostedRow[],
  context: ImportContext,
): Promise<RefusedRow[]> {
  if (kind === 'snapshots')
    return rows.map(({ row }) => ({
      row,
      findings: [
        finding('not_reversed', 'a report is not taken back: the next one of its node takes its place'),
      ],
    }));
  const events = rows.map(({ row, entry }) =>
    inventoryEventSchema.parse({
      source: import_source,
      id: `${context.id}:${row}:undo`,
      type: 'reversal',
      occurredAt: context.committedAt,
      sku: entry.sku,
      of: { source: import_source, id: `${context.id}:${row}` },
      reference: context.id,
      reason: 'import taken back',
    }),
  );
  return refusedOf(rows, events, context.actor);
}

async function refusedOf(
  rows: readonly PostedRow[],
  events: readonly InventoryEvent[],
  actor: string,
): Promise<RefusedRow[]> {
  const results = await getLedger().post(events, actor);
  return results.flatMap(({ status, code, detail }, index) => {
    const row = rows[index]?.row;
    // A refusal is given again to who sends it again, as a duplicate with its code.
    if (row === undefined || (status !== 'refused' && code === undefined)) return [];
    return [{ row, findings: [finding(code ?? 'refused', detail ?? 'was refused by the ledger')] }];
  });
}

function finding(code: string, reason: string): RowFinding {
  return { column: null, value: '', code, reason };
}
