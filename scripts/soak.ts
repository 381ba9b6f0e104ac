import { parseArgs } from 'node:util';
import { sampleConfigurations, soakConfigurations } from '@/lib/simulation/model-check/configurations';
import { modelCheck } from '@/lib/simulation/model-check/search';
import { escrowed } from '@/lib/simulation/policies/escrowed';
import { faultScenario } from '@/lib/simulation/random-faults';
import { simulate } from '@/lib/simulation/simulate';

/**
 * `npm run soak [-- --only model,faults] [--orders N] [--worlds N]`: the long runs, of which `npm test` holds a sample.
 * `model` walks every order of events of the wide configurations; `faults` simulates orders under random faults until
 * there were `--orders` (a million) of them, with every invariant checked after every step. Ends with code 1 where
 * something is found.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'model,faults' },
    orders: { type: 'string', default: '1000000' },
    worlds: { type: 'string', default: '6000000' },
  },
});
const parts = values.only.split(',');
let found = 0;
if (parts.includes('model')) walk(Number(values.worlds));
if (parts.includes('faults')) play(Number(values.orders));
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

function play(orders_min: number): void {
  let [orders, runs, oversold] = [0, 0, 0];
  for (let seed = 1; orders < orders_min; seed++) {
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
