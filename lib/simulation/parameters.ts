import { z } from 'zod';
import type { Comparison } from './compare';

export const simulation_seeds_max = 50;

/** Everything that decides a simulation: the same parameters give the same numbers. */
export const simulationSchema = z.strictObject({
  scenario: z.string().min(1).max(60),
  policies: z.array(z.string().min(1).max(60)).min(1).max(10),
  seed: z.int().min(0).max(1_000_000_000),
  seeds: z.int().min(1).max(simulation_seeds_max),
  demand: z.number().min(0.1).max(10),
  delay: z.number().min(0.1).max(20),
  outageMinutes: z.int().min(0).max(2880),
});
export type SimulationParameters = z.output<typeof simulationSchema>;

export type SimulationStatus = 'queued' | 'running' | 'done' | 'cancelled' | 'failed';

export interface SimulationRun {
  run: string;
  status: SimulationStatus;
  /** Policies played of all. */
  done: number;
  total: number;
  results: Comparison[];
  requestedAt: string;
  finishedAt: string | null;
}
