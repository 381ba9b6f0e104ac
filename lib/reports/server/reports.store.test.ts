import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestLedger, type TestLedger } from '@/lib/ledger/server/test-ledger';
import type { ReportName, ReportRow } from '../report';
import { readReportRows, readReportSummary, streamReportRows } from './read-report';

/**
 * The figures of the reports against the same figures computed here, by other means: every posting and every event is
 * read and walked over in plain code.
 */
const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse('2026-03-02T00:00:00Z');
const days = 100;
const from = start + 40 * day;
const to = start + 90 * day;
const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
const skus = ['A', 'B', 'C', 'D'];
const costs: Record<string, number | null> = { A: 10_000, B: 2_500, C: 333, D: null };
let t: TestLedger;

interface Posted {
  sku: string;
  node: string;
  sequence: number;
  type: string;
  content: Record<string, unknown>;
  atMs: number;
  available: number;
  committed: number;
  other: number;
  incoming: number;
  supplier: number;
  customer: number;
  adjustment: number;
  scrap: number;
}
interface Happened {
  sku: string;
  type: string;
  quantity: number;
  shortfall: number;
  atMs: number;
  content: Record<string, unknown>;
}
let postings: Posted[];
let events: Happened[];

beforeAll(async () => {
  t = await createTestLedger();
  for (const sku of [...skus, 'SHORT'])
    await t.addSku(sku, {
      ...(costs[sku] == null ? {} : { unitCostMinor: costs[sku] as number }),
      priceMinor: 20_000,
    });
  await t.pool.query(`UPDATE sku SET category = CASE WHEN sku IN ('A', 'B') THEN 'Tea' END`);
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  let count = 0;
  const at = (index: number, extra = 0) =>
    new Date(start + index * day + (count++ % 1_400) * minute + extra).toISOString();
  const open: { sku: string; order: string }[] = [];
  for (let index = 0; index < days; index++) {
    const batch: Record<string, unknown>[] = [];
    for (const [place, sku] of skus.entries()) {
      if (index % (5 + place * 4) === 0)
        batch.push({
          type: 'receipt',
          sku,
          node: 'WH',
          quantity: 40 + random(30),
          occurredAt: at(index),
          ...(index % 2 === 0 ? { unitCost: 5 + random(90) + 0.25 } : {}),
        });
      if (random(3) > 0) {
        const order = `o-${index}-${sku}`;
        open.push({ sku, order });
        batch.push({
          type: 'order_placed',
          sku,
          channel: 'web',
          order,
          line: '1',
          quantity: 1 + random(3),
          occurredAt: at(index),
        });
      }
      if (random(6) === 0)
        batch.push({
          type: 'adjustment',
          sku,
          node: 'WH',
          quantity: 1 + random(2),
          direction: random(2) === 0 ? 'increase' : 'decrease',
          state: 'available',
          reason: ['theft', 'found', 'damaged'][random(3)],
          occurredAt: at(index),
        });
      if (random(8) === 0) {
        batch.push({ type: 'return_received', sku, node: 'WH', quantity: 1, occurredAt: at(index) });
        batch.push({
          type: 'return_inspected',
          sku,
          node: 'WH',
          quantity: 1,
          disposition: random(2) === 0 ? 'scrap' : 'available',
          occurredAt: at(index),
        });
      }
      if (random(9) === 0) {
        const transfer = { transfer: `t-${index}-${sku}`, line: '1', from: 'WH', to: 'D1', sku };
        batch.push({ type: 'transfer_dispatched', ...transfer, quantity: 4, occurredAt: at(index) });
        if (random(2) === 0)
          batch.push({
            type: 'transfer_received',
            ...transfer,
            quantity: 3,
            missing: 1,
            occurredAt: at(index),
          });
      }
    }
    while (open.length > 6) {
      const line = open.shift();
      batch.push({
        type: random(7) === 0 ? 'order_cancelled' : 'order_shipped',
        ...line,
        channel: 'web',
        line: '1',
        quantity: 1,
        occurredAt: at(index),
      });
    }
    if (batch.length > 0) await t.post(...batch);
    if (index % 9 === 4)
      for (const sku of skus) {
        const { rows } = await t.pool.query<{ units: string }>(
          `SELECT available + committed AS units FROM position WHERE sku = $1 AND node = 'WH'`,
          [sku],
        );
        const counted = Math.max(0, Number(rows[0]?.units ?? 0) + ([0, 0, -1, 2, -3][random(5)] ?? 0));
        const id = `count-${index}-${sku}`;
        const countedAt = at(index, 22 * 60 * minute);
        await t.post({
          type: 'stock_counted',
          id,
          sku,
          node: 'WH',
          counted,
          countedAt,
          occurredAt: countedAt,
        });
        await t.post({
          type: 'count_approved',
          sku,
          node: 'WH',
          of: { source: 'test', id },
          occurredAt: countedAt,
        });
      }
  }
  // A SKU that is sold four times and was there twice; one of the orders that came short is cancelled.
  const short = (fields: Record<string, unknown>, index: number) =>
    t.post({
      sku: 'SHORT',
      occurredAt: new Date(from + index * day).toISOString(),
      ...fields,
    });
  const line = { channel: 'web', line: '1', quantity: 1 };
  await short({ type: 'receipt', node: 'WH', quantity: 2 }, 1);
  for (const index of [2, 3, 4, 5])
    await short({ type: 'order_placed', ...line, order: `s-${index}` }, index);
  await short({ type: 'order_cancelled', ...line, order: 's-4' }, 6);
  await read();
}, 240_000);
afterAll(() => t.drop());

