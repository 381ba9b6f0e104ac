import { hash as digestOf } from 'node:crypto';
import type { InventoryEvent } from './events';
import type { Posting } from './state';
import type { Balances } from './states';

/** The fields that have columns of their own; all others are the event's content. */
const columns = new Set(['source', 'id', 'type', 'sku', 'quantity', 'occurredAt']);

/** JSON with sorted keys and without undefined: equal values give equal text. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(field)}`;
  }
  return `{${text}}`;
}

/** The content fields that events of a type have been seen with, sorted: sorting them for each event is half the work. */
const fieldsByType = new Map<string, string[]>();

function fieldsOf(event: InventoryEvent): readonly string[] {
  let fields = fieldsByType.get(event.type);
  if (fields === undefined) {
    fields = [];
    fieldsByType.set(event.type, fields);
  }
  for (const field in event)
    if (!columns.has(field) && !fields.includes(field)) {
      fields.push(field);
      fields.sort();
    }
  return fields;
}

/** The fields of this event type as canonical JSON text: what the column `content` holds. */
export function contentOf(event: InventoryEvent): string {
  const values = event as unknown as Record<string, unknown>;
  let text = '';
  for (const field of fieldsOf(event)) {
    const value = values[field];
    if (value !== undefined) text += `${text === '' ? '{' : ','}"${field}":${canonical(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

export interface HashedColumns {
  source: string;
  id: string;
  type: string;
  sku: string;
  quantity: number | null;
  /** ISO, UTC milliseconds. */
  occurredAt: string;
}

/** SHA-256 (hex) over what was reported: the same event always hashes the same, whoever sends it. */
export function contentHash(of: HashedColumns, content: string): string {
  return digestOf(
    'sha256',
    `${JSON.stringify([of.source, of.id, of.type, of.sku, of.quantity, of.occurredAt])}${content}`,
  );
}

export interface Verdict {
  sequence: number;
  /** ISO, UTC milliseconds. */
  recordedAt: string;
  actor: string;
  refusal: string | null;
  detail: string | null;
  shortfall: number | null;
}

/**
 * SHA-256 (hex) over the content hash, the verdict and every posting with its balances: the leaf that is sealed.
 * Postings are taken in the order of their node's code units.
 */
export function eventDigest(hash: string, verdict: Verdict, postings: readonly Posting[]): string {
  const { sequence, recordedAt, actor, refusal, detail, shortfall } = verdict;
  let text = `${hash} ${sequence} ${recordedAt} ${JSON.stringify(actor)} ${refusal} ${shortfall}`;
  if (detail !== null) text += ` ${JSON.stringify(detail)}`;
  const sorted = postings.length > 1 ? [...postings].sort((a, b) => (a.node < b.node ? -1 : 1)) : postings;
  for (const { node, occurredAt, version, deltas, outside, balances } of sorted)
    text += `\n${JSON.stringify(node)} ${occurredAt} ${version} ${statesText(deltas)} ${outside.supplier} ${outside.customer} ${outside.adjustment} ${outside.scrap} ${statesText(balances)}`;
  return digestOf('sha256', text);
}

const statesText = (of: Balances): string =>
  `${of.available} ${of.committed} ${of.quality_control} ${of.damaged} ${of.incoming}`;
