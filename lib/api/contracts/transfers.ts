import { z } from 'zod';
import { codeSchema } from '@/lib/shared/text';
import { transferPlanSchema } from '@/lib/transfers/transfer-document';
import { transferStatuses } from '@/lib/transfers/transfer-status';
import { contract } from '../contract';
import { listQuery, pageSchema } from '../list-query';

const units = z.int().describe('Single units.');
const transferSchema = z.object({
  transfer: z.string(),
  from: z.string(),
  to: z.string(),
  status: z.enum(transferStatuses),
  late: z.boolean(),
  expectedAt: z.string().optional(),
  note: z.string(),
  skus: z.int(),
  units,
  version: z.int().describe('0: only feeds have reported it.'),
  createdAt: z.string(),
  ready: units,
  dispatched: units,
  received: units,
  damaged: units,
  missing: units,
  cancelled: units,
  held: units,
  inTransit: units,
});

export const getTransfersContract = contract({
  method: 'GET',
  path: '/transfers',
  operation: 'listTransfers',
  tag: 'Floor',
  summary: 'List transfers',
  permission: 'read_operations',
  query: listQuery({ status: z.enum(transferStatuses).optional(), node: codeSchema.optional() }),
  answers: { 200: { description: 'Transfers, newest first.', schema: pageSchema(transferSchema) } },
});

export const postTransferContract = contract({
  method: 'POST',
  path: '/transfers',
  operation: 'planTransfer',
  tag: 'Floor',
  summary: 'Plan a transfer',
  description:
    'Keeps a draft. What moves is reported by the events transfer_ready, transfer_dispatched, transfer_received and transfer_cancelled with its number and the SKU as line, or entered on the screens. Needs an Idempotency-Key.',
  permission: 'post_floor_events',
  body: transferPlanSchema,
  idempotent: true,
  answers: {
    201: {
      description: 'Kept.',
      schema: z.object({ transfer: z.string(), version: z.int() }),
    },
    422: { description: 'unknown_name, outside_limits, or version_conflict where the number is in use.' },
  },
});