async function read(): Promise<void> {
  const { rows } = await t.pool.query(
    `SELECT p.*, e.type, e.content FROM posting p JOIN inventory_event e USING (xid, sequence, bucket, sku)
     ORDER BY p.occurred_at, p.sequence`,
  );
  const n = (value: unknown) => Number(value ?? 0);
  postings = rows.map((row) => ({
    sku: row.sku,
    node: row.node,
    sequence: n(row.sequence),
    type: row.type,
    content: JSON.parse(row.content),
    atMs: row.occurred_at.getTime(),
    available: n(row.available_delta),
    committed: n(row.committed_delta),
    other: n(row.quality_control_delta) + n(row.damaged_delta),
    incoming: n(row.incoming_delta),
    supplier: n(row.supplier_delta),
    customer: n(row.customer_delta),
    adjustment: n(row.adjustment_delta),
    scrap: n(row.scrap_delta),
  }));
  const all = await t.pool.query('SELECT * FROM inventory_event WHERE refusal IS NULL');
  events = all.rows.map((row) => ({
    sku: row.sku,
    type: row.type,
    quantity: n(row.quantity),
    shortfall: n(row.shortfall),
    atMs: row.occurred_at.getTime(),
    content: JSON.parse(row.content),
  }));
}

async function rowsOf(report: ReportName): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  let cursor: string | undefined;
  do {
    // Small pages, so that their seams are tested too.
    const page = await readReportRows(t.pool, { report, ...range }, { cursor, limit: 7 });
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  return rows;
}
const summaryOf = (report: ReportName) => readReportSummary(t.pool, { report, ...range });
const by = (rows: readonly ReportRow[], id: string) => new Map(rows.map((row) => [row[id], row]));
const sum = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((all, item) => all + of(item), 0);
const inRange = ({ atMs }: { atMs: number }) => atMs > from && atMs <= to;
const until = (at: number) => postings.filter(({ atMs }) => atMs <= at);
const onHand = (of: readonly Posted[]) => sum(of, (p) => p.available + p.committed + p.other);

test('a file has the rows of all pages, of one SKU where that is asked', async () => {
  const streamed = async (report: ReportName, sku?: string) => {
    const rows: ReportRow[] = [];
    for await (const page of streamReportRows(t.pool, { report, ...range }, sku)) rows.push(...page);
    return rows;
  };
  for (const report of ['stock-on-date', 'shrinkage', 'undersell', 'alert-quality'] as const)
    expect(await streamed(report)).toEqual(await rowsOf(report));
  const own = await streamed('stock-on-date', 'A');
  expect(own.map(({ sku }) => sku)).toEqual(['A', 'A']);
  const page = await readReportRows(t.pool, { report: 'stock-on-date', ...range }, { sku: 'A' });
  expect(page.items).toEqual(own);
  // Whoever stops reading in the middle leaves no transaction behind.
  for await (const _ of streamReportRows(t.pool, { report: 'shrinkage', ...range })) break;
  const { rows } = await t.pool.query(
    `SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'`,
  );
  expect(rows).toEqual([{ open: 0 }]);
});

