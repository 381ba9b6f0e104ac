import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ChannelTest } from '@/lib/channels/server/test-channels';
import { bucketOf } from '@/lib/ledger/bucket';
import { destinationSchema } from '../delivery';
import { type DeliveryDeps, deliverDue } from './deliver';
import { gatherNotices } from './gather-notices';
import { saveDestination } from './save-destination';
import { evaluateMarked } from './start-alerts';

const secret = `whsec_${Buffer.from('a secret of the tests, for webhooks').toString('base64')}`;
const answers_within_ms = 300;
let t: ChannelTest;
let deps: DeliveryDeps;

beforeAll(async () => {
  t = await ChannelTest.open();
  deps = {
    pool: t.database.pool,
    log: pino({ level: 'silent' }),
    secretKey: t.deps.secretKey,
    origin: 'http://here',
    allowInside: true,
    timeout_ms: answers_within_ms,
  };
});
afterAll(() => t.close());

async function addDestination(fields: Record<string, unknown>): Promise<string> {
  await t.query('UPDATE alert_destination SET enabled = FALSE');
  const input = destinationSchema.parse({
    name: 'Receiver',
    secret,
    severity: 'warning',
    rule: '',
    node: '',
    channel: '',
    enabled: true,
    ...fields,
  });
  const saved = await saveDestination(deps.pool, input, null, 'test', deps.secretKey, async () => undefined);
  if (!saved.ok) throw new Error(saved.detail);
  return saved.destination;
}

/** An oversold SKU: one critical alert, in a message that waits to be sent. */
async function alertFor(sku: string): Promise<void> {
  await t.addSku(sku);
  await t.query(
    `INSERT INTO order_line (bucket, sku, channel, order_id, line, sequence, placed_at, backordered)
     VALUES ($2, $1, 'web', 'o', '1', 1, now(), 2)`,
    [sku, bucketOf(sku)],
  );
  await t.query('INSERT INTO alert_mark (sku) VALUES ($1)', [sku]);
  await evaluateMarked(deps.pool);
  await gatherNotices(deps.pool);
}
/** As if the time had come at which messages are sent, sent again, or their lease runs out. */
const ripen = () =>
  t.query("UPDATE alert_delivery SET due_at = now() - interval '1 second' WHERE due_at IS NOT NULL");
const deliveriesTo = (destination: string) =>
  t.query<{ delivery: string; attempts: number; last_error: string | null; delivered_at: Date | null }>(
    'SELECT delivery, attempts, last_error, delivered_at FROM alert_delivery WHERE destination = $1',
    [destination],
  );

