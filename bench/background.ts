import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The consumers behind the ledger (closing, seals, rolling proof) in a process of their own. */
export function startBackground(): Promise<{ stop(): Promise<void> }> {
  return startBeside('./background-process.ts');
}

/** A module of the bench in a process of its own, which says when it is ready and ends when it is told. */
export async function startBeside(
  module: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    execArgv: process.execArgv,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    async stop() {
      const ended = once(child, 'exit');
      child.send('stop');
      await ended;
    },
  };
}
