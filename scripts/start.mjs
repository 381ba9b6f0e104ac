// `npm start` and `npm run dev`. Runs on a fresh clone, before anything is installed, so it is plain JavaScript
// and imports nothing but Node: it installs, generates and builds what is missing or stale, then hands over to
// serve.ts.
import { spawn } from 'node:child_process';
import { prepare, root } from './prepare.mjs';

const dev = process.argv.includes('--dev');
await prepare({ build: !dev });

const args = ['--import', 'tsx', '--conditions=react-server', 'scripts/serve.ts', ...(dev ? ['--dev'] : [])];
const child = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });

// Ctrl-C reaches the whole process group; serve.ts stops in order and we only wait for it. A signal sent to this
// process alone is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGTERM'));
// npm may die of a signal without passing it on: the shell between us does not. Then this process gets another parent.
const parent = process.ppid;
const parent_look_ms = 500;
if (process.env.npm_lifecycle_event !== undefined) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, parent_look_ms);
  watch.unref();
}
child.on('message', (message) => {
  if (message === 'stopping') child.disconnect?.();
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
