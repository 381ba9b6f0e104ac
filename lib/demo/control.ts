import { z } from 'zod';
import {
  down_seconds_max,
  flash_factor_max,
  flash_minutes_max,
  late_seconds_max,
  speed_max,
  speed_min,
} from './limits';

/**
 * How the demo's sandbox programs are controlled: `GET /control` gives a status, `GET /control/listing?sku=` what is
 * shown of a SKU, `POST /control` takes a command and gives the status after it. Loopback only, by a bearer secret.
 */
export const sandboxKinds = ['shop', 'tills', 'supplier'] as const;
export type SandboxKind = (typeof sandboxKinds)[number];

const name = z.string().regex(/^[a-z0-9-]{1,40}$/);
const instant = z.iso.datetime();
const count = z.int().min(0);

export const faultsSchema = z.strictObject({
  /** Reports are kept back and come in a burst, this often; 0: at once. */
  lateSeconds: z.number().min(0).max(late_seconds_max),
  /** The part of reports that is sent twice. */
  duplicated: z.number().min(0).max(1),
  /** The part of requests that is answered by an error, and of reports that are lost on their way. */
  failing: z.number().min(0).max(0.9),
});
export type Faults = z.output<typeof faultsSchema>;
export const noFaults: Faults = { lateSeconds: 0, duplicated: 0, failing: 0 };

const flashSchema = z.strictObject({
  /** Without one: everything sells so many times as fast. */
  sku: z.string().max(128).optional(),
  factor: z.number().min(2).max(flash_factor_max),
  minutes: z.number().gt(0).max(flash_minutes_max),
});

/** What is not named stays as it is. */
export const sandboxCommandSchema = z.strictObject({
  running: z.boolean().optional(),
  speed: z.number().min(speed_min).max(speed_max).optional(),
  faults: faultsSchema.partial().optional(),
  /** Out of reach for so long; 0 ends it. Customers go on buying meanwhile. */
  downSeconds: z.number().min(0).max(down_seconds_max).optional(),
  /** Null ends it. */
  flash: flashSchema.nullable().optional(),
});
export type SandboxCommand = z.output<typeof sandboxCommandSchema>;

export const sandboxStatusSchema = z.object({
  name,
  kind: z.enum(sandboxKinds),
  title: z.string(),
  running: z.boolean(),
  speed: z.number(),
  faults: faultsSchema,
  downUntil: instant.nullable(),
  flash: z.object({ sku: z.string().nullable(), factor: z.number(), until: instant }).nullable(),
  /** How it tells of its orders: by webhook, only when polled, or by events. */
  reports: z.enum(['webhook', 'poll', 'events']),
  orders: count,
  units: count,
  /** Customers who were sent away because the listing showed too little. */
  refused: count,
  ordersLastMinute: count,
  /** Reports that are kept back or waiting to be sent. */
  waiting: count,
  last: z.object({ order: z.string(), at: instant, what: z.string() }).nullable(),
});
export type SandboxStatus = z.output<typeof sandboxStatusSchema>;

export const shownLevelsSchema = z.object({
  levels: z.array(z.object({ location: z.string().nullable(), quantity: z.int(), version: z.int() })),
});
export type ShownLevels = z.output<typeof shownLevelsSchema>;

/** The programs of a demo, as `sandbox.json` in its folder names them. Holds a secret: mode 0600. */
export const sandboxManifestSchema = z.object({
  secret: z.string().min(16),
  programs: z.array(
    z.object({ name, kind: z.enum(sandboxKinds), title: z.string(), port: z.int().min(1).max(65_535) }),
  ),
});
export type SandboxManifest = z.output<typeof sandboxManifestSchema>;

export const demo_folder = 'demo';
export const manifest_file = 'sandbox.json';
