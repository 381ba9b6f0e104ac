import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunningApp } from '../running-app';
import { FlashSale } from './flash-sale';

/** A minute out of reach in `npm run soak`; long enough for dozens of polls to fail here. */
const downSeconds = Number(process.env.TRUECOUNT_FLASH_DOWN_SECONDS ?? 6);
const stock = Number(process.env.TRUECOUNT_FLASH_STOCK ?? 240);

let app: RunningApp;
let sale: FlashSale | undefined;

beforeAll(async () => {
  app = await RunningApp.start();
  sale = await FlashSale.open(app, stock);
});
afterAll(async () => {
  await sale?.close();
  await app?.remove();
});

test('a flash sale of half the stock at three shops that are late, stutter, fail and vanish oversells nothing', async () => {
  const outcome = await sale?.play(downSeconds);
  console.log(JSON.stringify(outcome));
  expect(outcome).toMatchObject({ incidents: 0, backordered: 0, findings: [], beyondExposure: 0 });
  expect(outcome?.recorded).toBe(outcome?.sold);
  expect(outcome?.soldInSale).toBeGreaterThanOrEqual(stock / 2);
  expect(outcome?.soldInSale).toBeLessThanOrEqual(stock);
  expect(outcome?.samples).toBeGreaterThan(20);
  expect(await app.verify()).toMatchObject({ balanced: true, escrow: { skus: 8, findings: [] } });
}, 600_000);
