import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');

type Storage = Awaited<ReturnType<BrowserContext['storageState']>>;

/** What an operator types beside the running app; gives what it prints. */
export async function admin(baseURL: string, ...words: string[]): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ['--import', 'tsx', '--conditions=react-server', 'scripts/admin.ts', ...words],
    {
      cwd: root,
      env: {
        ...process.env,
        TRUECOUNT_DATA_DIR: process.env.TRUECOUNT_E2E_DATA,
        TRUECOUNT_URL: baseURL,
        DATABASE_URL: '',
        NODE_OPTIONS: '',
      },
    },
  );
  return stdout.trim();
}

/** The API as a feed would use it. Each send has ids of its own; what is refused fails the test. */
export interface Api {
  putCatalog: (catalog: unknown) => Promise<void>;
  post: (...events: Record<string, unknown>[]) => Promise<void>;
}

interface Worker {
  origin: string;
  key: string;
}

export const test = base.extend<{ api: Api; owner: Storage; ownerPage: Page }, Worker>({
  origin: [
    async ({ browserName: _ }, use, info) => {
      const origin = info.project.use.baseURL;
      if (origin === undefined) throw new Error('playwright.config.ts names no baseURL');
      await use(origin);
    },
    { scope: 'worker' },
  ],
  key: [
    async ({ origin }, use) => {
      await use(await admin(origin, 'api-key', 'create', '--name', `e2e-${randomUUID()}`, '--role', 'admin'));
    },
    { scope: 'worker' },
  ],
  // For each test anew: where a test sets the owner's password, all other sessions of the owner end.
  owner: async ({ browser, origin }, use) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(await admin(origin, 'owner-link'));
    await page.waitForURL(`${origin}/`);
    const state = await context.storageState();
    await context.close();
    await use(state);
  },
  api: async ({ playwright, origin, key }, use) => {
    const request = await playwright.request.newContext({
      baseURL: origin,
      extraHTTPHeaders: { authorization: `Bearer ${key}` },
    });
    await use({
      async putCatalog(catalog) {
        const response = await request.put('/api/v1/catalog', { data: catalog });
        expect(response.status(), await response.text()).toBe(200);
      },
      async post(...events) {
        const response = await request.post('/api/v1/events', {
          data: {
            events: events.map((event) => ({
              source: 'e2e',
              id: randomUUID(),
              occurredAt: new Date().toISOString(),
              ...event,
            })),
          },
        });
        expect(response.status(), await response.text()).toBe(200);
        const { results } = await response.json();
        for (const result of results) expect(result).toMatchObject({ status: 'applied' });
      },
    });
    await request.dispose();
  },
  ownerPage: async ({ browser, owner }, use) => {
    const context = await browser.newContext({ storageState: owner });
    await use(await context.newPage());
    await context.close();
  },
});

export { expect };

/** A name no other run has used, so that a journey can be walked again on the same data. */
export function unique(name: string): string {
  return `${name}-${randomUUID().slice(0, 8).toUpperCase()}`;
}

/** Fails on any finding of axe, and says which. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
    [],
  );
}

/** How far the page itself can be scrolled sideways; tables scroll in boxes of their own. */
export function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
