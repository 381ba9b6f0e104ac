import { z } from 'zod';
import { nameActors } from '@/lib/access/server/name-actors';
import { describeDocument } from '@/lib/ledger/describe-document';
import { type LedgerPage, searchLedger } from '@/lib/ledger/server/search-ledger';
import { instantSchema } from '@/lib/shared/clock';
import { screenList } from '../screen-list';

const word = z.string().max(200).optional();

type Item = LedgerPage['items'][number] & { actorName: string };

/** Every posting, newest first. */
export const GET = screenList({
  permission: 'read_operations',
  filters: {
    sku: word,
    node: word,
    type: word,
    source: word,
    channel: word,
    actor: word,
    id: word,
    document: word,
    from: instantSchema.optional(),
    to: instantSchema.optional(),
  },
  sorts: ['recordedAt'],
  direction: 'descending',
  list: async (pool, { sort: _, direction: __, ...query }) => {
    const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
    const page = await searchLedger(pool, given);
    const names = await nameActors(pool, new Set(page.items.map(({ actor }) => actor)));
    const items: Item[] = page.items.map((item) => ({
      ...item,
      actorName: names.get(item.actor) ?? item.actor,
    }));
    return { ...page, items };
  },
  csv: {
    name: 'ledger',
    columns: [
      { header: 'sequence', value: (item: Item) => item.sequence },
      { header: 'recorded_at', value: (item) => item.recordedAt },
      { header: 'occurred_at', value: (item) => item.occurredAt },
      { header: 'type', value: (item) => item.type },
      { header: 'sku', value: (item) => item.sku },
      { header: 'node', value: (item) => item.node },
      ...(['available', 'committed', 'qualityControl', 'damaged', 'incoming'] as const).flatMap((state) => [
        { header: `${state}_change`, value: (item: Item) => item.changes[state] ?? 0 },
        { header: `${state}_balance`, value: (item: Item) => item.balances[state] },
      ]),
      { header: 'on_hand', value: (item) => item.balances.onHand },
      { header: 'document', value: (item) => describeDocument(item) },
      { header: 'source', value: (item) => item.source },
      { header: 'id', value: (item) => item.id },
      { header: 'actor', value: (item) => item.actorName },
    ],
  },
});
