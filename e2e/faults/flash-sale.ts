import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { checkEscrow, type EscrowFinding } from '@/lib/allocation/server/escrow/check-escrow';
import type { SandboxCommand, SandboxStatus, ShownLevels } from '@/lib/demo/control';
import { freePort } from '@/scripts/serve/free-port';
import { type RunningApp, until } from '../running-app';

/** The SKU everybody wants, and others that go on selling beside it. */
const sku_count = 8;
const skus = Array.from({ length: sku_count }, (_, index) => `FLASH-${String(index).padStart(2, '0')}`);
const [flash_sku = ''] = skus;
const node = 'flash-depot';
const shop_names = ['flash-web', 'flash-market', 'flash-app'] as const;
const poll_seconds = 1;
const audit_seconds = 5;
const sample_ms = 100;
const sale_ms_max = 240_000;

/** Of the shop's own time; between two customers lies a quarter of a second of ours. */
const speed = 10;
const customer_ms = 2_500;
const wrong = { lateSeconds: 1, duplicated: 0.2, failing: 0.2 };
const right = { lateSeconds: 0, duplicated: 0, failing: 0 };

export interface FlashSaleOutcome {
  /** Of the SKU in the sale. */
  stock: number;
  soldInSale: number;
  /** Of all SKUs: units that the shops sold, and those of them that the ledger has recorded. */
  sold: number;
  recorded: number;
  incidents: number;
  backordered: number;
  samples: number;
  findings: EscrowFinding[];
  /** What a shop shows beyond its exposure once everything is recorded. */
  beyondExposure: number;
}

interface Shop {
  name: string;
  port: number;
  secret: string;
  child: ChildProcess;
}

/**
 * Three sandbox shops on one depot, in processes of their own and with everything wrong that the protocol allows: reports
 * late and told twice, requests and answers lost, and one shop that cannot be reached for a while but goes on selling.
 * Half of the stock of one SKU goes in a flash sale at all of them.
 */
export class FlashSale {
  private readonly control = randomBytes(24).toString('base64url');
  private shops: Shop[] = [];

  private constructor(
    private readonly app: RunningApp,
    private readonly key: string,
    private readonly database: pg.Pool,
    private readonly stock: number,
  ) {}

  static async open(app: RunningApp, stock: number): Promise<FlashSale> {
    const sale = new FlashSale(app, await app.createKey('admin'), await app.database(), stock);
    await sale.openShops();
    await sale.stockUp();
    return sale;
  }

  async play(downSeconds: number): Promise<FlashSaleOutcome> {
    await until(async () => (await this.shown()).every((units) => units > 0));
    const over = new AbortController();
    const sampled = this.sample(over.signal);
    await this.tellAll({ running: true, faults: wrong, flash: { sku: flash_sku, factor: 8, minutes: 10 } });
    await until(async () => (await this.soldInSale()) >= this.stock / 8, sale_ms_max);
    await this.tell('flash-market', { downSeconds });
    await until(async () => (await this.status('flash-market')).downUntil === null, sale_ms_max);
    await until(async () => (await this.soldInSale()) >= this.stock / 2, sale_ms_max);
    await this.tellAll({ running: false, flash: null, faults: right });
    await until(async () => (await this.recorded()) === (await this.sold()), sale_ms_max);
    await until(() => this.isSettled(), sale_ms_max);
    over.abort();
    const { samples, findings } = await sampled;
    const { rows } = await this.database.query<{ incidents: number; backordered: number }>(
      `SELECT (SELECT count(*)::int FROM oversell_incident WHERE sku = ANY($1)) AS incidents,
         (SELECT coalesce(sum(backordered), 0)::int FROM order_line WHERE sku = ANY($1)) AS backordered`,
      [skus],
    );
    return {
      stock: this.stock,
      soldInSale: await this.soldInSale(),
      sold: await this.sold(),
      recorded: await this.recorded(),
      incidents: rows[0]?.incidents ?? Number.NaN,
      backordered: rows[0]?.backordered ?? Number.NaN,
      samples,
      findings,
      beyondExposure: await this.beyondExposure(),
    };
  }

  async close(): Promise<void> {
    for (const { child } of this.shops) child.kill('SIGTERM');
    await this.database.end();
  }

  private async openShops(): Promise<void> {
    const taken = new Set<number>();
    for (const [index, name] of shop_names.entries()) {
      const port = await freePort(taken);
      taken.add(port);
      const secret = `whsec_${randomBytes(32).toString('base64')}`;
      const folder = path.join(this.app.dataDir, 'flash', name);
      mkdirSync(folder, { recursive: true });
      const program = {
        name,
        title: name,
        port,
        control: this.control,
        running: false,
        channel: name,
        secret,
        reports: index === 0 ? 'webhook' : 'poll',
        orderPrefix: name,
        shipMinutes: [1, 10],
        returns: false,
        listings: skus.map((sku) => ({ listing: sku, sku, name: sku })),
      };
      const sales = Array.from({ length: 200 }, (_, at) => [
        at * customer_ms,
        [[skus[(at + index) % sku_count], 1 + (at % 2), null]],
      ]);
      writeFileSync(path.join(folder, 'program.json'), JSON.stringify(program));
      writeFileSync(path.join(folder, 'sales.json'), JSON.stringify(sales));
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', 'scripts/sandbox/shop.ts', folder, this.app.url],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      );
      this.shops.push({ name, port, secret, child });
    }
    for (const { name } of this.shops)
      await until(() =>
        this.tell(name, { speed }).then(
          () => true,
          () => false,
        ),
      );
  }

