import { z } from 'zod';
import type { Comparison } from './compare';
import { history_days_max, simulation_seeds_max } from './limits';

const day_ms = 86_400_000;

/** A stretch of what this installation has recorded: whole UTC days, the last one included. */
export const historySchema = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    /** Null: the SKUs that sold most. */
    sku: z.string().min(1).max(128).nullable(),
    /** Stock ÷ demand instead of what was there; null = as recorded. */
    stockShare: z.number().min(0.05).max(10).nullable(),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not lie before the first day' })
  .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / day_ms < history_days_max, {
    path: ['to'],
    message: `may be ${history_days_max} days at most`,
  });
export type HistoryQuestion = z.output<typeof historySchema>;

/** Everything that decides a simulation: the same parameters give the same numbers. */
export const simulationSchema = z
  .strictObject({
    /** Shipped scenarios; with `history` they may be none. */
    scenarios: z.array(z.string().min(1).max(60)).max(20),
    history: historySchema.nullable(),
    policies: z.array(z.string().min(1).max(60)).min(1).max(10),
    seed: z.int().min(0).max(1_000_000_000),
    seeds: z.int().min(1).max(simulation_seeds_max),
    demand: z.number().min(0.1).max(10),
    delay: z.number().min(0.1).max(20),
    outageMinutes: z.int().min(0).max(2880),
  })
  .refine(({ scenarios, history }) => scenarios.length > 0 || history !== null, {
    path: ['scenarios'],
    message: 'choose a scenario or a stretch of history',
  });
export type SimulationParameters = z.output<typeof simulationSchema>;

export type SimulationStatus = 'queued' | 'running' | 'done' | 'cancelled' | 'failed';

export interface SimulationRun {
  run: string;
  status: SimulationStatus;
  /** Rows of the table that are played, of all: one for each scenario and policy. */
  done: number;
  total: number;
  results: Comparison[];
  requestedAt: string;
  finishedAt: string | null;
}
