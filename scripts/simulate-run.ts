import { compare } from '@/lib/simulation/compare';
import { simulationSchema } from '@/lib/simulation/parameters';
import type { PolicyName } from '@/lib/simulation/policies';

/** Plays one question of the screen in a process of its own: a line of JSON per policy as it is done. */
const { scenario, policies, seed, seeds, demand, delay, outageMinutes } = simulationSchema.parse(
  JSON.parse(process.argv[2] ?? ''),
);
for (const policy of policies) {
  const row = compare(scenario, policy as PolicyName, {
    firstSeed: seed,
    seeds,
    altered: { demand, delay, outageMinutes },
  });
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
