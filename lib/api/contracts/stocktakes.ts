import { z } from 'zod';
import { codeSchema, idSchema } from '@/lib/shared/text';
import { addScansSchema, stocktakePlanSchema, stocktakeStepSchema } from '@/lib/stocktake/stocktake-document';
import { scanOutcomes, stocktakeScopes, stocktakeStatuses } from '@/lib/stocktake/stocktake-states';
import { contract } from '../contract';
import { listQuery, pageSchema } from '../list-query';

const stocktakeSchema = z.object({
  stocktake: z.string(),
  node: z.string(),
  scope: z.enum(stocktakeScopes),
  value: z.string().describe('The class, the category or the size of the sample.'),
  note: z.string(),
  assignedTo: z.string(),
  status: z.enum(stocktakeStatuses),
  round: z.int(),
  version: z.int(),
  createdBy: z.string(),
  createdAt: z.string(),
  approvedBy: z.string().optional(),
  approvedAt: z.string().optional(),
  lines: z.int(),
  due: z.int().describe('Lines to be counted in this round.'),
  counted: z.int(),
  right: z.int().describe('Counted lines that the books had right; 0 while it is being counted.'),
  found: z.int().describe('Units posted that the books did not have.'),
  missing: z.int().describe('Units posted that the books had and nobody found.'),
  setAside: z.int().describe('Scans that counted for nothing: unknown, unplanned or late.'),
});
const params = z.object({ id: idSchema });
const reviewSchema = z.object({
  sku: z.string(),
  name: z.string(),
  planned: z.boolean(),
  class: z.enum(['A', 'B', 'C']),
  counted: z.int().nullable(),
  countedAt: z.string().nullable(),
  rounds: z.int().nullable(),
  expected: z.int().nullable(),
  variance: z.int().nullable(),
  tolerance: z.int().nullable(),
  beyondTolerance: z.boolean(),
  by: z.array(z.string()),
});

export const getStocktakesContract = contract({
  method: 'GET',
  path: '/stocktakes',
  operation: 'listStocktakes',
  tag: 'Floor',
  summary: 'List stocktakes',
  permission: 'read_operations',
  query: listQuery({
    status: z.enum(stocktakeStatuses).optional(),
    node: codeSchema.optional(),
    assignedTo: codeSchema.optional(),
  }),
  answers: { 200: { description: 'Stocktakes, newest first.', schema: pageSchema(stocktakeSchema) } },
});

export const postStocktakeContract = contract({
  method: 'POST',
  path: '/stocktakes',
  operation: 'planStocktake',
  tag: 'Floor',
  summary: 'Open a stocktake',
  description:
    'Its lines are drawn when it opens. Nothing is frozen: movements while it is counted are netted. Needs an Idempotency-Key.',
  permission: 'post_floor_events',
  body: stocktakePlanSchema,
  idempotent: true,
  answers: {
    201: { description: 'Opened.', schema: z.object({ stocktake: z.string(), version: z.int() }) },
    422: { description: 'unknown_name, outside_limits, nothing_to_count, too_many_lines or number_in_use.' },
  },
});

export const getStocktakeContract = contract({
  method: 'GET',
  path: '/stocktakes/{id}',
  operation: 'readStocktake',
  tag: 'Floor',
  summary: 'Read a stocktake',
  description: 'While it is being counted nobody is shown what the books say.',
  permission: 'read_operations',
  params,
  answers: {
    200: {
      description: 'With what is to be counted now, and what came of it.',
      schema: stocktakeSchema.extend({
        queue: z.array(
          z.object({
            sku: z.string(),
            name: z.string(),
            barcodes: z.array(z.string()),
            caseQuantity: z.int().optional(),
            scanned: z.int().nullable(),
          }),
        ),
        asideScans: z.array(
          z.object({
            code: z.string(),
            sku: z.string().optional(),
            units: z.int(),
            outcome: z.enum(scanOutcomes),
            scannedAt: z.string(),
            by: z.string(),
          }),
        ),
        review: z.array(reviewSchema).nullable(),
      }),
    },
    404: { description: 'There is no such stocktake.' },
  },
});

export const postScansContract = contract({
  method: 'POST',
  path: '/stocktakes/{id}/scans',
  operation: 'addScans',
  tag: 'Floor',
  summary: 'Add what was scanned',
  description:
    'A code is a SKU or one of its barcodes. An id counts once: send again whatever was not answered. What cannot be counted is kept beside.',
  permission: 'post_floor_events',
  params,
  body: addScansSchema.omit({ stocktake: true }),
  answers: {
    200: {
      description: 'What became of each, in order.',
      schema: z.object({
        results: z.array(
          z.object({
            id: z.string(),
            code: z.string(),
            outcome: z.enum(scanOutcomes),
            sku: z.string().optional(),
          }),
        ),
      }),
    },
    404: { description: 'There is no such stocktake.' },
    422: { description: 'outside_limits.' },
  },
});

export const postStocktakeStepContract = contract({
  method: 'POST',
  path: '/stocktakes/{id}/steps',
  operation: 'moveStocktake',
  tag: 'Floor',
  summary: 'Hand in, count lines again, approve and post, or cancel',
  description:
    '`seen` is the version read last; `key` names the request, so that another try of it is the same one. Approving and counting again need approve_variances; whoever has counted does not approve.',
  permission: 'post_floor_events',
  params,
  body: stocktakeStepSchema,
  answers: {
    200: { description: 'Done.', schema: z.object({ stocktake: z.string(), version: z.int() }) },
    404: { description: 'There is no such stocktake.' },
    409: { description: 'version_conflict, stocktake_closed or not_counted.' },
    422: { description: 'own_count, uncounted_lines, nothing_counted, below_zero or outside_limits.' },
  },
});
