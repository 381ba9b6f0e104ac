/**
 * What separate systems would believe. Each channel's own system starts the day with what lay at the nodes it sells
 * from, adds what it saw arrive there, and subtracts its own sales. It hears neither of the other channels' sales nor
 * of units that were carried off to a node it does not sell from.
 *
 * Example: 847 units in a warehouse, 124 of them moved to three dark stores. Webshop and marketplace, sold from the
 * warehouse, start from 847 each, the dark-store channel from 124. After 312 / 89 / 47 sales they believe in
 * 535 + 758 + 77 = 1,370 units, while 847 − 448 = 399 are left.
 */
export interface NaiveFacts {
  /** Units on hand per node when the day began. */
  opening: ReadonlyMap<string, number>;
  /** Units that came in from or went out to the outside other than by sales: receipts, returns, adjustments; signed. */
  supplied: ReadonlyMap<string, number>;
  /** Units received by transfer. */
  moved: readonly { from: string; to: string; units: number }[];
  channels: readonly { channel: string; sources: readonly string[]; sold: number }[];
  /** What the ledger says is left to sell, over all nodes. */
  left: number;
}

export interface NaiveLevel {
  channel: string;
  /** What its system started from. */
  start: number;
  sold: number;
  /** start − sold: what its system would show, never below 0. */
  believed: number;
}

export interface NaiveLevels {
  levels: NaiveLevel[];
  believedTotal: number;
  left: number;
  /** Units that are believed in and not there. */
  phantom: number;
}

export function naiveLevels(facts: NaiveFacts): NaiveLevels {
  const levels = facts.channels.map(({ channel, sources, sold }) => {
    const start = startOf(new Set(sources), facts);
    return { channel, start, sold, believed: Math.max(0, start - sold) };
  });
  const believedTotal = levels.reduce((sum, level) => sum + level.believed, 0);
  return { levels, believedTotal, left: facts.left, phantom: believedTotal - facts.left };
}

function startOf(sources: ReadonlySet<string>, facts: NaiveFacts): number {
  let units = 0;
  for (const node of sources) units += (facts.opening.get(node) ?? 0) + (facts.supplied.get(node) ?? 0);
  for (const { from, to, units: arrived } of facts.moved)
    if (sources.has(to) && !sources.has(from)) units += arrived;
  return Math.max(0, units);
}
