import { z } from 'zod';
import { onceSchema } from '@/lib/ledger/by-hand';
import { occurredAtSchema } from '@/lib/shared/clock';
import { codeSchema, idSchema, textSchema } from '@/lib/shared/text';
import {
  plannedScopes,
  type ScanOutcome,
  type StocktakeScope,
  type StocktakeStatus,
  scans_per_request_max,
} from './stocktake-states';

export const stocktake_lines_max = 5_000;
export const scan_units_max = 1_000_000;

/** The number of a stocktake; short, for the ids of its counts begin with it. */
const numberSchema = codeSchema.max(50);

/** What is to be counted: all of a node, an ABC class, a category, or so many SKUs taken at random. */
export const stocktakePlanSchema = z
  .strictObject({
    stocktake: numberSchema,
    node: codeSchema,
    scope: z.enum(plannedScopes),
    /** A, B or C; the category; absent for a whole node and for a sample. */
    value: z.string().min(1).max(200).optional(),
    /** SKUs of a sample. */
    size: z.int().min(1).max(stocktake_lines_max).optional(),
    /** An actor: who is to count. */
    assignedTo: z.string().max(200).optional(),
    note: textSchema.optional(),
  })
  .superRefine(({ scope, value, size }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (scope === 'class' && !['A', 'B', 'C'].includes(value ?? '')) refuse('value', 'must be A, B or C');
    if (scope === 'category' && value === undefined) refuse('value', 'is required: name the category');
    if (scope === 'sample' && size === undefined) refuse('size', 'is required: how many SKUs');
  });
export type StocktakePlan = z.output<typeof stocktakePlanSchema>;

export const planStocktakeSchema = z.strictObject({ key: onceSchema.shape.key, plan: stocktakePlanSchema });
export type PlanStocktake = z.output<typeof planStocktakeSchema>;

/**
 * What was scanned or typed, sent once or several times: an id counts once. `sentAt` is the clock of the sender, so that
 * a clock that is wrong does not move the count: what counts is how long before sending it was scanned.
 */
export const addScansSchema = z.strictObject({
  stocktake: idSchema,
  sentAt: z.iso.datetime({ offset: true }),
  scans: z
    .array(
      z.strictObject({
        id: z.uuid(),
        round: z.int().positive(),
        code: z.string().trim().min(1).max(200),
        units: z.int().min(-scan_units_max).max(scan_units_max),
        scannedAt: z.iso.datetime({ offset: true }),
      }),
    )
    .min(1)
    .max(scans_per_request_max),
});
export type AddScans = z.output<typeof addScansSchema>;

export interface ScanResult {
  id: string;
  code: string;
  outcome: ScanOutcome;
  sku?: string;
}

const steps = <Named extends z.ZodRawShape>(named: Named) => {
  const step = { ...named, key: onceSchema.shape.key, seen: z.int().positive() };
  return z.discriminatedUnion('step', [
    /** The round is over; lines that nobody has counted stay so where that is confirmed. */
    z.strictObject({ ...step, step: z.literal('hand_in'), confirmUncounted: z.boolean() }),
    z.strictObject({
      ...step,
      step: z.literal('recount'),
      skus: z.array(codeSchema).min(1).max(stocktake_lines_max),
    }),
    z.strictObject({ ...step, step: z.literal('approve'), at: occurredAtSchema }),
    z.strictObject({ ...step, step: z.literal('cancel') }),
  ]);
};
/** A step of the stocktake that the address names. */
export const stocktakeStepSchema = steps({});
export const moveStocktakeSchema = steps({ stocktake: idSchema });
export type MoveStocktake = z.output<typeof moveStocktakeSchema>;

/** A stocktake with the sums of its lines. */
export interface StocktakeItem {
  stocktake: string;
  node: string;
  scope: StocktakeScope;
  /** The class, the category or the size of the sample; '' for a whole node. */
  value: string;
  note: string;
  assignedTo: string;
  status: StocktakeStatus;
  round: number;
  version: number;
  createdBy: string;
  createdAt: string;
  approvedBy?: string;
  approvedAt?: string;
  /** Lines: all, to be counted in this round, counted, and of the counted those the books had right. */
  lines: number;
  due: number;
  counted: number;
  right: number;
  /** Of what was posted: units found more, and units missing. */
  found: number;
  missing: number;
  /** Scans that counted for nothing: unknown codes, SKUs that were not planned, late ones. */
  setAside: number;
}

/** A line as whoever counts it sees it: nothing of the books, nothing of an earlier round. */
export interface QueueLine {
  sku: string;
  name: string;
  barcodes: string[];
  caseQuantity?: number;
  /** Units scanned in this round; null: nobody has looked yet. */
  scanned: number | null;
}

/** A line as whoever approves it sees it. */
export interface ReviewLine {
  sku: string;
  name: string;
  planned: boolean;
  class: 'A' | 'B' | 'C';
  counted: number | null;
  countedAt: string | null;
  /** Rounds it took. */
  rounds: number | null;
  /** The books as of the count, with everything learned since. */
  expected: number | null;
  variance: number | null;
  tolerance: number | null;
  beyondTolerance: boolean;
  /** Who scanned it. */
  by: string[];
}

export interface SetAsideScan {
  code: string;
  sku?: string;
  units: number;
  outcome: ScanOutcome;
  scannedAt: string;
  by: string;
}

export interface StocktakeDetail extends StocktakeItem {
  /** To be counted in this round; empty where nothing is. */
  queue: QueueLine[];
  asideScans: SetAsideScan[];
  /** Null while it is being counted, and for those who may not see what the books say. */
  review: ReviewLine[] | null;
}

export type StocktakeRefusal = { ok: false; code: string; detail: string };
export type StocktakeMoved = { ok: true; version: number } | StocktakeRefusal;
