import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { codeSchema, idSchema } from '@/lib/shared/text';
import { contract } from '../contract';
import { listQuery, pageSchema } from '../list-query';

const units = z.int();
const instant = z.iso.datetime();
const node = codeSchema.optional();
const sku = codeSchema.optional();
const channel = codeSchema.optional();
const from = instantSchema.optional().describe('By the time of recording, inclusive.');
const to = instantSchema.optional().describe('By the time of recording, inclusive.');
const balances = {
  available: units,
  committed: units,
  qualityControl: units,
  damaged: units,
  incoming: units,
  onHand: units,
};

const positionSchema = z.object({
  sku: z.string(),
  node: z.string(),
  ...balances,
  safetyStock: units,
  availableToSell: units.describe('Signed: available less safety stock.'),
  provisional: z.literal(true).optional().describe('Facts about that instant are still late.'),
});

export const getPositionsContract = contract({
  method: 'GET',
  path: '/positions',
  operation: 'listPositions',
  tag: 'Ledger',
  summary: 'List positions with what may be sold',
  permission: 'read_stock',
  query: listQuery({
    sku,
    node,
    asOf: instantSchema.optional().describe('What was true then.'),
    knownAt: instantSchema.optional().describe('What was known then.'),
  }),
  answers: { 200: { description: 'Positions by SKU and node.', schema: pageSchema(positionSchema) } },
});

const postingSchema = z.looseObject({
  sequence: z.int(),
  recordedAt: instant,
  occurredAt: instant,
  source: z.string(),
  id: z.string(),
  type: z.string(),
  quantity: units.optional(),
  actor: z.string(),
  sku: z.string(),
  node: z.string(),
  changes: z.record(z.string(), units).describe('Units per state; what did not move is left out.'),
  outside: z.record(z.string(), units).describe('The counter-legs: supplier, customer, adjustment, scrap.'),
  balances: z.object(balances),
});

export const getLedgerContract = contract({
  method: 'GET',
  path: '/ledger',
  operation: 'listPostings',
  tag: 'Ledger',
  summary: 'List postings with the balances after each',
  permission: 'read_operations',
  query: listQuery({
    sku,
    node,
    from,
    to,
    type: codeSchema.optional(),
    source: codeSchema.optional(),
    channel,
    order: idSchema.optional(),
    transfer: idSchema.optional(),
  }),
  answers: { 200: { description: 'Postings, newest first.', schema: pageSchema(postingSchema) } },
});

const orderSchema = z.object({
  channel: z.string(),
  order: z.string(),
  line: z.string(),
  sku: z.string(),
  placedAt: instant,
  ordered: units,
  cancelled: units,
  shipped: units,
  returned: units,
  expectedReturn: units,
  open: units,
  backordered: units,
  claims: z.record(z.string(), units),
  status: z.string(),
});

export const getOrdersContract = contract({
  method: 'GET',
  path: '/orders',
  operation: 'listOrders',
  tag: 'Ledger',
  summary: 'List order lines',
  permission: 'read_operations',
  query: listQuery({
    status: z.enum(['backordered', 'open', 'waiting', 'shipped', 'cancelled']).optional(),
    channel,
    order: idSchema.optional(),
    sku,
  }),
  answers: {
    200: {
      description: 'Order lines, newest first; backordered ones oldest first.',
      schema: pageSchema(orderSchema),
    },
  },
});

const incidentSchema = z.object({
  sku: z.string(),
  sequence: z.int(),
  channel: z.string(),
  order: z.string(),
  line: z.string(),
  units,
  cause: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  cost: z.number().optional(),
  currency: z.string().optional(),
});

export const getIncidentsContract = contract({
  method: 'GET',
  path: '/incidents',
  operation: 'listIncidents',
  tag: 'Ledger',
  summary: 'List oversell incidents with cause and cost',
  permission: 'read_operations',
  query: listQuery({
    sku,
    channel,
    cause: z
      .enum(['propagation_lag', 'ledger_error', 'over_allocation', 'late_report', 'channel_fault'])
      .optional(),
    from,
    to,
  }),
  answers: { 200: { description: 'Incidents, newest first.', schema: pageSchema(incidentSchema) } },
});

const discrepancySchema = z.object({
  sku: z.string(),
  sequence: z.int(),
  node: z.string(),
  kind: z.string(),
  expected: units,
  actual: units,
  expectedNow: units
    .optional()
    .describe('By the books as of then with everything learned since, where something was.'),
  difference: units,
  class: z.enum(['A', 'B', 'C']),
  tolerance: units,
  beyondTolerance: z.boolean(),
  causes: z
    .array(z.looseObject({ cause: z.string(), score: z.int(), units, detail: z.string() }))
    .describe('What most likely made it, the likeliest first; of open cases between a node and the books.'),
  document: z.string().optional(),
  status: z.enum(['open', 'resolved']),
  occurredAt: instant,
  recordedAt: instant,
  resolvedAt: instant.optional(),
  resolvedSequence: z.int().optional(),
  resolution: z.enum(['counted', 'superseded', 'explained']).optional(),
});

export const getDiscrepanciesContract = contract({
  method: 'GET',
  path: '/discrepancies',
  operation: 'listDiscrepancies',
  tag: 'Ledger',
  summary: 'List discrepancies',
  permission: 'read_operations',
  query: listQuery({
    status: z.enum(['open', 'resolved']).optional(),
    sku,
    node,
    kind: codeSchema.optional(),
    beyond: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional()
      .describe('Only what is beyond the tolerance of its class.'),
  }),
  answers: { 200: { description: 'Discrepancies, newest first.', schema: pageSchema(discrepancySchema) } },
});

export const getProofContract = contract({
  method: 'GET',
  path: '/proof',
  operation: 'readProof',
  tag: 'Ledger',
  summary: 'Prove that the balances equal their postings',
  description: 'Computed at once up to a million postings; beyond, the last result with its checkedAt.',
  permission: 'read_operations',
  answers: {
    200: {
      description: 'What the proof found.',
      schema: z.object({
        balanced: z.boolean(),
        events: z.int(),
        postings: z.int(),
        positions: z.int(),
        seal: z.int().nullable(),
        checkedAt: instant,
        findings: z.array(z.looseObject({ kind: z.string(), detail: z.string() })),
        findingsTotal: z.int(),
      }),
    },
  },
});
