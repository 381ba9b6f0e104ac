import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { faultsSchema, noFaults, type SandboxCommand } from '@/lib/demo/control';
import { speed_default } from '@/lib/demo/limits';

/** What every program of the sandbox finds in its folder as `program.json`. Holds secrets: mode 0600. */
const base = {
  name: z.string(),
  title: z.string(),
  port: z.int(),
  /** The bearer secret of its control endpoint. */
  control: z.string(),
  /** How it begins; what a person has set since stands in `settings.json`. */
  running: z.boolean(),
};

const offered = z.object({
  listing: z.string(),
  sku: z.string(),
  name: z.string(),
});

export const shopConfigSchema = z.object({
  ...base,
  channel: z.string(),
  /** A Standard Webhooks secret: for what it is asked and for what it tells. */
  secret: z.string(),
  reports: z.enum(['webhook', 'poll']),
  orderPrefix: z.string(),
  shipMinutes: z.tuple([z.number(), z.number()]),
  returns: z.boolean(),
  locations: z.array(z.string()).optional(),
  listings: z.array(offered),
});
export type ShopConfig = z.output<typeof shopConfigSchema>;

export const tillsConfigSchema = z.object({
  ...base,
  channel: z.string(),
  node: z.string(),
  apiKey: z.string(),
  orderPrefix: z.string(),
  listings: z.array(offered),
});
export type TillsConfig = z.output<typeof tillsConfigSchema>;

const unfinished = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('order'),
    channel: z.string(),
    order: z.string(),
    line: z.string(),
    sku: z.string(),
    units: z.int(),
  }),
  z.object({
    kind: z.literal('transfer'),
    transfer: z.string(),
    sku: z.string(),
    units: z.int(),
    from: z.string(),
    to: z.string(),
  }),
]);

export const supplierConfigSchema = z.object({
  ...base,
  /** Reports deliveries, transfers and returns. */
  apiKey: z.string(),
  /** Reads orders, to know which parcels come back. */
  readKey: z.string(),
  warehouse: z.string(),
  returnChannels: z.array(z.string()),
  levels: z.array(
    z.object({
      sku: z.string(),
      node: z.string(),
      full: z.int(),
      reorder: z.int(),
      caseQuantity: z.int(),
      unitCost: z.number(),
    }),
  ),
  /** What was on its way when the history ended. */
  unfinished: z.array(unfinished),
});
export type SupplierConfig = z.output<typeof supplierConfigSchema>;

/** When something was sold, and what: listing, packs, and the location where there are several. */
const salesSchema = z.array(
  z.tuple([z.number(), z.array(z.tuple([z.string(), z.int(), z.string().nullable()]))]),
);
export type Sales = z.output<typeof salesSchema>;

export function readProgram<Schema extends z.ZodType>(folder: string, schema: Schema): z.output<Schema> {
  return schema.parse(JSON.parse(readFileSync(path.join(folder, 'program.json'), 'utf8')));
}

export function readSales(folder: string): Sales {
  const sales = salesSchema.parse(JSON.parse(readFileSync(path.join(folder, 'sales.json'), 'utf8')));
  if (sales.length < 2) throw new Error(`${folder} holds no sales.`);
  return sales;
}

const settingsSchema = z.object({
  running: z.boolean(),
  speed: z.number(),
  faults: faultsSchema,
  downUntilMs: z.number(),
  flash: z.object({ sku: z.string().nullable(), factor: z.number(), untilMs: z.number() }).nullable(),
});
export type Settings = z.output<typeof settingsSchema>;

/** What a person has set at a program; it outlives the program. */
export class KeptSettings {
  private settings: Settings;
  private readonly file: string;

  constructor(folder: string, running: boolean) {
    this.file = path.join(folder, 'settings.json');
    this.settings = readSettings(this.file) ?? {
      running,
      speed: speed_default,
      faults: noFaults,
      downUntilMs: 0,
      flash: null,
    };
  }

  /** As they are now: what was set for a time is over after it. */
  get(nowMs: number): Settings {
    const { flash } = this.settings;
    if (flash !== null && flash.untilMs <= nowMs) this.settings = { ...this.settings, flash: null };
    return this.settings;
  }

  set(command: SandboxCommand, nowMs: number): void {
    const { running, speed, faults, downSeconds, flash } = command;
    const before = this.settings;
    this.settings = {
      running: running ?? before.running,
      speed: speed ?? before.speed,
      faults: {
        lateSeconds: faults?.lateSeconds ?? before.faults.lateSeconds,
        duplicated: faults?.duplicated ?? before.faults.duplicated,
        failing: faults?.failing ?? before.faults.failing,
      },
      downUntilMs: downSeconds === undefined ? before.downUntilMs : nowMs + downSeconds * 1_000,
      flash:
        flash === undefined
          ? before.flash
          : flash === null
            ? null
            : { sku: flash.sku ?? null, factor: flash.factor, untilMs: nowMs + flash.minutes * 60_000 },
    };
    writeFileSync(`${this.file}.new`, JSON.stringify(this.settings), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

function readSettings(file: string): Settings | undefined {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
