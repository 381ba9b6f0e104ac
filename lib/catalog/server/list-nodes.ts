import type { ClientBase, Pool } from 'pg';
import type { Page } from '@/lib/shared/page-cursor';
import type { NodeFilters } from '../filters';
import type { NodeListItem } from '../list-items';
import { Conditions, containing, type KeysetQuery, readKeyset } from './keyset';

export const nodeSorts = ['node', 'name', 'kind'] as const;
export type NodeSort = (typeof nodeSorts)[number];

interface NodeListRow extends Omit<NodeListItem, 'updatedAt'> {
  updated_at: Date;
}

/** The stock nodes, a page at a time. Throws `invalid_cursor`. */
export async function listNodes(
  db: Pool | ClientBase,
  query: NodeFilters & KeysetQuery<NodeSort>,
): Promise<Page<NodeListItem>> {
  const conditions = new Conditions();
  if (query.search !== undefined && query.search.trim() !== '') {
    const pattern = conditions.bind(containing(query.search));
    conditions.add(`(n.node ILIKE ${pattern} OR n.name ILIKE ${pattern})`);
  }
  if (query.kind !== undefined) conditions.add(`n.kind = ${conditions.bind(query.kind)}`);
  if (query.sellable !== undefined)
    conditions.add(`n.sellable = ${conditions.bind(query.sellable === 'yes')}`);
  return readKeyset<NodeListRow, NodeListItem, NodeSort>(
    db,
    {
      from: 'stock_node n',
      columns: `n.node, n.name, n.kind, n.sellable, n.time_zone AS "timeZone", n.version, n.updated_at,
        ARRAY(SELECT c.name FROM channel_source s JOIN channel c ON c.channel = s.channel
          WHERE s.node = n.node ORDER BY c.name) AS channels`,
      sorts: {
        node: { sql: 'n.node', type: 'text' },
        name: { sql: 'n.name', type: 'text' },
        kind: { sql: 'n.kind', type: 'text' },
      },
      key: [{ sql: 'n.node', type: 'text' }],
    },
    conditions,
    query,
    ({ updated_at, ...row }) => ({
      node: row.node,
      name: row.name,
      kind: row.kind,
      sellable: row.sellable,
      timeZone: row.timeZone,
      channels: row.channels,
      version: row.version,
      updatedAt: updated_at.toISOString(),
    }),
  );
}
