import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';

/** A folder of its own per run; the workers inherit it and run admin commands on it. */
process.env.TRUECOUNT_E2E_DATA ??= mkdtempSync(path.join(tmpdir(), 'truecount-e2e-'));

const port = Number(process.env.TRUECOUNT_E2E_PORT ?? 3210);
const url = `http://127.0.0.1:${port}`;
const systemChromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (file) => existsSync(file),
);
/** Set by `npm test` where neither a system browser nor Playwright's own is to be had. */
const executablePath = process.env.TRUECOUNT_CHROMIUM ?? systemChromium;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  // The journeys share one database: each works on SKUs of its own, and one at a time on two cores.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  // What passes only then is named at the end of `npm test`.
  retries: process.env.TRUECOUNT_E2E_JSON === undefined ? 0 : 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter:
    process.env.TRUECOUNT_E2E_JSON === undefined
      ? 'list'
      : [['list'], ['json', { outputFile: process.env.TRUECOUNT_E2E_JSON }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: url,
    // What is not there fails soon, with its name, instead of with the whole test.
    actionTimeout: 30_000,
    // Recording every step costs a third of the time: only of what failed once.
    trace: 'on-first-retry',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    // The whole of production, on a database of its own that is thrown away with the results.
    command: 'npm start',
    url: `${url}/readyz`,
    timeout: 240_000,
    reuseExistingServer: process.env.TRUECOUNT_E2E_REUSE === '1',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: process.env.TRUECOUNT_E2E_LOG === '1' ? 'pipe' : 'ignore',
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      TRUECOUNT_URL: url,
      TRUECOUNT_DATA_DIR: process.env.TRUECOUNT_E2E_DATA,
      DATABASE_URL: '',
      // The demo's shops are there but stand still, so that the journeys have the machine.
      TRUECOUNT_DEMO: 'paused',
    },
  },
});
