import { z } from 'zod';
import { instantSchema, occurredAtSchema } from '@/lib/shared/clock';
import { quantityOrZeroSchema, quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema, textSchema } from '@/lib/shared/text';

export const events_per_request_max = 1000;

/** Sources that begin so are our own; nobody else may report under them. */
export const own_source_prefix = 'truecount:';

/** What people type on the screens. */
export const screen_source = 'truecount:screen';
/** What people record on the screens as having happened already: facts, unlike what they ask for. */
export const recorded_source = 'truecount:recorded';

/** What every event says. `quantity` is whole single units, > 0; three types have none. */
const base = {
  source: codeSchema,
  id: idSchema,
  occurredAt: occurredAtSchema,
  sku: codeSchema,
  /** Who did it, where the reporter knows better than the API key does. */
  actor: codeSchema.optional(),
  reference: idSchema.optional(),
  reason: textSchema.optional(),
};
const quantity = quantitySchema;
const order = { channel: codeSchema, order: idSchema, line: idSchema };
/** An order line by its name; with the SKU that is its key. */
export type OrderLineName = z.output<z.ZodObject<typeof order>>;
const optionalOrder = {
  channel: codeSchema.optional(),
  order: idSchema.optional(),
  line: idSchema.optional(),
};
const transfer = { transfer: idSchema, line: idSchema };

/** What can be adjusted or counted by itself. Committed units belong to orders: they move with their order only. */
const countedState = z.enum(['available', 'quality_control', 'damaged']);

/** An event by its (source, id); a bare id means the same source, a number the ledger's own sequence. */
export const eventReferenceSchema = z.union([
  z.strictObject({ source: codeSchema, id: idSchema }),
  z.strictObject({ sequence: z.int().positive() }),
  z.strictObject({ id: z.string().min(1).max(200) }),
  z
    .int()
    .positive()
    .transform((sequence) => ({ sequence })),
  z
    .string()
    .min(1)
    .max(200)
    .transform((id) => ({ id })),
]);
export type EventReference = z.output<typeof eventReferenceSchema>;

const schemas = {
  receipt: z.strictObject({
    type: z.literal('receipt'),
    ...base,
    quantity,
    node: codeSchema,
    purchaseOrder: idSchema.optional(),
    /** Money per unit in the SKU's currency, major units. */
    unitCost: z.number().nonnegative().max(1e12).optional(),
  }),
  order_placed: z.strictObject({
    type: z.literal('order_placed'),
    ...base,
    quantity,
    ...order,
    node: codeSchema.optional(),
  }),
  order_cancelled: z.strictObject({
    type: z.literal('order_cancelled'),
    ...base,
    quantity,
    ...order,
    /** Where to give the units back first, when the line is committed at several nodes. */
    node: codeSchema.optional(),
  }),
  order_shipped: z.strictObject({
    type: z.literal('order_shipped'),
    ...base,
    quantity,
    ...order,
    node: codeSchema.optional(),
  }),
  /** The cumulative state of an order line as its channel tells it; counters only ever rise by it. */
  order_snapshot: z.strictObject({
    type: z.literal('order_snapshot'),
    ...base,
    ...order,
    ordered: quantityOrZeroSchema,
    cancelled: quantityOrZeroSchema,
    shipped: quantityOrZeroSchema,
    returned: quantityOrZeroSchema,
    /** When the last of the cancelled units was cancelled, by the channel's clock. */
    cancelledAt: instantSchema.optional(),
    /** How many of the cancelled units the channel put back into its own listing; not given = possibly all. */
    restocked: quantityOrZeroSchema.optional(),
    node: codeSchema.optional(),
    /** Placed before the channel was connected: what had left by then never touched our stock. */
    beforeConnection: z.boolean().optional(),
  }),
  return_received: z.strictObject({
    type: z.literal('return_received'),
    ...base,
    quantity,
    node: codeSchema,
    ...optionalOrder,
  }),
  return_inspected: z.strictObject({
    type: z.literal('return_inspected'),
    ...base,
    quantity,
    node: codeSchema,
    disposition: z.enum(['available', 'damaged', 'scrap', 'supplier']),
    ...optionalOrder,
  }),
  transfer_ready: z.strictObject({
    type: z.literal('transfer_ready'),
    ...base,
    quantity,
    ...transfer,
    from: codeSchema,
    to: codeSchema,
  }),
  transfer_dispatched: z.strictObject({
    type: z.literal('transfer_dispatched'),
    ...base,
    quantity,
    ...transfer,
    /** Needed where the transfer is not known yet. */
    from: codeSchema.optional(),
    to: codeSchema.optional(),
  }),
  transfer_received: z.strictObject({
    type: z.literal('transfer_received'),
    ...base,
    quantity: quantityOrZeroSchema,
    ...transfer,
    from: codeSchema.optional(),
    to: codeSchema.optional(),
    damaged: quantityOrZeroSchema.optional(),
    missing: quantityOrZeroSchema.optional(),
  }),
  transfer_cancelled: z.strictObject({
    type: z.literal('transfer_cancelled'),
    ...base,
    quantity,
    ...transfer,
  }),
  reserved: z.strictObject({
    type: z.literal('reserved'),
    ...base,
    quantity,
    reservation: idSchema,
    ...order,
    node: codeSchema.optional(),
    expiresAt: instantSchema.optional(),
  }),
  /**
   * Units that are committed at a node pass from one order line, the giver, to a backordered one of the same SKU; without
   * a giver they are taken from what is available there. A request of our own: it is refused whole where they are gone.
   */
  claims_moved: z.strictObject({
    type: z.literal('claims_moved'),
    ...base,
    quantity,
    node: codeSchema,
    ...order,
    giver: z.strictObject(order).optional(),
  }),
  reservation_released: z.strictObject({
    type: z.literal('reservation_released'),
    ...base,
    quantity,
    reservation: idSchema,
    ...order,
    node: codeSchema.optional(),
    release: z.enum(['released', 'expired', 'converted']).optional(),
  }),
  adjustment: z.strictObject({
    type: z.literal('adjustment'),
    ...base,
    quantity,
    node: codeSchema,
    state: countedState.default('available'),
    direction: z.enum(['increase', 'decrease']).optional(),
    toState: countedState.optional(),
    /** Refused where the position has moved since: the version that whoever set a balance had seen. */
    ifVersion: z.int().nonnegative().optional(),
  }),
  stock_counted: z.strictObject({
    type: z.literal('stock_counted'),
    ...base,
    node: codeSchema,
    counted: quantityOrZeroSchema,
    countedAt: occurredAtSchema,
    state: countedState.optional(),
    session: idSchema.optional(),
  }),
  /** A person other than the counter has approved a count: its variance is posted. */
  count_approved: z.strictObject({
    type: z.literal('count_approved'),
    ...base,
    node: codeSchema,
    of: eventReferenceSchema,
  }),
  node_snapshot: z.strictObject({
    type: z.literal('node_snapshot'),
    ...base,
    node: codeSchema,
    onHand: quantityOrZeroSchema,
    takenAt: occurredAtSchema,
  }),
  reversal: z.strictObject({ type: z.literal('reversal'), ...base, of: eventReferenceSchema }),
};

