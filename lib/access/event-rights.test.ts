import { describe, expect, it } from 'vitest';
import { type InventoryEvent, inventoryEventSchema } from '@/lib/ledger/events';
import { eventRightsRefusal } from './event-rights';
import type { Principal } from './principal';
import type { Role } from './roles';

const base = { source: 'wms', id: '1', occurredAt: '2026-01-01T00:00:00Z', sku: 'A' };
const event = (fields: Record<string, unknown>): InventoryEvent =>
  inventoryEventSchema.parse({ ...base, ...fields });
const receipt = event({ type: 'receipt', quantity: 1, node: 'W1' });
const placed = event({ type: 'order_placed', quantity: 1, channel: 'web', order: 'o', line: '1' });
const received = event({
  type: 'transfer_received',
  quantity: 1,
  transfer: 't',
  line: '1',
  from: 'W1',
  to: 'W2',
});
const short = event({
  type: 'transfer_received',
  quantity: 1,
  missing: 1,
  transfer: 't',
  line: '1',
  to: 'W2',
});
const approved = event({ type: 'count_approved', node: 'W1', of: '7' });
const reversal = event({ type: 'reversal', of: { source: 'wms', id: '7' } });

function codeFor(role: Role, what: InventoryEvent, limits: Partial<Principal> = {}): string | null {
  return eventRightsRefusal({ role, ...limits }, what)?.code ?? null;
}

describe('eventRightsRefusal by role', () => {
  it.each([
    ['viewer', receipt, 'forbidden'],
    ['operator', receipt, null],
    ['operator', placed, 'forbidden'],
    ['integration', placed, null],
    ['operator', short, 'forbidden'],
    ['manager', short, null],
    ['operator', approved, 'forbidden'],
    ['integration', approved, 'forbidden'],
    ['manager', approved, null],
    ['operator', reversal, null],
  ] as const)('%s', (role, what, expected) => {
    expect(codeFor(role, what)).toBe(expected);
  });

  it('keeps our own sources and our own types to ourselves, for admins too', () => {
    expect(codeFor('admin', { ...receipt, source: 'truecount:orders' })).toBe('reserved_source');
    const snapshot = event({
      type: 'order_snapshot',
      channel: 'web',
      order: 'o',
      line: '1',
      ordered: 1,
      cancelled: 0,
      shipped: 0,
      returned: 0,
    });
    expect(codeFor('admin', snapshot)).toBe('internal_type');
  });
});

describe('eventRightsRefusal by limits', () => {
  it.each([
    ['a source', receipt, { sources: ['erp'] }, 'outside_limits'],
    ['a source within', receipt, { sources: ['wms'] }, null],
    ['a node', receipt, { nodes: ['W2'] }, 'outside_limits'],
    ['a node within', receipt, { nodes: ['W1'] }, null],
    ['a channel', placed, { channels: ['shop'] }, 'outside_limits'],
    ['a channel within', placed, { channels: ['web'] }, null],
    ['a node left open', placed, { nodes: ['W1'] }, 'outside_limits'],
    ['the destination of what is received', received, { nodes: ['W2'] }, null],
    ['the origin only', received, { nodes: ['W1'] }, 'outside_limits'],
    ['taking back without a node', reversal, { nodes: ['W1'] }, 'outside_limits'],
    ['taking back what another source said', reversal, { sources: ['erp', 'pos'] }, 'outside_limits'],
    ['a channel limit on an event without channel', receipt, { channels: ['web'] }, null],
  ] as const)('%s', (_name, what, limits, expected) => {
    expect(codeFor('admin', what, limits)).toBe(expected);
  });
});
