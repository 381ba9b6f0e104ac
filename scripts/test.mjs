// `npm test`: everything, on a fresh clone too. Installs, gets itself a browser, checks, then runs the unit tests,
// the store tests on a real Postgres, then the whole application as processes and the browser journeys, both on a
// production build. What failed is told again at the end, with its reason, above the one line that sums all up. A
// file of tests that failed is run a second time: what passes then is named as unsteady, not hidden, and not taken for
// broken. Plain JavaScript, since it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser.mjs';
import { bin, prepare, root } from './prepare.mjs';

const scratch = mkdtempSync(path.join(tmpdir(), 'truecount-run-'));
const failures = [];
const unsteady = [];
let passedInAll = 0;
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

await prepare({ build: false });

count('check', () =>
  run('npm', ['run', '--silent', 'check']) === 0
    ? { passed: 1, failures: [] }
    : { passed: 0, failures: [{ name: 'lint or types', reason: 'see above, under "check"' }] },
);
count('unit', () => vitest('unit'));
count('store', () => vitest('store'));
await prepare({ build: true });
count('system', () => vitest('system'));
if (readdirSync(path.join(root, 'e2e')).some((name) => name.endsWith('.spec.ts'))) {
  const browser = await findBrowser();
  count('journeys', () => journeys(browser));
}

for (const { name, reason } of unsteady)
  console.log(`UNSTEADY, passed the second time: ${name}\n${reason}\n`);
for (const { name, reason } of failures) console.log(`FAILED: ${name}\n${reason}\n`);
console.log(`${passedInAll} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);

function count(name, work) {
  const startedAt = Date.now();
  console.log(`── ${name}`);
  const result = work();
  passedInAll += result.passed;
  failures.push(...result.failures);
  unsteady.push(...(result.unsteady ?? []));
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  const bad = result.failures.length;
  // Not in the words of the closing line, which must be the only one of its kind.
  console.log(`── ${name}: ${bad === 0 ? 'good' : `${bad} bad`} (${result.passed} good) in ${seconds} s`);
}

function vitest(project) {
  const first = runVitest(project, []);
  const files = [...new Set(first.failures.map((failure) => failure.file))];
  // Files that broke many ways, or a run that left no report, are not a matter of luck.
  if (files.length === 0 || files.length > 3 || files.includes(undefined)) return first;
  const second = runVitest(project, files);
  const stillBad = new Set(second.failures.map((failure) => failure.name));
  return {
    passed: first.passed + first.failures.filter((failure) => !stillBad.has(failure.name)).length,
    failures: second.failures,
    unsteady: first.failures.filter((failure) => !stillBad.has(failure.name)),
  };
}

function runVitest(project, files) {
  const report = path.join(scratch, `${project}.json`);
  rmSync(report, { force: true });
  const status = run(bin('vitest'), [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
    ...files,
  ]);
  const result = readReport(report);
  const found = (result?.testResults ?? []).flatMap((file) => {
    const bad = file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => ({
        file: file.name,
        name: `${path.relative(root, file.name)} › ${test.fullName}`,
        reason: shorten(test.failureMessages.join('\n')),
      }));
    // A file that does not even load has no tests to fail.
    return bad.length === 0 && file.status === 'failed'
      ? [{ file: file.name, name: path.relative(root, file.name), reason: shorten(file.message) }]
      : bad;
  });
  // An error outside every test fails the run alone.
  if (found.length === 0 && status !== 0)
    found.push({ name: project, reason: `ended with ${status}, see above` });
  return { passed: result?.numPassedTests ?? 0, failures: found };
}

function journeys(browser) {
  const report = path.join(scratch, 'journeys.json');
  const status = run(bin('playwright'), ['test'], {
    TRUECOUNT_E2E_JSON: report,
    TRUECOUNT_E2E_DATA: process.env.TRUECOUNT_E2E_DATA ?? path.join(scratch, 'data'),
    ...(browser === undefined ? {} : { TRUECOUNT_CHROMIUM: browser }),
  });
  const result = readReport(report);
  const specs = (result?.suites ?? []).flatMap(specsOf);
  const told = (outcome) =>
    specs
      .filter((spec) => spec.tests.some((test) => test.status === outcome))
      .map((spec) => ({
        name: `${spec.file} › ${spec.title}`,
        reason: shorten(
          spec.tests
            .flatMap((test) => test.results.flatMap((each) => each.errors.map((error) => error.message)))
            .join('\n'),
        ),
      }));
  const bad = told('unexpected');
  if (bad.length === 0 && status !== 0)
    bad.push({ name: 'journeys', reason: `ended with ${status}, see above` });
  const { expected = 0, flaky = 0 } = result?.stats ?? {};
  return { passed: expected + flaky, failures: bad, unsteady: told('flaky') };
}

function specsOf(suite) {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}

/** As much of a reason as says what was wrong and where. */
function shorten(text) {
  return (text ?? '').split('\n').slice(0, 25).join('\n').slice(0, 3_000);
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
