import type { ClientBase, Pool } from 'pg';
import type { Page } from '@/lib/shared/page-cursor';
import type { ChannelFilters } from '../filters';
import type { ChannelListItem } from '../list-items';
import { Conditions, containing, type KeysetQuery, readKeyset } from './keyset';
import { channelStoppedSql } from './stopped-sql';

export const channelSorts = ['channel', 'name', 'kind', 'priority'] as const;
export type ChannelSort = (typeof channelSorts)[number];

interface ChannelListRow extends Omit<ChannelListItem, 'listings' | 'updatedAt'> {
  listings: string;
  updated_at: Date;
}

const stopped = channelStoppedSql('c.channel');

/** The channels with their sourcing order, a page at a time. Throws `invalid_cursor`. */
export async function listChannels(
  db: Pool | ClientBase,
  query: ChannelFilters & KeysetQuery<ChannelSort>,
): Promise<Page<ChannelListItem>> {
  const conditions = new Conditions();
  if (query.search !== undefined && query.search.trim() !== '') {
    const pattern = conditions.bind(containing(query.search));
    conditions.add(`(c.channel ILIKE ${pattern} OR c.name ILIKE ${pattern})`);
  }
  if (query.kind !== undefined) conditions.add(`c.kind = ${conditions.bind(query.kind)}`);
  if (query.connector !== undefined) conditions.add(`c.connector = ${conditions.bind(query.connector)}`);
  if (query.stopped !== undefined) conditions.add(`${query.stopped === 'yes' ? '' : 'NOT'} ${stopped}`);
  return readKeyset<ChannelListRow, ChannelListItem, ChannelSort>(
    db,
    {
      from: 'channel c',
      columns: `c.channel, c.name, c.kind, c.connector, c.config, c.secrets_sealed IS NOT NULL AS "secretSet",
        c.priority, c.fee_percent AS "feePercent", c.version, c.updated_at, ${stopped} AS stopped,
        coalesce((SELECT y.paused FROM channel_sync y WHERE y.channel = c.channel), FALSE) AS paused,
        (SELECT coalesce(json_agg(json_build_object('node', s.node, 'name', n.name) ORDER BY s.rank), '[]')
         FROM channel_source s JOIN stock_node n ON n.node = s.node WHERE s.channel = c.channel) AS sources,
        (SELECT count(*) FROM listing l WHERE l.channel = c.channel) AS listings`,
      sorts: {
        channel: { sql: 'c.channel', type: 'text' },
        name: { sql: 'c.name', type: 'text' },
        kind: { sql: 'c.kind', type: 'text' },
        priority: { sql: 'c.priority', type: 'float8' },
      },
      key: [{ sql: 'c.channel', type: 'text' }],
    },
    conditions,
    query,
    ({ updated_at, listings, ...row }) => ({
      channel: row.channel,
      name: row.name,
      kind: row.kind,
      connector: row.connector,
      config: row.config,
      secretSet: row.secretSet,
      priority: row.priority,
      feePercent: row.feePercent,
      sources: row.sources,
      listings: Number(listings),
      stopped: row.stopped,
      paused: row.paused,
      version: row.version,
      updatedAt: updated_at.toISOString(),
    }),
  );
}
