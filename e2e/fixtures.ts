import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { readChildren } from './child-process';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');

type Storage = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The process id of what serves the pages, as it is now. */
export async function webProcess(): Promise<number> {
  const lock = await readFile(path.join(process.env.TRUECOUNT_E2E_DATA ?? '', 'truecount.lock'), 'utf8');
  const { pid: supervisor } = JSON.parse(lock) as { pid: number };
  return (await readChildren())(supervisor, 'scripts/web.ts');
}

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
  /** How the owner came in last. */
  entered: { state?: Storage };
}

/** By a link that works once. */
async function enter(browser: Browser, link: string, origin: string): Promise<Storage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL(`${origin}/`);
  const state = await context.storageState();
  await context.close();
  return state;
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
  entered: [
    async ({ browserName: _ }, use) => {
      await use({});
    },
    { scope: 'worker' },
  ],
  // One session for all, until a test sets the owner's password: then all other sessions of the owner end.
  owner: async ({ browser, playwright, origin, entered }, use) => {
    if (entered.state !== undefined) {
      const request = await playwright.request.newContext({ baseURL: origin, storageState: entered.state });
      if ((await request.get('/api/ui/stops')).status() === 401) delete entered.state;
      await request.dispose();
    }
    entered.state ??= await enter(browser, await admin(origin, 'owner-link'), origin);
    await use(entered.state);
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

/** The only rules of axe that look at colours; all others find the same in light and dark. They cost more than the rest. */
const colour_rules = ['color-contrast', 'link-in-text-block'];

export type Asked = 'all' | 'colours' | 'structure';

/** Fails on any finding of axe that stays, and says which. What a new width moves is measured a moment after it. */
export async function expectAccessible(page: Page, asked: Asked = 'all'): Promise<void> {
  // In the page itself instead of a second, blank one: there are no frames from elsewhere here.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  if (asked === 'colours') axe.withRules(colour_rules);
  if (asked === 'structure') axe.disableRules(colour_rules);
  await expect(async () => {
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect(found).toEqual([]);
  }).toPass({ timeout: 5_000 });
}

/**
 * Light and dark, on a phone and on a desk: no finding of axe, and no sideways scroll. A scheme changes colours and
 * nothing else, and a width does not change colours: each is asked once.
 */
export async function examine(page: Page): Promise<void> {
  for (const [colorScheme, width, asked] of [
    ['light', 390, 'structure'],
    ['light', 1440, 'all'],
    ['dark', 1440, 'colours'],
    ['dark', 390, null],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    await page.setViewportSize({ width, height: 900 });
    if (asked !== null) await expectAccessible(page, asked);
    expect(await sidewaysPixels(page)).toBe(0);
  }
}

/** How far the page itself can be scrolled sideways; tables scroll in boxes of their own. */
export function sidewaysPixels(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