test('stock on date is the sum of all postings that had happened by then', async () => {
  const rows = await rowsOf('stock-on-date');
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    const own = until(to).filter((p) => p.sku === row.sku && p.node === row.node);
    expect(row).toMatchObject({
      on_hand: onHand(own),
      available: sum(own, (p) => p.available),
      committed: sum(own, (p) => p.committed),
      incoming: sum(own, (p) => p.incoming),
    });
  }
  const { totals, points } = await summaryOf('stock-on-date');
  expect(totals).toMatchObject({ on_hand: onHand(until(to)), incoming: sum(until(to), (p) => p.incoming) });
  expect(sum(points, ({ on_hand }) => Number(on_hand))).toBe(onHand(until(to)));
});

interface Layer {
  atMs: number;
  units: number;
  cost: number | null;
}

/** First in first out, forwards: each unit that leaves is taken from the oldest layer. */
function layersOf(sku: string): Layer[] {
  const layers: Layer[] = [];
  const byEvent = new Map<number, Posted[]>();
  for (const p of until(to))
    if (p.sku === sku) byEvent.set(p.sequence, [...(byEvent.get(p.sequence) ?? []), p]);
  for (const own of byEvent.values()) {
    const net = -sum(own, (p) => p.supplier + p.customer + p.adjustment + p.scrap);
    const [first] = own;
    if (first === undefined) continue;
    const unitCost = first.content.unitCost;
    if (net > 0)
      layers.push({
        atMs: first.atMs,
        units: net,
        cost: typeof unitCost === 'number' ? Math.round(unitCost * 100) : (costs[sku] ?? null),
      });
    for (let gone = -net; gone > 0; ) {
      const oldest = layers[0];
      if (oldest === undefined) throw new Error('more has left than came');
      const taken = Math.min(gone, oldest.units);
      oldest.units -= taken;
      gone -= taken;
      if (oldest.units === 0) layers.shift();
    }
  }
  return layers;
}

test('valuation and ageing are those of a first-in-first-out walk over every posting', async () => {
  const valued = by(await rowsOf('valuation'), 'sku');
  const aged = by(await rowsOf('ageing'), 'sku');
  let value = 0;
  for (const sku of skus) {
    const layers = layersOf(sku);
    const units = sum(layers, (layer) => layer.units);
    const worth = sum(layers, (layer) => layer.units * (layer.cost ?? 0));
    value += worth;
    expect(units).toBeGreaterThan(0);
    expect(valued.get(sku)).toMatchObject({
      units,
      value: worth,
      unpriced: sum(layers, (layer) => (layer.cost === null ? layer.units : 0)),
      currency: 'INR',
    });
    const ageOf = (layer: Layer) => (to - layer.atMs) / day;
    const between = (low: number, high: number) =>
      sum(layers, (layer) => (ageOf(layer) > low && ageOf(layer) <= high ? layer.units : 0));
    expect(aged.get(sku)).toMatchObject({
      units,
      days_30: between(-1, 30),
      days_60: between(30, 60),
      days_90: between(60, 90),
      oldest_at: new Date(layers[0]?.atMs ?? 0).toISOString(),
    });
    expect(aged.get(sku)?.age).toBeCloseTo(sum(layers, (layer) => layer.units * ageOf(layer)) / units, 6);
  }
  const { totals, points } = await summaryOf('valuation');
  expect(totals).toMatchObject({ value });
  expect(sum(points, (point) => Number(point.value))).toBe(value);
});

