import type { Claimant } from './claimant';
import { type Supply, serve } from './feasible';
import { NodeFlow } from './node-flow';

/** Above this many units the price is searched first; below, handing out one by one is quicker. */
export const greedy_units_max = 400;

/** The search ends when so many packs per listing are left to hand out one by one. */
const packs_left_per_listing = 2;
const price_steps_max = 100;
const price_min = 1e-18;
/** A warm start looks this far around the old price first. */
const warm_factor = 1.2;

export interface Found {
  /** Packs per claimant. */
  packs: number[];
  /** The worth of the last unit handed out. */
  price: number;
}

/** The best division of the supply, each beginning with its `start` packs (floors that are known to fit). */
export function search(
  claimants: readonly Claimant[],
  supply: Supply,
  start: readonly number[],
  hint: number | undefined,
): Found {
  const packs = divide(claimants, supply, start, hint);
  let price = 1;
  for (const [index, claimant] of claimants.entries()) {
    const got = packs[index] as number;
    if (got > (start[index] as number)) price = Math.min(price, claimant.next(got - 1));
  }
  return { packs, price };
}

function divide(
  claimants: readonly Claimant[],
  supply: Supply,
  start: readonly number[],
  hint: number | undefined,
): number[] {
  const units = supply.units.reduce((sum, here) => sum + here, 0);
  if (everybodyIsServedByAll(supply)) {
    const from = units > greedy_units_max ? atBestPrice(claimants, units, start, hint) : undefined;
    return handOut(claimants, units, from ?? [...start]);
  }
  if (units > greedy_units_max && claimants.every((claimant) => claimant.pack === 1))
    return decompose(claimants, supply, start);
  return handOutFrom(claimants, supply, start);
}

function everybodyIsServedByAll({ units, serves }: Supply): boolean {
  const stocked = units.filter((here) => here > 0).length;
  return serves.every((nodes) => {
    let count = 0;
    for (const node of nodes) if ((units[node] as number) > 0) count += 1;
    return count === stocked;
  });
}

/** Greedy with one limit: the next pack to the largest worth; of equals the first. */
function handOut(claimants: readonly Claimant[], units: number, packs: number[]): number[] {
  let left = units;
  const worth = new Float64Array(claimants.length);
  for (let index = 0; index < claimants.length; index++) {
    const claimant = claimants[index] as Claimant;
    left -= claimant.pack * (packs[index] as number);
    worth[index] = claimant.next(packs[index] as number);
  }
  while (left > 0) {
    let best = -1;
    let most = 0;
    for (let index = 0; index < worth.length; index++) {
      if ((worth[index] as number) > most && (claimants[index] as Claimant).pack <= left) {
        most = worth[index] as number;
        best = index;
      }
    }
    if (best < 0) break;
    const claimant = claimants[best] as Claimant;
    const got = (packs[best] as number) + 1;
    packs[best] = got;
    left -= claimant.pack;
    worth[best] = claimant.next(got);
  }
  return packs;
}

/** Greedy over shared nodes: who cannot be given one more now can never be again, for what is given is never taken. */
function handOutFrom(claimants: readonly Claimant[], supply: Supply, start: readonly number[]): number[] {
  const flow = new NodeFlow(supply);
  const packs = claimants.map((claimant, index) => {
    const floor = start[index] as number;
    return floor > 0 && flow.give(index, floor * claimant.pack) ? floor : 0;
  });
  const worth = claimants.map((claimant, index) => claimant.next(packs[index] as number));
  for (;;) {
    let best = -1;
    for (let index = 0; index < worth.length; index++)
      if ((worth[index] as number) > (best < 0 ? 0 : (worth[best] as number))) best = index;
    if (best < 0) return packs;
    const claimant = claimants[best] as Claimant;
    if (!flow.give(best, claimant.pack)) {
      worth[best] = 0;
      continue;
    }
    packs[best] = (packs[best] as number) + 1;
    worth[best] = claimant.next(packs[best] as number);
  }
}

/**
 * Everything worth more than some price, with at most a few packs left over: greedy would have handed out just that
 * before anything else, so going on greedily from here gives the same end. The price is halved between one at which too
 * much is wanted and one at which it fits; an old price only shortens the way.
 */
function atBestPrice(
  claimants: readonly Claimant[],
  units: number,
  start: readonly number[],
  hint: number | undefined,
): number[] | undefined {
  const take = (price: number): { packs: number[]; units: number } => {
    let sum = 0;
    const packs = claimants.map((claimant, index) => {
      const got = Math.max(
        start[index] as number,
        claimant.demandAt(price, Math.floor(units / claimant.pack)),
      );
      sum += got * claimant.pack;
      return got;
    });
    return { packs, units: sum };
  };
  const largest = Math.max(...claimants.map((claimant) => claimant.pack));
  const enough = units - packs_left_per_listing * claimants.length * largest;
  let [low, high] = [price_min, 1];
  let best = take(high);
  if (best.units > units) return undefined;
  if (hint !== undefined && hint > price_min && hint < 1) {
    for (const price of [Math.min(1, hint * warm_factor), hint / warm_factor]) {
      const taken = take(price);
      if (taken.units > units) low = Math.max(low, price);
      else if (taken.units >= best.units) [high, best] = [price, taken];
    }
  }
  for (let step = 0; step < price_steps_max && best.units < enough && high / low > 1 + 1e-15; step++) {
    const price = Math.sqrt(low * high);
    const taken = take(price);
    if (taken.units > units) low = price;
    else [high, best] = [price, taken];
  }
  return best.packs;
}

/**
 * Many units over shared nodes (single units only): divide as if every node served everybody; where a set of listings
 * then has more than its nodes hold, the set with the most beyond it gets exactly its nodes, and both parts are divided
 * anew (the decomposition of Fujishige and Groenevelt: exact for separable concave worth over a polymatroid).
 */
function decompose(claimants: readonly Claimant[], supply: Supply, start: readonly number[]): number[] {
  const units = supply.units.reduce((sum, here) => sum + here, 0);
  const limits = claimants.map((claimant) => Math.min(claimant.most, units));
  const { total } = serve(limits, supply);
  const from = total > greedy_units_max ? atBestPrice(claimants, total, start, undefined) : undefined;
  const packs = handOut(claimants, total, from ?? [...start]);
  const { short } = serve(packs, supply);
  if (short.length === 0 || short.length === claimants.length) return packs;

  const shortSet = new Set(short);
  const theirNodes = new Set(short.flatMap((index) => supply.serves[index] ?? []));
  const result = claimants.map(() => 0);
  const part = (members: readonly number[], keep: (node: number) => boolean) => {
    const divided = decompose(
      members.map((index) => claimants[index] as Claimant),
      {
        units: supply.units.map((here, node) => (keep(node) ? here : 0)),
        serves: members.map((index) => (supply.serves[index] ?? []).filter(keep)),
      },
      members.map((index) => start[index] as number),
    );
    for (const [position, index] of members.entries()) result[index] = divided[position] as number;
  };
  part(short, (node) => theirNodes.has(node));
  part(
    claimants.map((_, index) => index).filter((index) => !shortSet.has(index)),
    (node) => !theirNodes.has(node),
  );
  return result;
}
