import type { ClientBase, Pool } from 'pg';

export const categories_listed_max = 500;

/** What the columns and filters of the stock screen are made of. */
export interface Dimensions {
  nodes: { node: string; name: string; kind: string; sellable: boolean; timeZone: string }[];
  channels: { channel: string; name: string; kind: string; connector: string; sources: string[] }[];
  categories: string[];
  skus: number;
}

const kinds = ['warehouse', 'fulfilment_centre', 'store', 'dark_store'];

export async function readDimensions(db: Pool | ClientBase): Promise<Dimensions> {
  const nodes = await db.query<Dimensions['nodes'][number]>(
    `SELECT node, name, kind, sellable, time_zone AS "timeZone" FROM stock_node
     ORDER BY array_position($1::text[], kind), name, node`,
    [kinds],
  );
  const channels = await db.query<Dimensions['channels'][number]>(
    `SELECT channel, name, kind, connector,
       ARRAY(SELECT node FROM channel_source s WHERE s.channel = c.channel ORDER BY rank) AS sources
     FROM channel c ORDER BY name, channel`,
  );
  const categories = await db.query<{ category: string }>(
    'SELECT DISTINCT category FROM sku WHERE category IS NOT NULL ORDER BY category LIMIT $1',
    [categories_listed_max],
  );
  const skus = await db.query<{ skus: string }>('SELECT count(*) AS skus FROM sku');
  return {
    nodes: nodes.rows,
    channels: channels.rows,
    categories: categories.rows.map((row) => row.category),
    skus: Number(skus.rows[0]?.skus ?? 0),
  };
}