  private async stockUp(): Promise<void> {
    await this.send('PUT', '/api/v1/catalog', {
      skus: skus.map((sku) => ({ sku, name: sku })),
      nodes: [{ node, name: 'Depot', kind: 'warehouse' }],
      channels: this.shops.map(({ name, port, secret }) => ({
        channel: name,
        name,
        kind: 'webshop',
        connector: 'open',
        config: {
          baseUrl: `http://127.0.0.1:${port}/shop`,
          secret,
          pollSeconds: poll_seconds,
          auditSeconds: audit_seconds,
        },
        sources: [node],
      })),
      listings: this.shops.flatMap(({ name }) => skus.map((sku) => ({ channel: name, sku }))),
    });
    const occurredAt = new Date().toISOString();
    const receipts = skus.map((sku) => ({
      source: 'flash',
      id: `opening-${sku}`,
      type: 'receipt',
      occurredAt,
      sku,
      quantity: this.stock,
      node,
    }));
    await this.send('POST', '/api/v1/events', { events: receipts });
  }

  private async send(method: string, pathname: string, body: unknown): Promise<void> {
    const answer = await this.app.call(this.key, method, pathname, body);
    if (answer.status !== 200)
      throw new Error(`${pathname}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  /** Looks at the stored rights again and again. */
  private async sample(over: AbortSignal): Promise<{ samples: number; findings: EscrowFinding[] }> {
    const findings: EscrowFinding[] = [];
    let samples = 0;
    for (; !over.aborted; samples++) {
      findings.push(...(await checkEscrow(this.database, skus)));
      await wait(sample_ms);
    }
    return { samples, findings };
  }

  private async soldInSale(): Promise<number> {
    const { rows } = await this.database.query<{ units: number }>(
      `SELECT coalesce(sum(greatest(ordered_counted, ordered_reported) - greatest(cancelled_counted, cancelled_reported)), 0)::int
         AS units FROM order_line WHERE sku = $1`,
      [flash_sku],
    );
    return rows[0]?.units ?? 0;
  }

  private async recorded(): Promise<number> {
    const { rows } = await this.database.query<{ units: number }>(
      `SELECT coalesce(sum(greatest(ordered_counted, ordered_reported)), 0)::int AS units FROM order_line
       WHERE sku = ANY($1)`,
      [skus],
    );
    return rows[0]?.units ?? 0;
  }

  private async sold(): Promise<number> {
    const all = await Promise.all(this.shops.map(({ name }) => this.status(name)));
    return all.reduce((sum, { units }) => sum + units, 0);
  }

  /** Every event is booked in the rights, and no push is out. */
  private async isSettled(): Promise<boolean> {
    const { rows } = await this.database.query<{ open: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM escrow_listing WHERE sku = ANY($1) AND pushes <> '[]')
         OR EXISTS (SELECT 1 FROM dirty_sku WHERE sku = ANY($1))
         OR EXISTS (SELECT 1 FROM inventory_event e, consumer_cursor c WHERE c.consumer = 'channel_targets'
              AND e.sku = ANY($1) AND (e.xid, e.sequence) > (c.xid, c.sequence)) AS open`,
      [skus],
    );
    return rows[0]?.open === false;
  }

  private async beyondExposure(): Promise<number> {
    let units = 0;
    for (const { name } of this.shops)
      for (const sku of skus) {
        const shown = await this.shownBy(name, sku);
        const { rows } = await this.database.query<{ exposure: number }>(
          'SELECT (exposure - debt)::int AS exposure FROM escrow_listing WHERE sku = $1 AND channel = $2',
          [sku, name],
        );
        units += Math.max(0, shown - (rows[0]?.exposure ?? 0));
      }
    return units;
  }

  /** What every shop shows of the SKU in the sale. */
  private shown(): Promise<number[]> {
    return Promise.all(this.shops.map(({ name }) => this.shownBy(name, flash_sku)));
  }

  private async shownBy(name: string, sku: string): Promise<number> {
    const { levels } = await this.ask<ShownLevels>(name, `/control/listing?sku=${sku}`);
    return levels.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  private status(name: string): Promise<SandboxStatus> {
    return this.ask(name, '/control');
  }

  private tell(name: string, command: SandboxCommand): Promise<SandboxStatus> {
    return this.ask(name, '/control', command);
  }

  private async tellAll(command: SandboxCommand): Promise<void> {
    await Promise.all(this.shops.map(({ name }) => this.tell(name, command)));
  }

  private async ask<Answer>(name: string, pathname: string, body?: unknown): Promise<Answer> {
    const port = this.shops.find((shop) => shop.name === name)?.port;
    const response = await fetch(`http://127.0.0.1:${port}${pathname}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${this.control}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return (await response.json()) as Answer;
  }
}
