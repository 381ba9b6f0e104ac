import { parseArgs } from 'node:util';
import { backtest } from '@/lib/simulation/backtest';
import { type Comparison, compare } from '@/lib/simulation/compare';
import { history_scenario } from '@/lib/simulation/limits';
import { type PolicyName, policies } from '@/lib/simulation/policies';
import { scenarios } from '@/lib/simulation/scenarios/scenarios';
import { simulate } from '@/lib/simulation/simulate';
import { readRealHistories, real_orders_scenario, real_orders_stock_share } from './simulation/real-orders';
import { historyAsked, readRecordedHistory } from './simulation/recorded-history';

/**
 * `npm run simulate -- --scenario S --policy P --seed N [--json]` plays one run. With several names (commas), several
 * seeds, or `all` for scenario or policy, it prints a table of means: `-- --scenario all --policy all --seed 101
 * --seeds 24`. `realOrders` plays stretches of the shipped orders, `--skus N` of them. `--history FROM..TO [--sku S]
 * [--stock-share X]` plays what this installation has recorded, beside the scenarios where any are named.
 */
const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    policy: { type: 'string', default: 'all' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    skus: { type: 'string', default: '20' },
    history: { type: 'string' },
    sku: { type: 'string' },
    'stock-share': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const seed = whole('seed', values.seed);
  const seeds = Math.max(1, whole('seeds', values.seeds));
  const wanted = values.scenario ?? (values.history === undefined ? 'all' : '');
  const chosen = namesOf('scenario', wanted, Object.keys(scenarios), [real_orders_scenario]);
  const under = namesOf('policy', values.policy, Object.keys(policies)) as PolicyName[];
  const [only] = chosen;
  const scenario = only === undefined ? undefined : scenarios[only];
  const [policy] = under;
  const isOneRun = chosen.length === 1 && under.length === 1 && seeds === 1 && values.history === undefined;
  if (isOneRun && scenario !== undefined && policy !== undefined) {
    const played = simulate(scenario, policies[policy], { seed });
    const result = { scenario: scenario.name, policy, seed, ...played };
    if (values.json) console.log(JSON.stringify(result));
    else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(16)} ${value}`);
    return;
  }
  if (!values.json) console.log(heading());
  const all: Comparison[] = [];
  const add = (row: Comparison) => {
    all.push(row);
    if (!values.json) console.log(line(row));
  };
  for (const name of chosen) {
    const real =
      name === real_orders_scenario ? await readRealHistories(seed, whole('skus', values.skus)) : [];
    const stockShare = real_orders_stock_share;
    for (const policy of under)
      add(
        name === real_orders_scenario
          ? backtest(name, real, policy, { firstSeed: seed, seeds, stockShare })
          : compare(name, policy, { firstSeed: seed, seeds }),
      );
  }
  if (values.history !== undefined) {
    const asked = historyAsked(values.history, values.sku, values['stock-share']);
    const histories = await readRecordedHistory(asked);
    if (histories.length === 0) throw new Error('Nothing was ordered in this stretch.');
    const { stockShare } = asked;
    for (const policy of under)
      add(backtest(history_scenario, histories, policy, { firstSeed: seed, seeds, stockShare }));
  }
  if (values.json) console.log(JSON.stringify(all));
}

function namesOf(option: string, given: string, all: string[], more: string[] = []): string[] {
  if (given === '') return [];
  const names = given === 'all' ? all : given.split(',');
  const known = [...all, ...more];
  for (const name of names)
    if (!known.includes(name)) throw new Error(`no ${option} ${name}; there are ${known.join(', ')}`);
  return names;
}

function whole(option: string, given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number)) throw new Error(`--${option} must be a whole number`);
  return number;
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

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
