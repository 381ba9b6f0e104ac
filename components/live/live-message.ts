import type { Change } from './coalesce';

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'polling';

/** What the tabs of a browser tell each other. */
export type LiveMessage =
  | { kind: 'change'; change: Change }
  | { kind: 'state'; state: LiveState }
  | { kind: 'beside' }
  | { kind: 'hello' };

const states: readonly unknown[] = ['connecting', 'live', 'reconnecting', 'polling'];

/** A message as it came, or null. Another version of the app may be open in another tab. Every page loads this: no zod. */
export function readMessage(data: unknown): LiveMessage | null {
  if (!isRecord(data)) return null;
  const { kind, change, state } = data;
  if (kind === 'hello' || kind === 'beside') return { kind };
  if (kind === 'state' && states.includes(state)) return { kind, state: state as LiveState };
  if (kind !== 'change') return null;
  if (change === 'all') return { kind, change };
  return isRecord(change) && isTexts(change.skus) ? { kind, change: { skus: change.skus } } : null;
}

/** Which SKUs an event of the stream names; one that names none may mean anything. */
export function changeOf(data: unknown): Change {
  if (typeof data !== 'string') return 'all';
  let told: unknown;
  try {
    told = JSON.parse(data);
  } catch {
    return 'all';
  }
  if (!isRecord(told)) return 'all';
  const { skus = [], sku } = told;
  if (!isTexts(skus) || (sku !== undefined && typeof sku !== 'string')) return 'all';
  const named = sku === undefined ? skus : [...skus, sku];
  return named.length === 0 ? 'all' : { skus: named };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
