import { parseArgs } from 'node:util';
import { startBackground } from './background';
import { type BenchDatabase, startBenchDatabase } from './bench-database';
import { benchGrowth } from './growth';
import { benchHttp } from './http';
import { type Figure, print, save } from './report';
import { benchWritePath } from './write-path';

/**
 * `npm run bench [-- --only write,http,growth] [--rounds N] [--postings N]`: each section on a fresh embedded Postgres
 * with durable commits. The full growth (5·10⁶ postings) takes about a quarter of an hour.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'write,http,growth' },
    rounds: { type: 'string', default: '5' },
    postings: { type: 'string', default: '5000000' },
  },
});
const rounds = Number(values.rounds);
const sections: Record<string, (database: BenchDatabase) => Promise<Figure[]>> = {
  write: (database) => benchWritePath(database, rounds),
  http: (database) => benchHttp(database, Math.min(rounds, 3)),
  growth: (database) => benchGrowth(database, Number(values.postings)),
};

const figures: Figure[] = [];
for (const name of values.only.split(',')) {
  const section = sections[name];
  if (section === undefined)
    throw new Error(`no section ${name}: there are ${Object.keys(sections).join(', ')}`);
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
