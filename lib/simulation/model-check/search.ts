import { checkInvariants } from '@/lib/allocation/escrow/invariants';
import { type EscrowRules, escrowRules } from '@/lib/allocation/escrow/rules';
import { fingerprint } from './fingerprint';
import { moves } from './moves';
import { type Configuration, firstWorld, type World } from './world';

export interface Verdict {
  configuration: string;
  /** Distinct worlds reached. */
  worlds: number;
  /** Steps from the first world to the farthest. */
  depth: number;
  /** False where `worlds_max` ended the search. */
  exhaustive: boolean;
  violation?: { detail: string; steps: string[] };
}

/**
 * Walks every world that can be reached, breadth first, and checks the invariants in each: so no order of events within
 * the configuration breaks them, and a violation comes with a shortest way to it.
 */
export function modelCheck(
  configuration: Configuration,
  { rules = escrowRules, worlds_max = 10_000_000 }: { rules?: EscrowRules; worlds_max?: number } = {},
): Verdict {
  const first = firstWorld(configuration);
  const known = new Set([fingerprint(first)]);
  // How each world was reached: the world before it, and which of its moves it was.
  const parents: number[] = [-1];
  const choices: number[] = [-1];
  let level: { world: World; index: number }[] = [{ world: first, index: 0 }];
  let depth = 0;
  const verdict = (rest: Partial<Verdict> = {}): Verdict => ({
    configuration: configuration.name,
    worlds: known.size,
    depth,
    exhaustive: true,
    ...rest,
  });
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { world, index } of level)
      for (const [choice, move] of moves(world, configuration, rules).entries()) {
        const print = fingerprint(move.world);
        if (known.has(print)) continue;
        known.add(print);
        const place = parents.push(index) - 1;
        choices.push(choice);
        const detail = violationIn(move.world, configuration);
        if (detail !== undefined) {
          depth += 1;
          const steps = retrace(place, parents, choices, configuration, rules);
          return verdict({ exhaustive: false, violation: { detail, steps } });
        }
        if (known.size >= worlds_max) return verdict({ exhaustive: false });
        next.push({ world: move.world, index: place });
      }
    if (next.length > 0) depth += 1;
    level = next;
  }
  return verdict();
}

function violationIn(world: World, configuration: Configuration): string | undefined {
  const truth: Parameters<typeof checkInvariants>[2] = {};
  const known = truth as Record<string, NonNullable<(typeof truth)[string]>>;
  let assumed = true;
  for (const name in world.channels) {
    const [channel, books] = [world.channels[name], world.escrow.channels[name]];
    const model = configuration.channels[name];
    if (channel === undefined || books === undefined || model === undefined) continue;
    if ((model.edits ?? 0) + (model.reportsLate ?? 0) > 0) assumed = false;
    let undetected = 0;
    for (const { units } of channel.edits) undetected += units;
    // Left out by an anchor that a broken watermark applied too early.
    for (const at of channel.orders) if (at <= books.settledTo) undetected += 1;
    const restocked = channel.cancellations.filter((cancellation) => cancellation.restocked).length;
    known[name] = { listing: channel.listing, unrecorded: channel.orders.length - restocked, undetected };
  }
  const [violation] = checkInvariants(world.escrow, world.toSell, truth);
  if (violation !== undefined) return `${violation.invariant} ${violation.where}: ${violation.detail}`;
  if (assumed && world.left < -world.lost) return `${-world.left} units oversold, ${world.lost} were lost`;
  return undefined;
}

function retrace(
  place: number,
  parents: readonly number[],
  choices: readonly number[],
  configuration: Configuration,
  rules: EscrowRules,
): string[] {
  const path: number[] = [];
  for (let at = place; at > 0; at = parents[at] ?? 0) path.unshift(choices[at] ?? 0);
  const steps: string[] = [];
  let world = firstWorld(configuration);
  for (const choice of path) {
    const move = moves(world, configuration, rules)[choice];
    if (move === undefined) break;
    steps.push(move.label);
    world = move.world;
  }
  return steps;
}
