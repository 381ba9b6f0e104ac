import type { MakePolicy } from '../policy';
import { escrowed } from './escrowed';
import { fixedSplit, fullPool, fullPoolBuffered, neverSynced, velocitySplit } from './plain';

/** The chance of overselling within a loop that the bounded mode accepts, in the comparison. */
export const bounded_epsilon = 0.01;

export const policies = {
  neverSynced,
  fullPool,
  fixedSplit,
  fullPoolBuffered,
  velocitySplit,
  strict: escrowed({ mode: 'strict' }),
  bounded: escrowed({ mode: { bounded: bounded_epsilon } }),
} satisfies Record<string, MakePolicy>;

export type PolicyName = keyof typeof policies;
