'use client';

import { parseAsString } from 'nuqs';

const text = parseAsString.withDefault('');

/** What the ledger can be searched by; the names are those of its handler. Instants in ISO 8601, UTC. */
export const ledgerFilters = {
  document: text,
  sku: text,
  node: text,
  type: text,
  channel: text,
  source: text,
  actor: text,
  id: text,
  from: text,
  to: text,
};

/** The types of events a person may look for, in the order of a unit's life. */
export const eventTypes = [
  'receipt',
  'order_placed',
  'order_cancelled',
  'order_shipped',
  'order_snapshot',
  'return_received',
  'return_inspected',
  'transfer_ready',
  'transfer_dispatched',
  'transfer_received',
  'transfer_cancelled',
  'claims_moved',
  'reserved',
  'reservation_released',
  'adjustment',
  'count_approved',
  'reversal',
] as const;
