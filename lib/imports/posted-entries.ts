import { z } from 'zod';
import { instantSchema, occurredAtSchema } from '@/lib/shared/clock';
import { quantityOrZeroSchema, quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema } from '@/lib/shared/text';
import type { PostedKind } from './settings';

const place = { sku: codeSchema, node: codeSchema };

/** What one row of a file that is posted says. */
export const postedEntries = {
  opening_stock: z.strictObject({ ...place, units: quantitySchema }),
  counts: z.strictObject({ ...place, counted: quantityOrZeroSchema, countedAt: occurredAtSchema.optional() }),
  snapshots: z.strictObject({ ...place, onHand: quantityOrZeroSchema, takenAt: occurredAtSchema.optional() }),
  transfers: z
    .strictObject({
      transfer: idSchema,
      from: codeSchema,
      to: codeSchema,
      sku: codeSchema,
      units: quantitySchema,
      expectedAt: instantSchema.optional(),
    })
    .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from the origin' }),
  purchase_orders: z.strictObject({
    purchaseOrder: idSchema,
    supplier: z.string().min(1).max(200),
    ...place,
    units: quantitySchema,
    expectedAt: instantSchema.optional(),
  }),
  promotions: z
    .strictObject({
      promotion: codeSchema,
      name: z.string().min(1).max(200).optional(),
      channel: codeSchema,
      startsAt: instantSchema,
      endsAt: instantSchema,
      sku: codeSchema,
      uplift: z.number().positive().max(1000).optional(),
      holdBack: quantityOrZeroSchema.optional(),
    })
    .refine(({ startsAt, endsAt }) => startsAt < endsAt, {
      path: ['endsAt'],
      message: 'must lie after the start',
    }),
} as const satisfies Record<PostedKind, z.ZodType>;

export type PostedEntryOf<Kind extends PostedKind> = z.output<(typeof postedEntries)[Kind]>;
export type PostedEntry = PostedEntryOf<PostedKind>;

interface Shape {
  /** What no two rows may have in common. */
  key: readonly string[];
  /** What makes rows one document; none: each row stands for itself. */
  document?: string;
  /** What all rows of a document say alike. */
  head?: readonly string[];
  /** Fields that name stock nodes, and whether one names a channel. */
  nodes: readonly string[];
  channel?: string;
}

export const postedShapes: Record<PostedKind, Shape> = {
  opening_stock: { key: ['sku', 'node'], nodes: ['node'] },
  counts: { key: ['sku', 'node'], document: 'node', nodes: ['node'] },
  snapshots: { key: ['sku', 'node'], nodes: ['node'] },
  transfers: {
    key: ['transfer', 'sku'],
    document: 'transfer',
    head: ['from', 'to', 'expectedAt'],
    nodes: ['from', 'to'],
  },
  purchase_orders: {
    key: ['purchaseOrder', 'sku'],
    document: 'purchaseOrder',
    head: ['supplier', 'node', 'expectedAt'],
    nodes: ['node'],
  },
  promotions: {
    key: ['promotion', 'sku'],
    document: 'promotion',
    head: ['name', 'channel', 'startsAt', 'endsAt', 'uplift', 'holdBack'],
    nodes: [],
    channel: 'channel',
  },
};

/** The nodes that an entry names. */
export function nodesOf(kind: PostedKind, entry: PostedEntry): string[] {
  return postedShapes[kind].nodes.flatMap((field) => textOf(entry, field) ?? []);
}

/** A field of an entry as text; undefined where it is not given. */
export function textOf(entry: PostedEntry, field: string): string | undefined {
  const value: unknown = Reflect.get(entry, field);
  return value === undefined ? undefined : String(value);
}
