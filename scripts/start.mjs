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
child.on('message', (message) => {
  if (message === 'stopping') child.disconnect?.();
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