export const inventoryEventSchema = z
  .discriminatedUnion('type', [
    schemas.receipt,
    schemas.order_placed,
    schemas.order_cancelled,
    schemas.order_shipped,
    schemas.order_snapshot,
    schemas.return_received,
    schemas.return_inspected,
    schemas.transfer_ready,
    schemas.transfer_dispatched,
    schemas.transfer_received,
    schemas.transfer_cancelled,
    schemas.reserved,
    schemas.claims_moved,
    schemas.reservation_released,
    schemas.adjustment,
    schemas.stock_counted,
    schemas.count_approved,
    schemas.node_snapshot,
    schemas.reversal,
  ])
  .superRefine((event, context) => {
    if (event.type === 'adjustment') {
      if ((event.direction === undefined) === (event.toState === undefined))
        context.addIssue({
          code: 'custom',
          path: ['direction'],
          message: 'give either direction (increase or decrease) or toState',
        });
      if (event.toState !== undefined && event.toState === event.state)
        context.addIssue({ code: 'custom', path: ['toState'], message: 'must differ from state' });
    }
    if (
      event.type === 'transfer_received' &&
      event.quantity + (event.damaged ?? 0) + (event.missing ?? 0) === 0
    )
      context.addIssue({
        code: 'custom',
        path: ['quantity'],
        message: 'quantity, damaged and missing must not all be 0',
      });
    if (event.type === 'claims_moved' && event.giver !== undefined && isSameLine(event, event.giver))
      context.addIssue({ code: 'custom', path: ['giver'], message: 'must be another line' });
    if ('from' in event && event.from !== undefined && event.from === event.to)
      context.addIssue({ code: 'custom', path: ['to'], message: 'must differ from from' });
  });

function isSameLine(a: OrderLineName, b: OrderLineName): boolean {
  return a.channel === b.channel && a.order === b.order && a.line === b.line;
}

/** An inventory event as it was parsed: instants in UTC milliseconds, defaults filled in. */
export type InventoryEvent = z.output<typeof inventoryEventSchema>;
export type InventoryEventType = InventoryEvent['type'];
export type EventOf<T extends InventoryEventType> = Extract<InventoryEvent, { type: T }>;

/** What became of an event. `duplicate` repeats the answer of the first time; a refusal stays a refusal. */
export const eventResultSchema = z.object({
  source: z.string(),
  id: z.string(),
  status: z.enum(['applied', 'duplicate', 'refused']),
  code: z.string().optional(),
  detail: z.string().optional(),
  sequence: z.int().optional(),
  /** Units that no source node held. */
  shortfall: z.int().optional(),
  shortBy: z.int().optional(),
  available: z.int().optional(),
});
export type EventResult = z.output<typeof eventResultSchema>;

/** An event as it came to the ledger, with the hash that says whether it is the same again. */
export interface SubmittedEvent {
  event: InventoryEvent;
  actor: string;
  /** Canonical JSON of the fields without a column of their own. */
  content: string;
  /** Hex SHA-256. */
  hash: string;
  /** Its (source, id) as a key of maps, made once. */
  key: string;
  /** The key of the order line that it names, if any. */
  lineKey: string | null;
  /** ms since 1970. */
  occurredAtMs: number;
}
