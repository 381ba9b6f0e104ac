import type { Effects } from '../effects';
import type { EventOf, EventReference } from '../events';
import type { Refusal } from '../refusals';
import type { RecordedEvent } from '../state';
import { type Balances, outsideAccounts, stockStates } from '../states';
import { editOrderLine } from './orders';
import { insufficient, promised } from './stock';

/** What people type or count; the rest belongs to orders and transfers and is undone by their own events. */
export const reversibleTypes: ReadonlySet<string> = new Set([
  'receipt',
  'adjustment',
  'return_received',
  'return_inspected',
  'count_approved',
]);

/** The key under which a referred event is looked up: its sequence, or its source and id. */
export function referenceKey(of: EventReference, source: string): string {
  if ('sequence' in of) return `#${of.sequence}`;
  return `${'source' in of ? of.source : source}\u0000${of.id}`;
}

export function resolveReference(
  effects: Effects,
  event: EventOf<'reversal' | 'count_approved'>,
): RecordedEvent | null {
  const { draft } = effects;
  const key = referenceKey(event.of, event.source);
  const here = draft.recordedHere.get(key);
  if (here !== undefined) {
    if (here.submitted.event.sku !== event.sku) return null;
    return {
      sequence: here.sequence,
      event: here.submitted.event,
      refused: here.refusal !== null,
      postings: here.postings,
      reversed: false,
    };
  }
  const found = draft.loaded('events', draft.state.events, key);
  return found !== null && found.event.sku === event.sku ? found : null;
}

/**
 * Posts the opposite of an event. Only what people type or count can be taken back, only once, and only as far as the
 * units are still in the state the event brought them to and no channel may be selling them.
 */
export function applyReversal(effects: Effects, event: EventOf<'reversal'>): Refusal | null {
  const target = resolveReference(effects, event);
  if (target === null)
    return { code: 'unknown_event', detail: `No event of ${event.sku} is known under "of".` };
  if (!reversibleTypes.has(target.event.type) || target.refused)
    return {
      code: 'not_reversible',
      detail: target.refused
        ? 'The event was refused: there is nothing to take back.'
        : `A ${target.event.type} cannot be reversed; receipts, adjustments, returns and count variances can.`,
    };
  if (target.reversed || effects.draft.reversedHere.has(target.sequence))
    return { code: 'already_reversed', detail: `Event ${target.sequence} was reversed before.` };
  const short = firstShort(effects, target);
  if (short !== null) return short;
  for (const posting of target.postings) {
    const deltas = landed(posting);
    for (const state of stockStates) effects.addLeg(posting.node, state, -deltas[state]);
    for (const account of outsideAccounts) effects.addLeg(posting.node, account, -posting.outside[account]);
  }
  const { event: original } = target;
  if (
    original.type === 'return_received' &&
    original.channel !== undefined &&
    original.order !== undefined &&
    original.line !== undefined
  ) {
    const { channel, order, line } = original;
    editOrderLine(effects, { channel, order, line }).counted.returned -= original.quantity;
  }
  effects.draft.reversedHere.add(target.sequence);
  effects.reverses = target.sequence;
  return null;
}

/**
 * What a posting left behind, with `committed` counted as `available`: units that a count took from orders come back
 * for anybody, and units that went to backorders belong to their orders now. A receipt of 10 that filled 2 of them left
 * 8 available and 2 committed: 10 have to be available to take it back.
 */
function landed({ deltas }: RecordedEvent['postings'][number]): Balances {
  return { ...deltas, available: deltas.available + deltas.committed, committed: 0 };
}

function firstShort(effects: Effects, target: RecordedEvent): Refusal | null {
  for (const posting of target.postings) {
    const deltas = landed(posting);
    for (const state of stockStates) {
      const there = effects.balance(posting.node, state);
      if (deltas[state] > there)
        return insufficient(effects.event.sku, posting.node, deltas[state], there, `still ${state}`);
    }
    if (deltas.available <= 0) continue;
    const { sku } = effects.event;
    const free = effects.draft.unpromised(sku, posting.node);
    if (free < deltas.available)
      return promised(sku, posting.node, deltas.available, free, effects.balance(posting.node, 'available'));
  }
  return null;
}
