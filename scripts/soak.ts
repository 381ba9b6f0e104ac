import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { backtest } from '@/lib/simulation/backtest';
import { sampleConfigurations, soakConfigurations } from '@/lib/simulation/model-check/configurations';
import { modelCheck } from '@/lib/simulation/model-check/search';
import { escrowed } from '@/lib/simulation/policies/escrowed';
import { faultScenario } from '@/lib/simulation/random-faults';
import { simulate } from '@/lib/simulation/simulate';
import { readRealHistories, real_orders_scenario, real_orders_stock_share } from './simulation/real-orders';

/**
 * `npm run soak [-- --only model,faults,replay,live] [--orders N] [--worlds N] [--seed N]`: the long runs, of which
 * `npm test` holds a sample. `model` walks every order of events of the wide configurations; `faults` simulates orders
 * under random faults until there were `--orders` (a million) of them, with every invariant checked after every step;
 * `replay` plays seasons of real orders; `live` is the flash sale on real processes with a shop that cannot be reached
 * for a minute. Ends with code 1 where something is found.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'model,faults,replay,live' },
    orders: { type: 'string', default: '1000000' },
    worlds: { type: 'string', default: '6000000' },
    seed: { type: 'string', default: '1' },
  },
});
const replayed_skus = 40;
const replay_fill_percent_min = 98.5;
const parts = values.only.split(',');
let found = 0;
if (parts.includes('model')) walk(Number(values.worlds));
if (parts.includes('faults')) play(Number(values.orders), Number(values.seed));
if (parts.includes('replay')) await replay(Number(values.seed));
if (parts.includes('live')) live();
console.log(found === 0 ? 'nothing found' : `${found} found`);
process.exit(found === 0 ? 0 : 1);

function walk(worlds_max: number): void {
  let total = 0;
  for (const configuration of [...sampleConfigurations, ...soakConfigurations]) {
    const { worlds, depth, exhaustive, violation } = modelCheck(configuration, { worlds_max });
    total += worlds;
    const extent = exhaustive ? 'all' : 'the first';
    console.log(`${configuration.name.padEnd(40)} ${extent} ${worlds} worlds, ${depth} steps deep`);
    if (violation === undefined) continue;
    found += 1;
    console.log(`  ${violation.detail}\n  ${violation.steps.join('\n  ')}`);
  }
  console.log(`${total} worlds in all`);
}

function play(orders_min: number, firstSeed: number): void {
  let [orders, runs, oversold] = [0, 0, 0];
  for (let seed = firstSeed; orders < orders_min; seed++) {
    try {
      const result = simulate(faultScenario(seed), escrowed({ mode: 'strict', check: true }), { seed });
      orders += result.orders;
      oversold += result.oversoldUnits;
      if (result.oversoldUnits > 0) console.log(`seed ${seed}: ${result.oversoldUnits} units oversold`);
    } catch (error) {
      found += 1;
      console.log(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
    }
    runs += 1;
    if (runs % 100 === 0) console.log(`${runs} runs, ${orders} orders, ${oversold} units oversold`);
  }
  found += oversold > 0 ? 1 : 0;
  console.log(`${runs} runs, ${orders} orders, ${oversold} units oversold`);
}

/** Strict, on seasons of real orders with nine tenths of the stock that was wanted. */
async function replay(seed: number): Promise<void> {
  const histories = await readRealHistories(seed, replayed_skus);
  const row = backtest(real_orders_scenario, histories, 'strict', {
    firstSeed: seed,
    seeds: 1,
    stockShare: real_orders_stock_share,
  });
  const { skus, oversoldTotal, fillPercent, pushes } = row;
  console.log(
    `real orders of ${skus} SKUs: ${oversoldTotal} units oversold, fill ${fillPercent.toFixed(2)} %, ${pushes.toFixed(0)} pushes`,
  );
  if (oversoldTotal > 0 || fillPercent < replay_fill_percent_min) found += 1;
}

function live(): void {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project=system', 'e2e/faults/flash-sale.system.test.ts'],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TRUECOUNT_FLASH_DOWN_SECONDS: '60', TRUECOUNT_FLASH_STOCK: '1600' },
    },
  );
  if (status !== 0) found += 1;
}
