import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { heldBy } from '../escrow/state';
import { listingKey } from '../policy';
import { policiesAt, rulesInForce } from '../policy-in-force';
import type { PoolChannel, PoolItem } from '../pool-item';
import { poolsOf } from '../pools';
import type { PoolRecord } from './escrow/book-pool';
import { readEscrowRows } from './escrow/escrow-rows';
import { SkuBooks } from './escrow/sku-books';
import { availableByNode, readUnbookedCancellations } from './escrow/to-sell';
import { readListingFacts } from './plan-facts';
import { readPolicies } from './policy-rows';
import { readSkuStates } from './read-sku-states';

/** The pools of a SKU as they are now, by the names of their nodes. */
export async function readPools(db: Pool | ClientBase, sku: string): Promise<PoolItem[]> {
  const now = new Date();
  const states = await readSkuStates(db, [sku]);
  const rows = (await readEscrowRows(db, [sku])).get(sku) ?? new Map();
  const unbooked = await readUnbookedCancellations(db, [sku], null);
  const facts = await readListingFacts(db, [sku]);
  const policies = policiesAt(await readPolicies(db, now), now.getTime());
  const records = await readRecords(db, sku);
  return states.flatMap((state) => {
    const pools = poolsOf(state);
    const nodesOf = new Map(
      pools.flatMap(({ listings }) => listings.map((each) => [listingKey(each), each.nodes] as const)),
    );
    const books = new SkuBooks(sku, rows, nodesOf);
    const units = availableByNode(state, unbooked.get(sku) ?? 0);
    books.deriveFloat(units);
    return pools.map((pool): PoolItem => {
      const nodes = pool.nodes.map(({ node }) => node);
      const record = records.find((each) => each.nodes.join() === nodes.join());
      const channels = new Map<string, PoolChannel>();
      for (const listing of pool.listings) {
        const { channel } = listing;
        const found = channels.get(channel) ?? { channel, held: 0, exposure: 0, debt: 0 };
        channels.set(channel, found);
        const key = listingKey(listing);
        if (!books.has(key)) continue;
        const rights = books.channel(key);
        found.held += heldBy(rights);
        found.exposure += rights.exposure;
        found.debt += rights.debt;
      }
      const all = [...channels.values()];
      const [first] = pool.listings;
      const fact = first === undefined ? undefined : facts.get(JSON.stringify([sku, listingKey(first)]));
      return {
        sku,
        nodes,
        mode: fact === undefined ? 'strict' : rulesInForce(policies, fact).mode,
        availableToSell: nodes.reduce((sum, node) => sum + (units[node] ?? 0), 0),
        float: nodes.reduce((sum, node) => sum + (books.state.float[node] ?? 0), 0),
        held: all.reduce((sum, { held }) => sum + held, 0),
        channels: all,
        obstacles: record?.obstacles ?? [],
        deficit: record?.deficit ?? { kind: 'none', units: 0 },
      };
    });
  });
}

async function readRecords(db: Pool | ClientBase, sku: string): Promise<PoolRecord[]> {
  const { rows } = await db.query<{ pools: PoolRecord[] }>(
    'SELECT pools FROM escrow WHERE bucket = $1 AND sku = $2',
    [bucketOf(sku), sku],
  );
  return rows[0]?.pools ?? [];
}