test('shrinkage is what left for nobody, by reason, at cost', async () => {
  const rows = await rowsOf('shrinkage');
  const gone = postings.filter(inRange).filter((p) => p.adjustment !== 0 || p.scrap !== 0);
  expect(gone.length).toBeGreaterThan(20);
  const reasonOf = (p: Posted) =>
    p.type === 'count_approved' ? 'count' : String(p.content.reason ?? p.type);
  const expected = new Map<string, number>();
  for (const p of gone) {
    const key = `${p.sku} ${p.node} ${reasonOf(p)}`;
    expected.set(key, (expected.get(key) ?? 0) + p.adjustment + p.scrap);
  }
  expect(new Map(rows.map((row) => [`${row.sku} ${row.node} ${row.reason}`, row.shrinkage]))).toEqual(
    expected,
  );
  const { totals } = await summaryOf('shrinkage');
  expect(totals).toEqual({
    shrinkage: sum(gone, (p) => p.adjustment + p.scrap),
    lost: sum(gone, (p) => Math.max(p.adjustment, 0)),
    found: sum(gone, (p) => Math.max(-p.adjustment, 0)),
    scrapped: sum(gone, (p) => p.scrap),
    value: sum(gone, (p) => (p.adjustment + p.scrap) * (costs[p.sku] ?? 0)),
  });
});

test('accuracy counts lines within tolerance and nets nothing', async () => {
  await t.pool.query(
    `INSERT INTO alert_threshold (rule, category, "limit", percent, effective_from, created_by)
     VALUES ('discrepancy', 'Tea', 2, 0, '2026-01-01', 'test')`,
  );
  const lines = events
    .filter((event) => event.type === 'stock_counted')
    .map((event) => ({ ...event, atMs: Date.parse(String(event.content.countedAt)) }))
    .filter(inRange)
    .map((event) => {
      const own = postings.filter(
        (p) => p.sku === event.sku && p.node === 'WH' && p.atMs <= event.atMs && p.type !== 'count_approved',
      );
      // What earlier counts had put right by then.
      const corrected = postings.filter(
        (p) => p.sku === event.sku && p.type === 'count_approved' && p.atMs < event.atMs,
      );
      const expected = sum([...own, ...corrected], (p) => p.available + p.committed);
      const tolerated = ['A', 'B'].includes(event.sku) ? 2 : Math.floor(expected / 100);
      const difference = Math.abs(Number(event.content.counted) - expected);
      return { expected, difference, within: difference <= tolerated };
    });
  const within = lines.filter((line) => line.within).length;
  expect(within).toBeGreaterThan(0);
  expect(within).toBeLessThan(lines.length);
  expect(await rowsOf('inventory-accuracy')).toHaveLength(lines.length);
  expect((await summaryOf('inventory-accuracy')).totals).toEqual({
    accuracy: within / lines.length,
    within,
    lines: lines.length,
  });
  const wrong = sum(lines, (line) => line.difference);
  const expected = sum(lines, (line) => line.expected);
  expect((await summaryOf('unit-accuracy')).totals).toEqual({
    accuracy: 1 - wrong / expected,
    wrong,
    expected,
  });
  expect(await rowsOf('unit-accuracy')).toMatchObject([{ node: 'WH', lines: lines.length, wrong }]);
});

test('fill rate, cover and sell-through', async () => {
  const placed = events.filter(({ type }) => type === 'order_placed').filter(inRange);
  const ordered = sum(placed, ({ quantity }) => quantity);
  const short = sum(placed, ({ shortfall }) => shortfall);
  expect(short).toBe(2);
  const whole = placed.filter(({ shortfall }) => shortfall === 0).length;
  expect((await summaryOf('fill-rate')).totals).toEqual({
    rate: (ordered - short) / ordered,
    line_rate: whole / placed.length,
    ordered,
    short,
  });
  expect(await rowsOf('fill-rate')).toMatchObject([
    { channel: 'web', lines: placed.length, lines_filled: whole, ordered, short },
  ]);

  const cover = by(await rowsOf('days-of-cover'), 'sku');
  const sold = by(await rowsOf('sell-through'), 'sku');
  for (const sku of skus) {
    const own = postings.filter((p) => p.sku === sku);
    const units = sum(
      placed.filter((event) => event.sku === sku),
      ({ quantity }) => quantity,
    );
    const available = sum(
      until(to).filter((p) => p.sku === sku),
      (p) => p.available,
    );
    expect(cover.get(sku)).toMatchObject({ available, ordered: units });
    expect(cover.get(sku)?.cover).toBeCloseTo(available / (units / 50), 6);
    const opening = onHand(own.filter(({ atMs }) => atMs <= from));
    const received = sum(own.filter(inRange), (p) => -p.supplier);
    const shipped = sum(own.filter(inRange), (p) => Math.max(p.customer, 0));
    expect(shipped).toBeGreaterThan(0);
    expect(sold.get(sku)).toMatchObject({ opening, received, shipped });
    expect(sold.get(sku)?.rate).toBeCloseTo(shipped / (opening + received), 9);
  }
});

