import { z } from 'zod';
import { onceSchema } from '@/lib/ledger/by-hand';
import { type InventoryEvent, inventoryEventSchema, recorded_source } from '@/lib/ledger/events';
import { quantitySchema } from '@/lib/shared/quantity';
import { codeSchema } from '@/lib/shared/text';

/** A case by its key; the kind is `snapshot`. */
const caseFields = { sku: codeSchema, node: codeSchema, sequence: z.int().positive() };

/** Units were carried from one node to the other and nobody wrote it down: now it is, as of when the node reported. */
export const recordTransferSchema = z
  .strictObject({
    ...onceSchema.shape,
    ...caseFields,
    from: codeSchema,
    to: codeSchema,
    units: quantitySchema,
  })
  .refine(({ from, to }) => from !== to, { path: ['from'], message: 'must differ from the destination' })
  .refine(({ from, to, node }) => node === from || node === to, {
    path: ['from'],
    message: 'must touch the node of the case',
  });
export type RecordTransfer = z.output<typeof recordTransferSchema>;

/**
 * The two facts of it: sent off and received, both true at `movedAt`. The number of the transfer comes of the key, so
 * that another try is the same transfer.
 */
export function recordedTransferOf(
  { key, sku, from, to, units }: RecordTransfer,
  movedAt: string,
): InventoryEvent[] {
  const common = {
    source: recorded_source,
    occurredAt: movedAt,
    sku,
    transfer: `T-${key.slice(0, 8).toUpperCase()}`,
    line: sku,
    from,
    to,
    quantity: units,
    reason: 'recorded afterwards',
  };
  return [
    inventoryEventSchema.parse({ ...common, id: `${key}:sent`, type: 'transfer_dispatched' }),
    inventoryEventSchema.parse({ ...common, id: `${key}:received`, type: 'transfer_received' }),
  ];
}

/** The node is right: the books take its number over as of its report. */
export const acceptReportSchema = z.strictObject({ ...onceSchema.shape, ...caseFields });
export type AcceptReport = z.output<typeof acceptReportSchema>;

/**
 * As a count that the node has taken, and its approval: `shelf` is what the report leaves for available and committed.
 * A loss so takes what is available first and then the latest orders, which a mere adjustment could not.
 */
export function acceptedReportOf(
  { key, at, sku, node }: AcceptReport,
  shelf: number,
  takenAt: string,
): InventoryEvent[] {
  const common = { source: recorded_source, sku, node };
  const count = { id: `${key}:count`, source: recorded_source };
  return [
    inventoryEventSchema.parse({
      ...common,
      id: count.id,
      type: 'stock_counted',
      occurredAt: takenAt,
      counted: shelf,
      countedAt: takenAt,
      reason: 'reported by the node',
    }),
    inventoryEventSchema.parse({
      ...common,
      id: `${key}:approved`,
      type: 'count_approved',
      occurredAt: at,
      of: count,
    }),
  ];
}
