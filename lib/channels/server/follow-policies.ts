import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { markListingsDirty } from './mark-listings-dirty';

interface Scope {
  sku: string;
  category: string;
}

/** Lets the listings follow dated policies that have begun or ended since it last looked; gives how many. */
export async function followPolicies(pool: Pool): Promise<number> {
  return withTransaction(pool, async (client) => {
    const scopes = [
      ...(await take(client, 'begun', 'effective_from')),
      ...(await take(client, 'ended', 'effective_to')),
    ];
    if (scopes.length === 0) return 0;
    const categories = scopes.filter((scope) => scope.category !== '').map((scope) => scope.category);
    if (scopes.some((scope) => scope.sku === '' && scope.category === ''))
      await markListingsDirty(client, 'all');
    else {
      const { rows } = await client.query<{ sku: string }>(
        'SELECT sku FROM sku WHERE category = ANY ($1::text[])',
        [categories],
      );
      await markListingsDirty(
        client,
        [...scopes, ...rows].flatMap(({ sku }) => (sku === '' ? [] : [sku])),
      );
    }
    return scopes.length;
  });
}

async function take(
  client: PoolClient,
  flag: 'begun' | 'ended',
  instant: 'effective_from' | 'effective_to',
): Promise<Scope[]> {
  const { rows } = await client.query<Scope>(
    `UPDATE safety_stock_policy SET ${flag} = TRUE WHERE NOT ${flag} AND ${instant} <= clock_timestamp()
     RETURNING sku, category`,
  );
  return rows;
}