async function listen(server: net.Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('a receiver that answers 500, then nothing, then is gone, is told once when it is back', async () => {
  const ids: string[] = [];
  let answer: 'error' | 'nothing' | 'ok' = 'error';
  const receiver = http.createServer((request, response) => {
    request.resume();
    if (answer === 'nothing') return;
    if (answer === 'ok') ids.push(String(request.headers['webhook-id']));
    response.writeHead(answer === 'ok' ? 200 : 500).end();
  });
  const port = await listen(receiver);
  const destination = await addDestination({ kind: 'webhook', url: `http://127.0.0.1:${port}/` });
  await alertFor('R');
  const failsWith = async (detail: RegExp) => {
    await ripen();
    expect(await deliverDue(deps)).toBe(1);
    expect(await deliveriesTo(destination)).toMatchObject([
      { last_error: expect.stringMatching(detail), delivered_at: null },
    ]);
  };
  await failsWith(/answered 500/);
  answer = 'nothing';
  await failsWith(/did not answer in time/);
  receiver.closeAllConnections();
  receiver.close();
  await once(receiver, 'close');
  await failsWith(/cannot be reached \(ECONNREFUSED\)/);
  answer = 'ok';
  await listen(receiver, port);
  await ripen();
  expect(await deliverDue(deps)).toBe(1);
  await ripen();
  expect(await deliverDue(deps)).toBe(0);
  const [row] = await deliveriesTo(destination);
  expect(row).toMatchObject({ attempts: 4, last_error: null, delivered_at: expect.any(Date) });
  expect(ids).toEqual([row?.delivery]);
  receiver.closeAllConnections();
  receiver.close();
});

/** A mail server that knows just enough: it refuses the first `refusing` messages after it has read them. */
function mailServer(refusing: number, taken: string[]): net.Server {
  let seen = 0;
  return net.createServer((socket) => {
    let reading = false;
    let mail = '';
    socket.on('error', () => undefined);
    socket.write('220 mail.test\r\n');
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (reading) {
        mail += text;
        if (!mail.endsWith('\r\n.\r\n')) return;
        reading = false;
        taken.push(mail);
        socket.write(seen++ < refusing ? '451 not now\r\n' : '250 taken\r\n');
        return;
      }
      for (const line of text.split('\r\n').filter((each) => each !== '')) {
        if (line === 'DATA') {
          reading = true;
          mail = '';
          socket.write('354 go on\r\n');
        } else if (line === 'QUIT') socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
}

test('a mail server that is down and then refuses gets the same message, once it takes it', async () => {
  const taken: string[] = [];
  const server = mailServer(1, taken);
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  const destination = await addDestination({
    kind: 'email',
    from: 'stock@example.com',
    to: ['ops@example.com'],
    secret: `smtp://127.0.0.1:${port}`,
  });
  await alertFor('M');
  await ripen();
  expect(await deliverDue(deps)).toBe(1);
  expect(await deliveriesTo(destination)).toMatchObject([{ attempts: 1, delivered_at: null }]);
  expect(taken).toEqual([]);
  await listen(server, port);
  for (const attempts of [2, 3]) {
    await ripen();
    expect(await deliverDue({ ...deps, timeout_ms: 5_000 })).toBe(1);
    expect(await deliveriesTo(destination)).toMatchObject([
      { attempts, delivered_at: attempts === 3 ? expect.any(Date) : null },
    ]);
  }
  await ripen();
  expect(await deliverDue(deps)).toBe(0);
  const [row] = await deliveriesTo(destination);
  expect(taken).toHaveLength(2);
  for (const mail of taken) {
    expect(mail).toContain(`Message-ID: <${row?.delivery}@truecount>`);
    expect(mail).toContain('web has sold 2 of M that are nowhere');
  }
  server.close();
});

test('a worker killed between sending and recording sends again under the same id, and nothing is lost', async () => {
  const ids: string[] = [];
  let hold = true;
  const receiver = http.createServer((request, response) => {
    request.resume();
    ids.push(String(request.headers['webhook-id']));
    if (!hold) response.end();
  });
  const destination = await addDestination({
    kind: 'webhook',
    url: `http://127.0.0.1:${await listen(receiver)}/`,
  });
  await alertFor('K1');
  await ripen();
  const worker = t.spawnWorker();
  await vi.waitFor(() => expect(ids).toHaveLength(1), { timeout: 40_000, interval: 20 });
  const exited = once(worker, 'exit');
  worker.kill('SIGKILL');
  await exited;
  receiver.closeAllConnections();
  expect(await deliveriesTo(destination)).toMatchObject([{ attempts: 1, delivered_at: null }]);
  // Nobody takes it while its lease runs; what opens meanwhile is a message of its own.
  expect(await deliverDue(deps)).toBe(0);
  await alertFor('K2');
  hold = false;
  await ripen();
  expect(await deliverDue(deps)).toBe(2);
  const rows = await deliveriesTo(destination);
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row.delivered_at).toEqual(expect.any(Date));
  expect(ids).toHaveLength(3);
  expect(new Set(ids)).toEqual(new Set(rows.map(({ delivery }) => delivery)));
  receiver.closeAllConnections();
  receiver.close();
});