test('an oversell costs what the model says, and burns the budget', async () => {
  await t.pool.query(`UPDATE channel SET fee_percent = 10 WHERE channel = 'web'`);
  await t.pool.query(`UPDATE sku SET unit_cost_minor = 5000 WHERE sku = 'SHORT'`);
  expect((await summaryOf('oversell')).totals).toMatchObject({ incidents: 2, units: 2, cost: 13_000 });
  await t.pool.query(
    `INSERT INTO oversell_cost (channel, margin_percent, goodwill_percent, fee_minor, service_minor, effective_from, created_by)
     VALUES ('', 100, 50, 0, 0, '2026-01-01', 'test'), ('web', 50, 10, 2500, 4000, '2026-01-01', 'test')`,
  );
  const incidents = by(await rowsOf('oversell'), 'order');
  // One was cancelled: half of 200.00 − 10 % − 50.00, the fee; both: service and a tenth of the price.
  expect(incidents.get('s-4')).toMatchObject({
    cancelled: 1,
    margin: 6_500,
    fee: 2_500,
    service: 4_000,
    goodwill: 2_000,
    cost: 15_000,
  });
  expect(incidents.get('s-5')).toMatchObject({ cancelled: 0, margin: 0, fee: 0, cost: 6_000 });
  expect((await summaryOf('oversell')).totals).toMatchObject({ cost: 21_000, margin: 6_500 });

  await t.pool.query(
    `INSERT INTO cancellation_limit (channel, name, window_days, percent, source, effective_from, created_by)
     VALUES ('web', 'Cancellation rate', 50, 2.5, 'The contract', '2026-01-01', 'test'),
       ('web', 'Later', 7, 1, 'The contract', '2026-12-01', 'test')`,
  );
  const orders = new Set(
    events
      .filter((event) => event.type === 'order_placed' && inRange(event))
      .map(({ content }) => content.order),
  ).size;
  const budget = Math.floor(orders * 0.025);
  expect(budget).toBeGreaterThan(0);
  expect(await rowsOf('cancellation-budget')).toMatchObject([
    {
      channel: 'web',
      limit_name: 'Cancellation rate',
      orders,
      cancelled: 1,
      budget,
      left: budget - 1,
      rate: 1 / orders,
    },
  ]);
});

test('undersell is what lay there while a listing showed nothing, beside what it oversold', async () => {
  await t.pool.query(
    `INSERT INTO alert_threshold (rule, "limit", created_by) VALUES ('channel_drift', 0, 'test')`,
  );
  // B lay at the nodes of the channel; for two hours in the range its listing showed 0, for one of them by decision.
  const at = (hours: number) => new Date(to - 5 * day + hours * 3_600_000);
  for (const [begin, end, meant] of [
    [0, 2, false],
    [2, 3, true],
  ] as const)
    await t.pool.query(
      `INSERT INTO listing_empty (bucket, sku, channel, from_at, until_at, meant)
       SELECT bucket, sku, 'web', $1, $2, $3 FROM ledger_head WHERE sku = 'B'`,
      [at(begin), at(end), meant],
    );
  // What was known then: the ledger was written now, so nothing was recorded at that time.
  const early = by(await rowsOf('undersell'), 'sku').get('B');
  expect(early).toMatchObject({ hours: 2, meant_hours: 1, unit_hours: 0 });
  const now = Date.now();
  await t.pool.query(
    `INSERT INTO listing_empty (bucket, sku, channel, from_at, until_at, meant)
     SELECT bucket, sku, 'web', $1, $2, FALSE FROM ledger_head WHERE sku = 'B'`,
    [new Date(now + 60_000), new Date(now + 60_000 + 1_800_000)],
  );
  await t.pool.query(`INSERT INTO safety_stock_policy (sku, node, units) VALUES ('B', 'WH', 2)`);
  const query = {
    report: 'undersell' as const,
    from: new Date(now + 30_000).toISOString(),
    to: new Date(now + 7_200_000).toISOString(),
  };
  // After everything that was recorded: what lies there now.
  expect((await readReportRows(t.pool, query, {})).items).toMatchObject([{ sku: 'B', hours: 0.5 }]);
  const there = ['WH', 'D1'].map((place) =>
    sum(
      postings.filter((p) => p.sku === 'B' && p.node === place),
      (p) => p.available,
    ),
  );
  const expected = (Math.max(0, (there[0] ?? 0) - 2) + (there[1] ?? 0)) / 2;
  expect(expected).toBeGreaterThan(0);
  expect((await readReportSummary(t.pool, query)).totals.unit_hours).toBeCloseTo(expected, 6);
  const short = by(await rowsOf('undersell'), 'sku').get('SHORT');
  expect(short).toMatchObject({ oversold: 2, hours: 0 });
});

