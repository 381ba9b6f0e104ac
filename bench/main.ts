import { parseArgs } from 'node:util';
import { benchAlerts } from './alerts';
import { benchAllocation } from './allocation';
import { startBackground } from './background';
import { type BenchDatabase, startBenchDatabase } from './bench-database';
import { benchDemand } from './demand';
import { benchGrowth } from './growth';
import { benchHttp } from './http';
import { benchImports } from './imports';
import { benchLive } from './live';
import { benchPush } from './push';
import { type Figure, print, save } from './report';
import { benchScreens } from './screens';
import { benchScriptSize } from './script-size';
import { benchWritePath } from './write-path';

/**
 * `npm run bench [-- --only write,http,… (see below)] [--rounds N] [--postings N]`: each section on a fresh embedded Postgres
 * with durable commits, or without any where nothing is stored. The full growth (5·10⁶ postings) takes about a quarter of an hour.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    postings: { type: 'string', default: '5000000' },
  },
});
const rounds = Number(values.rounds);
const sections: Record<string, (database: BenchDatabase) => Promise<Figure[]>> = {
  write: (database) => benchWritePath(database, rounds),
  http: (database) => benchHttp(database, Math.min(rounds, 3)),
  live: (database) => benchLive(database, Math.min(rounds, 3)),
  push: (database) => benchPush(database, Math.min(rounds, 2)),
  screens: (database) => benchScreens(database, Math.min(Number(values.postings), 2_000_000)),
  alerts: (database) => benchAlerts(database, Math.min(rounds, 3)),
  growth: (database) => benchGrowth(database, Number(values.postings)),
  imports: (database) => benchImports(database, Math.min(Number(values.postings), 500_000)),
};
const pure: Record<string, () => Promise<Figure[]>> = {
  allocation: () => benchAllocation(rounds),
  demand: benchDemand,
  script: benchScriptSize,
};

const figures: Figure[] = [];
const every = [...Object.keys(sections), ...Object.keys(pure)];
for (const name of values.only === '' ? every : values.only.split(',')) {
  const alone = pure[name];
  if (alone !== undefined) {
    figures.push(...(await alone()));
    continue;
  }
  const section = sections[name];
  if (section === undefined) throw new Error(`no section ${name}: there are ${every.join(', ')}`);
  const database = await startBenchDatabase();
  const background = await startBackground();
  try {
    figures.push(...(await section(database)));
  } finally {
    await background.stop();
    await database.stop();
  }
}
print(figures);
console.log(`\n${await save(figures)}`);
process.exit(0);
