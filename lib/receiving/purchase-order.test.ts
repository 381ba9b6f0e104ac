import { expect, test } from 'vitest';
import { deliveryRefusal, purchaseOrderStatusOf } from './purchase-order';

test.each([
  ['open', { closed: false, onOrder: 5, arrived: 0 }],
  ['partly_received', { closed: false, onOrder: 5, arrived: 1 }],
  ['received', { closed: false, onOrder: 0, arrived: 6 }],
  ['closed', { closed: true, onOrder: 5, arrived: 1 }],
  ['received', { closed: true, onOrder: 0, arrived: 6 }],
] as const)('%s', (status, counted) => {
  expect(purchaseOrderStatusOf(counted)).toBe(status);
});

const lines = [{ sku: 'A', name: 'Kurta', barcodes: [], units: 10, received: 6, damaged: 1 }];
test.each([
  ['what is still expected', { sku: 'A', received: 2, damaged: 1 }, false, null],
  ['more than that', { sku: 'A', received: 3, damaged: 1 }, false, 'over_receipt'],
  ['more than that, confirmed', { sku: 'A', received: 3, damaged: 1 }, true, null],
  ['another SKU', { sku: 'B', received: 1, damaged: 0 }, true, 'not_on_order'],
] as const)('a delivery of %s', (_, line, confirmed, code) => {
  expect(deliveryRefusal({ status: 'partly_received', lines }, [line], confirmed)?.code ?? null).toBe(code);
  expect(deliveryRefusal({ status: 'closed', lines }, [line], confirmed)?.code).toBe('purchase_order_closed');
});
