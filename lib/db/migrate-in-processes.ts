import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** For the tests: runs migrate() in `count` processes at once and returns what each of them applied. */
export async function runMigrations(url: string, root: string, count: number): Promise<string[][]> {
  const script = `
    const { migrate } = await import(${JSON.stringify(path.resolve('lib/db/migrate.ts'))});
    const { prismaFolders } = await import(${JSON.stringify(path.resolve('lib/db/prisma-folders.ts'))});
    const applied = JSON.stringify(await migrate(process.env.URL, prismaFolders(process.env.ROOT)));
    // The engine leaves a timer of 10 s behind; a command that is done does not wait for it.
    process.stdout.write(applied, () => process.exit());
  `;
  const run = promisify(execFile);
  const runs = Array.from({ length: count }, () =>
    run(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      env: { ...process.env, URL: url, ROOT: root },
    }),
  );
  return (await Promise.all(runs)).map(({ stdout }) => JSON.parse(stdout) as string[]);
}
