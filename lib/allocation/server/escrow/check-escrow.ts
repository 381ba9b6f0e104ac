import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '@/lib/ledger/bucket';
import { commit_order_start, readEventsOfSkus } from '@/lib/ledger/server/commit-order';
import { floatOf, heldBy } from '../../escrow/state';
import { listingKey } from '../../policy';
import { poolsOf } from '../../pools';
import { readSkuStates } from '../read-sku-states';
import { bookInMemory } from './book-events';
import { readEscrowRows } from './escrow-rows';
import { SkuBooks } from './sku-books';
import { availableByNode, targets_consumer } from './to-sell';

export interface EscrowFinding {
  sku: string;
  /** I1: rights at nodes that do not serve the listing. I2: exposure beyond rights, or a negative book. I3: promised beyond what is there, and not said to be. */
  invariant: 'I1' | 'I2' | 'I3';
  detail: string;
}

/**
 * Checks the stored rights of these SKUs at one instant against the stock: rights lie where the listing is served from,
 * exposure within rights, and a float below zero only where the last plan has told of a deficit. Orders and cancellations
 * that the ledger has and the rights have not yet are booked first, in memory: stock and rights are then of one moment.
 * (I4 needs the truth of the channels.)
 */
export async function checkEscrow(pool: Pool, skus: readonly string[]): Promise<EscrowFinding[]> {
  return withTransaction(
    pool,
    async (client) => {
      const states = await readSkuStates(client, skus);
      const rows = await readEscrowRows(client, skus);
      const { rows: cursor } = await client.query<{ xid: string; sequence: string }>(
        'SELECT xid, sequence FROM consumer_cursor WHERE consumer = $1',
        [targets_consumer],
      );
      const [at] = cursor;
      const after =
        at === undefined ? commit_order_start : { xid: Number(at.xid), sequence: Number(at.sequence) };
      const unbooked = await readEventsOfSkus(client, skus, after);
      const { rows: plans } = await client.query<{ sku: string; pools: { deficit: { units: number } }[] }>(
        `SELECT e.sku, e.pools FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
         JOIN escrow e ON e.bucket = key.bucket AND e.sku = key.sku`,
        [skus.map(bucketOf), skus],
      );
      const told = new Map(
        plans.map(({ sku, pools }) => [sku, pools.reduce((sum, { deficit }) => sum + deficit.units, 0)]),
      );
      const found: EscrowFinding[] = [];
      const books = new Map<string, SkuBooks>();
      for (const { sku, ...state } of states) {
        const own = rows.get(sku);
        if (own === undefined) continue;
        const nodesOf = new Map(
          poolsOf({ sku, ...state }).flatMap(({ listings }) =>
            listings.map((each) => [listingKey(each), each.nodes]),
          ),
        );
        for (const [key, { rights }] of own) {
          const astray = Object.entries(rights.held).filter(
            ([node, units]) => units !== 0 && !nodesOf.get(key)?.includes(node),
          );
          if (astray.length > 0)
            found.push({ sku, invariant: 'I1', detail: `${key} holds ${JSON.stringify(astray)}` });
        }
        books.set(sku, new SkuBooks(sku, own, nodesOf));
      }
      await bookInMemory(client, books, unbooked);
      for (const state of states) {
        const { sku } = state;
        const ofSku = books.get(sku);
        if (ofSku === undefined) continue;
        for (const [key, channel] of Object.entries(ofSku.state.channels)) {
          const { exposure, debt } = channel;
          const held = heldBy(channel);
          if (exposure > held || exposure < 0 || debt < 0)
            found.push({ sku, invariant: 'I2', detail: `${key}: exposure ${exposure}, held ${held}` });
        }
        ofSku.deriveFloat(availableByNode(state, 0));
        const float = floatOf(ofSku.state);
        if (float < 0 && (told.get(sku) ?? 0) === 0)
          found.push({ sku, invariant: 'I3', detail: `the float is ${float} and nobody was told` });
      }
      return found;
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}
