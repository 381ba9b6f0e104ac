import { parseArgs } from 'node:util';
import { type Comparison, compare } from '@/lib/simulation/compare';
import { type PolicyName, policies } from '@/lib/simulation/policies';
import { scenarios } from '@/lib/simulation/scenarios/scenarios';
import { simulate } from '@/lib/simulation/simulate';

/**
 * `npm run simulate -- --scenario S --policy P --seed N [--json]` plays one run. With several seeds, or `all` for
 * scenario or policy, it prints a table of means: `-- --scenario all --policy all --seed 101 --seeds 24`.
 */
const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'all' },
    policy: { type: 'string', default: 'all' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const seed = whole('seed', values.seed);
const seeds = Math.max(1, whole('seeds', values.seeds));
const chosen = namesOf('scenario', values.scenario, Object.keys(scenarios));
const under = namesOf('policy', values.policy, Object.keys(policies)) as PolicyName[];

const [first] = chosen;
const [only] = under;
const scenario = first === undefined ? undefined : scenarios[first];
if (
  chosen.length === 1 &&
  under.length === 1 &&
  seeds === 1 &&
  scenario !== undefined &&
  only !== undefined
) {
  const result = {
    scenario: scenario.name,
    policy: only,
    seed,
    ...simulate(scenario, policies[only], { seed }),
  };
  if (values.json) console.log(JSON.stringify(result));
  else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(16)} ${value}`);
} else {
  if (!values.json) console.log(heading());
  const all: Comparison[] = [];
  for (const name of chosen)
    for (const policy of under) {
      const row = compare(name, policy, { firstSeed: seed, seeds });
      all.push(row);
      if (!values.json) console.log(line(row));
    }
  if (values.json) console.log(JSON.stringify(all));
}

function namesOf(option: string, given: string, known: string[]): string[] {
  const names = given === 'all' ? known : given.split(',');
  for (const name of names)
    if (!known.includes(name)) stop(`no ${option} ${name}; there are ${known.join(', ')}`);
  return names;
}

function whole(option: string, given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number)) stop(`--${option} must be a whole number`);
  return number;
}

function stop(why: string): never {
  console.error(why);
  process.exit(2);
}

function heading(): string {
  return `${'scenario'.padEnd(16)}${'policy'.padEnd(18)}${'oversold'.padStart(9)}${'fill %'.padStart(8)}${'cancelled'.padStart(11)}${'pushes'.padStart(8)}${'most'.padStart(6)}${'revenue'.padStart(9)}`;
}

function line(row: Comparison): string {
  return [
    row.scenario.padEnd(16),
    row.policy.padEnd(18),
    row.oversoldUnits.toFixed(2).padStart(9),
    row.fillPercent.toFixed(2).padStart(8),
    row.cancelledOrders.toFixed(2).padStart(11),
    row.pushes.toFixed(0).padStart(8),
    row.pushesMost.toFixed(0).padStart(6),
    row.revenue.toFixed(0).padStart(9),
  ].join('');
}
