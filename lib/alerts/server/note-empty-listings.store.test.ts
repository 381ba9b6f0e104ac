import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChannelTest } from '@/lib/channels/server/test-channels';
import { bucketOf } from '@/lib/ledger/bucket';
import { evaluateMarked } from './start-alerts';

let t: ChannelTest;
beforeAll(async () => {
  t = await ChannelTest.open();
});
afterAll(() => t.close());

test('it is kept on record when a listing shows nothing, and whether that was meant', async () => {
  await t.addSku('E');
  await t.addChannel('shop', null, ['pune']);
  await t.addListing('shop', 'E');
  const show = async (target: number) => {
    await t.query(
      `INSERT INTO listing_sync (bucket, sku, channel, target, target_at) VALUES ($1, 'E', 'shop', $2, now())
       ON CONFLICT (bucket, sku, channel, location) DO UPDATE SET target = $2`,
      [bucketOf('E'), target],
    );
    while ((await evaluateMarked(t.database.pool)) > 0);
  };
  const stretches = () =>
    t.query(
      'SELECT meant, until_at IS NULL AS open, until_at >= from_at AS sound FROM listing_empty ORDER BY from_at',
    );
  // Nobody knows yet what it shows.
  await t.query(`INSERT INTO alert_mark (sku) VALUES ('E')`);
  await evaluateMarked(t.database.pool);
  expect(await stretches()).toEqual([]);
  await show(5);
  expect(await stretches()).toEqual([]);
  await show(0);
  await t.query(`INSERT INTO alert_mark (sku) VALUES ('E')`);
  await show(0);
  expect(await stretches()).toEqual([{ meant: false, open: true, sound: null }]);
  await t.query(`UPDATE listing SET paused = TRUE WHERE sku = 'E'`);
  await show(0);
  expect(await stretches()).toEqual([
    { meant: false, open: false, sound: true },
    { meant: true, open: true, sound: null },
  ]);
  await show(3);
  await show(0);
  await t.query(`DELETE FROM listing WHERE sku = 'E'`);
  await t.query(`INSERT INTO alert_mark (sku) VALUES ('E')`);
  await evaluateMarked(t.database.pool);
  expect(await stretches()).toEqual([
    { meant: false, open: false, sound: true },
    { meant: true, open: false, sound: true },
    { meant: true, open: false, sound: true },
  ]);
});
