import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pino from 'pino';
import type { OpenShop } from '@/e2e/open-shop';
import { fixedShare } from '@/lib/allocation/fixed-share';
import { readPromised } from '@/lib/allocation/server/escrow/read-promised';
import { readSafetyStock } from '@/lib/availability/server/read-safety-stock';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '@/lib/ledger/bucket';
import { type InventoryEvent, inventoryEventSchema } from '@/lib/ledger/events';
import { createCommitNotifier } from '@/lib/ledger/server/notify-committed';
import { createLedgerWriter } from '@/lib/ledger/server/writer';
import { sealSecrets } from './channel-secrets';
import type { ChannelDeps } from './load-connector';
import { pollOrders } from './poll-orders';
import { pushListings } from './push-listings';
import { readBack } from './read-back';
import { recomputeTargets, type TargetPolicy } from './recompute-targets';

export const test_secret = 'whsec_dHJ1ZWNvdW50LXRlc3RzLW9wZW4tc2hvcC1zZWNyZXQ=';

/** For store tests: a database of its own, the real ledger's writer on it, and channels connected to real shops. */
export class ChannelTest {
  private events = 0;

  private constructor(
    readonly policy: TargetPolicy,
    readonly database: TestDatabase,
    readonly deps: ChannelDeps,
    private readonly closers: (() => Promise<void>)[],
  ) {}

  /** By default shares are fixed, so that what is shown follows the stock at once; `live` is what runs without a policy. */
  static async open(policy: TargetPolicy = fixedShare): Promise<ChannelTest> {
    const database = await createTestDatabase();
    if (policy !== 'live')
      await database.pool.query(
        `INSERT INTO allocation_policy (version, mode, effective_from, published_at, created_by)
         VALUES (1, '"fixed_share"', now(), now(), 'test')`,
      );
    const notifier = createCommitNotifier(database.url);
    const writer = createLedgerWriter({
      connectionString: database.url,
      committed: () => notifier.notify(),
      loadPromised: (keys) => readPromised(database.pool, keys),
      loadKeptBack: async (keys) => {
        const kept = await readSafetyStock(database.pool, [...new Set(keys.map(({ sku }) => sku))]);
        return keys.map(({ sku, node }) => kept(sku, node).safetyStock);
      },
    });
    const deps: ChannelDeps = {
      pool: database.pool,
      post: (events, actor) => writer.post(events, actor),
      log: pino({ level: 'silent' }),
      secretKey: 'a key for tests',
      allowInside: true,
      request_timeout_ms: 5_000,
    };
    return new ChannelTest(policy, database, deps, [() => writer.close(), () => notifier.close()]);
  }

  async close(): Promise<void> {
    for (const close of this.closers) await close();
    await this.database.drop();
  }

  query<Row extends Record<string, unknown>>(sql: string, values: unknown[] = []) {
    return this.database.pool.query<Row>(sql, values).then(({ rows }) => rows);
  }

  /** A worker in a process of its own, to be killed by whoever asks for it. */
  spawnWorker(): ChildProcess {
    const worker = pathToFileURL(path.resolve('lib/runtime/worker.ts')).href;
    return spawn(
      process.execPath,
      [
        '--conditions=react-server',
        '--import',
        'tsx',
        '--input-type=module',
        '-e',
        `import(${JSON.stringify(worker)}).then((m) => m.startWorker())`,
      ],
      {
        stdio: 'ignore',
        env: {
          ...process.env,
          DATABASE_URL: this.database.url,
          TRUECOUNT_SECRET_KEY: this.deps.secretKey,
          HOST: '127.0.0.1',
        },
      },
    );
  }

  async addSku(sku: string): Promise<void> {
    await this.query('INSERT INTO sku (sku, name) VALUES ($1, $1)', [sku]);
    await this.query('INSERT INTO ledger_head (bucket, sku) VALUES ($1, $2)', [bucketOf(sku), sku]);
  }

  async addNode(node: string): Promise<void> {
    await this.query(
      `INSERT INTO stock_node (node, name, kind) VALUES ($1, $1, 'warehouse') ON CONFLICT DO NOTHING`,
      [node],
    );
    await this.query('UPDATE catalog_version SET version = version + 1');
  }

