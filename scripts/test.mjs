// `npm test`: everything, on a fresh clone too. Installs, gets itself a browser, checks, then runs the unit tests,
// the store tests on a real Postgres, then the whole application as processes and the browser journeys, both on a
// production build. Ends with one line that sums them all up. Plain JavaScript, since it runs before anything is
// installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser.mjs';
import { bin, prepare, root } from './prepare.mjs';

const scratch = mkdtempSync(path.join(tmpdir(), 'truecount-run-'));
const total = { passed: 0, failed: 0 };
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

await prepare({ build: false });

count('check', () =>
  run('npm', ['run', '--silent', 'check']) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
);
count('unit', () => vitest('unit'));
count('store', () => vitest('store'));
await prepare({ build: true });
count('system', () => vitest('system'));
if (readdirSync(path.join(root, 'e2e')).some((name) => name.endsWith('.spec.ts'))) {
  const browser = await findBrowser();
  count('journeys', () => journeys(browser));
}

console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

function count(name, work) {
  const startedAt = Date.now();
  console.log(`── ${name}`);
  const { passed, failed } = work();
  total.passed += passed;
  total.failed += failed;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  // Not in the words of the closing line, which must be the only one of its kind.
  console.log(`── ${name}: ${failed === 0 ? 'good' : `${failed} bad`} (${passed} good) in ${seconds} s`);
}

function vitest(project) {
  const report = path.join(scratch, `${project}.json`);
  const status = run(bin('vitest'), [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
  ]);
  const result = readReport(report);
  const passed = result?.numPassedTests ?? 0;
  // A file that does not even load has no tests to fail, but the run has failed.
  const failed = Math.max(result?.numFailedTests ?? 0, status === 0 ? 0 : 1);
  return { passed, failed };
}

function journeys(browser) {
  const report = path.join(scratch, 'journeys.json');
  const status = run(bin('playwright'), ['test'], {
    TRUECOUNT_E2E_JSON: report,
    TRUECOUNT_E2E_DATA: process.env.TRUECOUNT_E2E_DATA ?? path.join(scratch, 'data'),
    ...(browser === undefined ? {} : { TRUECOUNT_CHROMIUM: browser }),
  });
  const stats = readReport(report)?.stats;
  const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0);
  return { passed: stats?.expected ?? 0, failed: Math.max(failed, status === 0 ? 0 : 1) };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  });
  return status ?? 1;
}