test('alert quality and push latency are those of their logs', async () => {
  const opened = from + 10 * day;
  const minutes = (count: number) => new Date(opened + count * minute);
  for (const [id, state] of [
    ['one', 'resolved'],
    ['two', 'open'],
  ] as const)
    await t.pool.query(
      `INSERT INTO alert (alert, identity, rule, sku, node, channel, location, state, severity, value, "limit", clears_at,
         worst, units_at_risk, currency, facts, count, firing, since, changed_at, resolved_at, version)
       VALUES ($1, $1, 'oversell', 'A', '', 'web', '', $2, 0, 1, 0, 0, 1, 1, 'INR', '{}', 1, TRUE, now(), now(),
         CASE WHEN $2 = 'resolved' THEN now() END, 5)`,
      [id, state],
    );
  const lines: [string, number, number, string][] = [
    ['one', 1, 0, 'opened'],
    ['one', 2, 4, 'acknowledged'],
    ['one', 3, 10, 'resolved'],
    ['one', 4, 20, 'reopened'],
    ['one', 5, 50, 'resolved'],
    ['two', 1, 5, 'opened'],
    ['two', 2, 20, 'escalated'],
  ];
  for (const [id, version, after, kind] of lines)
    await t.pool.query(
      `INSERT INTO alert_log (alert, version, at, kind, actor, note, value) VALUES ($1, $2, $3, $4, 'x', '', 0)`,
      [id, version, minutes(after), kind],
    );
  expect(await rowsOf('alert-quality')).toMatchObject([
    {
      rule: 'oversell',
      opened: 2,
      reopened: 1,
      acknowledged: 1,
      to_acknowledge: 240,
      resolved: 2,
      // Of 10 and 30 minutes.
      to_resolve: 1_200,
      escalated: 1,
    },
  ]);
  expect((await summaryOf('alert-quality')).points).toEqual([
    { x: expect.any(String), opened: 3, resolved: 2 },
  ]);

  await t.pool.query(`INSERT INTO channel_sync (channel) VALUES ('web')`);
  await t.pool.query(
    `INSERT INTO listing_sync (bucket, sku, channel, version, target_at) SELECT bucket, sku, 'web', 4, now() FROM ledger_head WHERE sku = 'A'`,
  );
  for (const version of [1, 2, 3, 4])
    await t.pool.query(
      `INSERT INTO push_record (bucket, sku, channel, version, decided_at, units, packs, explanation)
       SELECT bucket, sku, 'web', $1, $2, 1, 1, '{}' FROM ledger_head WHERE sku = 'A'`,
      [version, minutes(version)],
    );
  // The channel answers for three of them after 1, 2 and 6 seconds.
  for (const [version, seconds] of [
    [1, 1],
    [2, 2],
    [4, 6],
  ] as const)
    await t.pool.query(
      `UPDATE listing_sync SET acknowledged_version = $1, acknowledged_at = $2 WHERE sku = 'A'`,
      [version, new Date(opened + version * minute + seconds * 1_000)],
    );
  expect(await rowsOf('push-latency')).toMatchObject([
    { channel: 'web', pushes: 4, acknowledged: 3, p50: 2, worst: 6, waiting: 0 },
  ]);
  expect((await summaryOf('push-latency')).totals).toMatchObject({ pushes: 4, unanswered: 1, p50: 2 });
});