  /** A channel that is connected to a shop, or to nothing. */
  async addChannel(
    channel: string,
    shop: OpenShop | null,
    sources: string[],
    config: Record<string, unknown> = {},
  ): Promise<void> {
    for (const node of sources) await this.addNode(node);
    const all =
      shop === null ? config : { baseUrl: shop.baseUrl, secret: shop.secret, pollSeconds: 1, ...config };
    const { config: open, sealed } = sealSecrets(channel, all, this.deps.secretKey);
    await this.query(
      `INSERT INTO channel (channel, name, kind, connector, config, secrets_sealed)
       VALUES ($1, $1, 'webshop', $2, $3, $4)`,
      [channel, shop === null ? 'none' : 'open', JSON.stringify(open), sealed],
    );
    for (const [rank, node] of sources.entries())
      await this.query('INSERT INTO channel_source (channel, node, rank) VALUES ($1, $2, $3)', [
        channel,
        node,
        rank,
      ]);
    // A running worker may have been faster.
    if (shop !== null)
      await this.query('INSERT INTO channel_sync (channel) VALUES ($1) ON CONFLICT DO NOTHING', [channel]);
    await this.query('UPDATE catalog_version SET version = version + 1');
  }

  async addListing(
    channel: string,
    sku: string,
    fields: { location?: string; externalId?: string; unitsPerListing?: number; buffer?: number } = {},
  ): Promise<void> {
    await this.query(
      `INSERT INTO listing (bucket, sku, channel, location, external_id, units_per_listing, buffer)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        bucketOf(sku),
        sku,
        channel,
        fields.location ?? '',
        fields.externalId ?? sku,
        fields.unitsPerListing ?? 1,
        fields.buffer ?? 0,
      ],
    );
  }

  /** Posts events as the API would; fails the test where one is not applied. */
  async post(...events: Record<string, unknown>[]): Promise<void> {
    const parsed: InventoryEvent[] = events.map((event) =>
      inventoryEventSchema.parse({
        source: 'test',
        id: `event-${++this.events}`,
        occurredAt: new Date().toISOString(),
        ...event,
      }),
    );
    const results = await this.deps.post(parsed, 'test');
    for (const result of results)
      if (result.status !== 'applied') throw new Error(`${result.id}: ${result.code} ${result.detail}`);
  }

  receive(sku: string, node: string, quantity: number): Promise<void> {
    return this.post({ type: 'receipt', sku, node, quantity });
  }

  recompute(...skus: string[]): Promise<number> {
    return withTransaction(this.database.pool, (client) => recomputeTargets(client, skus, this.policy));
  }

  push(channel: string) {
    return pushListings(this.deps, channel, this.policy);
  }

  /** Connects, or audits a channel that is connected. */
  async readBack(channel: string): Promise<void> {
    await this.query('UPDATE channel_sync SET audit_due_at = now() WHERE channel = $1', [channel]);
    await readBack(this.deps, channel, this.policy);
  }

  async poll(channel: string): Promise<void> {
    await this.query('UPDATE channel_sync SET poll_due_at = now() WHERE channel = $1', [channel]);
    await pollOrders(this.deps, channel);
  }

  /** As if the time had come at which what failed is tried again. */
  async endBackOff(channel: string): Promise<void> {
    await this.query('UPDATE channel_sync SET push_due_at = NULL WHERE channel = $1', [channel]);
    await this.query('UPDATE listing_sync SET due_at = now() WHERE channel = $1 AND due_at IS NOT NULL', [
      channel,
    ]);
  }

  /** As if the process that had pushes in flight had died and its lease run out. */
  async endLeases(channel: string): Promise<void> {
    await this.query(
      `UPDATE listing_sync SET in_flight_until = now(), due_at = now()
       WHERE channel = $1 AND in_flight_until IS NOT NULL`,
      [channel],
    );
  }

  async sync(channel: string, sku: string, location = '') {
    const [row] = await this.query<{
      target: string;
      version: string;
      published: string | null;
      acknowledged: string | null;
      acknowledged_version: string | null;
      in_flight_until: Date | null;
      due_at: Date | null;
      attempts: number;
      last_error: string | null;
      observed: string | null;
      drift: string | null;
    }>('SELECT * FROM listing_sync WHERE bucket = $1 AND sku = $2 AND channel = $3 AND location = $4', [
      bucketOf(sku),
      sku,
      channel,
      location,
    ]);
    if (row === undefined) throw new Error(`no outbox row of ${sku} on ${channel}`);
    return row;
  }

  /** Available, committed and so on over all nodes. */
  async balances(sku: string): Promise<{ available: number; committed: number }> {
    const [row] = await this.query<{ available: string; committed: string }>(
      `SELECT coalesce(sum(available), 0) AS available, coalesce(sum(committed), 0) AS committed
       FROM position WHERE bucket = $1 AND sku = $2`,
      [bucketOf(sku), sku],
    );
    return { available: Number(row?.available ?? 0), committed: Number(row?.committed ?? 0) };
  }
}
