import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/** The production web process on the bench's database; builds first where there is no build. */
export async function startWeb(port: number): Promise<{ address: string; stop(): Promise<void> }> {
  if (!existsSync('.next/BUILD_ID')) execFileSync('npm', ['run', 'build'], { stdio: 'inherit' });
  const web = fork('scripts/web.ts', {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      TRUECOUNT_SECRET_KEY: '00'.repeat(32),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(web, 'message');
  return {
    address: `http://127.0.0.1:${port}`,
    async stop() {
      web.send('stop');
      await once(web, 'exit');
    },
  };
}
