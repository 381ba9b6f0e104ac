import type { Effects } from '../effects';
import type { EventOf } from '../events';
import type { Refusal } from '../refusals';
import { keyOf } from '../state';
import { editOrderLine } from './orders';

export function applyReceipt(effects: Effects, event: EventOf<'receipt'>): null {
  effects.move(event.quantity, 'supplier', 'available', event.node);
  return null;
}

/** Returned goods wait in quality control until somebody has looked at them. */
export function applyReturnReceived(effects: Effects, event: EventOf<'return_received'>): null {
  const { channel, order, line } = event;
  if (channel !== undefined && order !== undefined && line !== undefined)
    editOrderLine(effects, { channel, order, line }).counted.returned += event.quantity;
  effects.move(event.quantity, 'customer', 'quality_control', event.node);
  return null;
}

export function applyReturnInspected(effects: Effects, event: EventOf<'return_inspected'>): null {
  effects.ensure(event.quantity, event.node, 'quality_control', event.order ?? null);
  effects.move(event.quantity, 'quality_control', event.disposition, event.node);
  return null;
}

/** A manual adjustment is a request: it takes only what is there. */
export function applyAdjustment(effects: Effects, event: EventOf<'adjustment'>): Refusal | null {
  const { node, quantity, state, toState, ifVersion } = event;
  const seen = effects.draft.positions.get(keyOf.position(event.sku, node))?.version ?? 0;
  if (ifVersion !== undefined && ifVersion !== seen)
    return {
      code: 'version_conflict',
      detail: `${event.sku} at ${node} has moved since you looked: ${effects.balance(node, state)} ${state.replace('_', ' ')} now.`,
      available: effects.balance(node, state),
    };
  if (event.direction === 'increase') {
    effects.move(quantity, 'adjustment', state, node);
    return null;
  }
  const there = effects.balance(node, state);
  if (there < quantity) return insufficient(event.sku, node, quantity, there, state.replace('_', ' '));
  if (state === 'available') {
    const free = effects.draft.unpromised(event.sku, node);
    if (free < quantity) return promised(event.sku, node, quantity, free, there);
  }
  effects.move(quantity, state, toState ?? 'adjustment', node);
  return null;
}

/** Enough is there, but channels may sell it this very second. */
export function promised(sku: string, node: string, wanted: number, free: number, there: number): Refusal {
  return {
    code: 'insufficient_stock',
    detail: `${wanted} unit(s) of ${sku} wanted at ${node}: ${there} are there, but channels may still sell ${there - free} of them. Stop selling it first, or take ${free}.`,
    shortBy: wanted - free,
    available: free,
  };
}

export function insufficient(
  sku: string,
  where: string,
  wanted: number,
  there: number,
  what = 'available',
): Refusal {
  return {
    code: 'insufficient_stock',
    detail: `${wanted} unit(s) of ${sku} wanted at ${where}, ${there} ${what}: short by ${wanted - there}.`,
    shortBy: wanted - there,
    available: there,
  };
}
