import { describe, expect, it } from 'vitest';
import { describeDocument, describeEvent } from '@/lib/ledger/describe-document';
import type { PositionItem, PostingItem } from './stock-types';
import { sumPositions } from './sum-positions';

const position: PositionItem = {
  sku: 'KUR-01',
  node: 'bhiwandi',
  available: 322,
  committed: 398,
  qualityControl: 2,
  damaged: 1,
  incoming: 0,
  onHand: 723,
  safetyStock: 40,
  availableToSell: 282,
};

const posting: PostingItem = {
  sequence: 7,
  recordedAt: '2026-03-01T10:00:00.000Z',
  occurredAt: '2026-03-01T10:00:00.000Z',
  source: 'webshop',
  id: '5001/1',
  type: 'order_placed',
  actor: 'key:1',
  sku: 'KUR-01',
  node: 'bhiwandi',
  changes: { available: -1, committed: 1 },
  balances: { available: 9, committed: 1, qualityControl: 0, damaged: 0, incoming: 0, onHand: 10 },
};

describe('the written-out sum', () => {
  it('holds in every row and in the total', () => {
    const dark = {
      ...position,
      node: 'andheri',
      available: 50,
      committed: 0,
      onHand: 53,
      availableToSell: 10,
    };
    const { rows, total } = sumPositions([position, dark]);
    for (const row of [...rows, total]) {
      expect(row.onHand - row.committed - row.unavailable).toBe(row.available);
      expect(row.available - row.safetyStock).toBe(row.availableToSell);
    }
    expect(total).toMatchObject({ onHand: 776, available: 372, availableToSell: 292, unavailable: 6 });
  });
});

describe('the ledger in words', () => {
  it('names events and their documents', () => {
    expect(describeEvent('order_placed')).toBe('Order placed');
    expect(describeDocument({ ...posting, order: '5001', channel: 'webshop' })).toBe('Order 5001 · webshop');
    expect(describeDocument({ ...posting, transfer: 'T-7', from: 'bhiwandi', to: 'andheri' })).toBe(
      'Transfer T-7, bhiwandi to andheri',
    );
    expect(describeDocument({ ...posting, purchaseOrder: 'PO-1' })).toBe('Purchase order PO-1');
    expect(describeDocument(posting)).toBe('');
  });
});
