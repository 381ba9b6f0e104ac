import { onHand } from '../states';

const changeStates = {
  available: 'available',
  committed: 'committed',
  qualityControl: 'quality_control',
  damaged: 'damaged',
  incoming: 'incoming',
} as const;
const outsideNames = ['supplier', 'customer', 'adjustment', 'scrap'] as const;

type StateName = keyof typeof changeStates;
type OutsideName = (typeof outsideNames)[number];

/** The fields of an event that say what it belongs to and why, as far as its type has them. */
export const documentFields = [
  'channel',
  'order',
  'line',
  'transfer',
  'from',
  'to',
  'purchaseOrder',
  'unitCost',
  'reservation',
  'release',
  'disposition',
  'state',
  'direction',
  'toState',
  'session',
  'counted',
  'countedAt',
  'of',
  'giver',
  'reason',
  'reference',
] as const;
type DocumentField = (typeof documentFields)[number];

/** What one event did at one stock node. Units are single; what did not move is left out. */
export type PostingItem = {
  sequence: number;
  recordedAt: string;
  occurredAt: string;
  source: string;
  id: string;
  type: string;
  quantity?: number;
  actor: string;
  sku: string;
  node: string;
  changes: Partial<Record<StateName, number>>;
  outside: Partial<Record<OutsideName, number>>;
  balances: Record<StateName | 'onHand', number>;
} & Partial<Record<DocumentField, unknown>>;

type Delta = `${(typeof changeStates)[StateName] | OutsideName}_delta`;

export type PostingRow = {
  sequence: string;
  xid: string;
  recorded_at: Date;
  occurred_at: Date;
  source: string;
  id: string;
  type: string;
  quantity: string | null;
  actor: string;
  content: string;
  sku: string;
  node: string;
} & Record<Delta, string | null> &
  Record<(typeof changeStates)[StateName], string>;

/** For `posting p` joined with its event `e`. */
export const postingColumns = [
  'p.sequence',
  'p.xid',
  'p.recorded_at',
  'p.occurred_at',
  'e.source',
  'e.id',
  'e.type',
  'e.quantity',
  'e.actor',
  'e.content',
  'p.sku',
  'p.node',
  ...Object.values(changeStates).flatMap((state) => [`p.${state}`, `p.${state}_delta`]),
  ...outsideNames.map((name) => `p.${name}_delta`),
].join(', ');

export function postingItemOf(row: PostingRow): PostingItem {
  const changes: PostingItem['changes'] = {};
  for (const [name, state] of Object.entries(changeStates) as [
    StateName,
    (typeof changeStates)[StateName],
  ][]) {
    const delta = Number(row[`${state}_delta`] ?? 0);
    if (delta !== 0) changes[name] = delta;
  }
  const outside: PostingItem['outside'] = {};
  for (const name of outsideNames) {
    const delta = Number(row[`${name}_delta`] ?? 0);
    if (delta !== 0) outside[name] = delta;
  }
  const balances = {
    available: Number(row.available),
    committed: Number(row.committed),
    quality_control: Number(row.quality_control),
    damaged: Number(row.damaged),
    incoming: Number(row.incoming),
  };
  return {
    sequence: Number(row.sequence),
    recordedAt: row.recorded_at.toISOString(),
    occurredAt: row.occurred_at.toISOString(),
    source: row.source,
    id: row.id,
    type: row.type,
    ...(row.quantity === null ? {} : { quantity: Number(row.quantity) }),
    actor: row.actor,
    sku: row.sku,
    node: row.node,
    ...documentOf(row.content),
    changes,
    outside,
    balances: {
      available: balances.available,
      committed: balances.committed,
      qualityControl: balances.quality_control,
      damaged: balances.damaged,
      incoming: balances.incoming,
      onHand: onHand(balances),
    },
  };
}

function documentOf(content: string): Partial<Record<DocumentField, unknown>> {
  const fields: Record<string, unknown> = JSON.parse(content);
  const document: Partial<Record<DocumentField, unknown>> = {};
  for (const name of documentFields) if (fields[name] !== undefined) document[name] = fields[name];
  return document;
}
