import { openDatabase } from '@/lib/db/open-database';
import { type AdminCommand, UsageError } from './admin/command';

/**
 * `npm run --silent admin -- <command>`: what an operator does from the shell, also beside a running `npm start`
 * on the same data folder. Only the answer goes to stdout, so that a script can take it as it is.
 */
const commands: Readonly<Record<string, () => Promise<{ command: AdminCommand }>>> = {
  'owner-link': () => import('./admin/owner-link'),
  'api-key create': () => import('./admin/api-key-create'),
  'api-key list': () => import('./admin/api-key-list'),
  'api-key revoke': () => import('./admin/api-key-revoke'),
  'user invite': () => import('./admin/user-invite'),
  'channel add': () => import('./admin/channel-add'),
  backup: () => import('./admin/backup'),
  restore: () => import('./admin/restore'),
};

async function main(words: string[]): Promise<void> {
  const name = Object.keys(commands).find(
    (known) => words.slice(0, known.split(' ').length).join(' ') === known,
  );
  const load = name === undefined ? undefined : commands[name];
  if (name === undefined || load === undefined) throw new UsageError(await usage());
  const { command } = await load();
  const work = command.parse(words.slice(name.split(' ').length));
  const database = await openDatabase();
  try {
    const answer = await work();
    if (answer !== '') process.stdout.write(`${answer}\n`);
  } finally {
    await database.close();
  }
}

async function usage(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = loaded.map(({ command }) => `  ${command.usage.padEnd(66)} ${command.what}`);
  return ['Usage: npm run --silent admin -- <command>', ...lines].join('\n');
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
