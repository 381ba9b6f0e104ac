import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '@/lib/ledger/bucket';
import { listingKey } from '../../policy';
import { poolsOf } from '../../pools';
import { readSkuStates } from '../read-sku-states';
import { readEscrowRows } from './escrow-rows';
import { SkuBooks } from './sku-books';
import { availableByNode, readUnbookedCancellations } from './to-sell';

export interface EscrowFinding {
  sku: string;
  /** I1: rights at nodes that do not serve the listing. I2: exposure beyond rights, or a negative book. I3: promised beyond what is there, and not said to be. */
  invariant: 'I1' | 'I2' | 'I3';
  detail: string;
}

/**
 * Checks the stored rights of these SKUs at one instant against the stock: rights lie where the listing is served from,
 * exposure within rights, and a float below zero only where the last plan has told of a deficit. (I4 needs the truth of
 * the channels.)
 */
export async function checkEscrow(pool: Pool, skus: readonly string[]): Promise<EscrowFinding[]> {
  return withTransaction(
    pool,
    async (client) => {
      const states = await readSkuStates(client, skus);
      const rows = await readEscrowRows(client, skus);
      const unbooked = await readUnbookedCancellations(client, skus, null);
      const { rows: plans } = await client.query<{ sku: string; pools: { deficit: { units: number } }[] }>(
        `SELECT e.sku, e.pools FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
         JOIN escrow e ON e.bucket = key.bucket AND e.sku = key.sku`,
        [skus.map(bucketOf), skus],
      );
      const told = new Map(
        plans.map(({ sku, pools }) => [sku, pools.reduce((sum, { deficit }) => sum + deficit.units, 0)]),
      );
      const found: EscrowFinding[] = [];
      for (const state of states) {
        const own = rows.get(state.sku);
        if (own === undefined) continue;
        const { sku } = state;
        const nodesOf = new Map(
          poolsOf(state).flatMap(({ listings }) => listings.map((each) => [listingKey(each), each.nodes])),
        );
        for (const [key, { rights }] of own) {
          const held = Object.values(rights.held).reduce((sum, units) => sum + units, 0);
          const astray = Object.entries(rights.held).filter(
            ([node, units]) => units !== 0 && !nodesOf.get(key)?.includes(node),
          );
          if (astray.length > 0)
            found.push({ sku, invariant: 'I1', detail: `${key} holds ${JSON.stringify(astray)}` });
          if (rights.exposure > held || rights.exposure < 0 || rights.debt < 0)
            found.push({ sku, invariant: 'I2', detail: `${key}: exposure ${rights.exposure}, held ${held}` });
        }
        const books = new SkuBooks(sku, own, nodesOf);
        books.deriveFloat(availableByNode(state, unbooked.get(sku) ?? 0));
        const float = Object.values(books.state.float).reduce((sum, units) => sum + units, 0);
        if (float < 0 && (told.get(sku) ?? 0) === 0)
          found.push({ sku, invariant: 'I3', detail: `the float is ${float} and nobody was told` });
      }
      return found;
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}
