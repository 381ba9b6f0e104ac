import { z } from 'zod';
import { readPositionVersion } from '@/lib/ledger/server/read-position-version';
import { codeSchema } from '@/lib/shared/text';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: codeSchema, node: codeSchema });

/** The balances of a SKU at a node with their version, for whoever sets one. */
export const GET = screenRead('read_stock', querySchema, (pool, { sku, node }) =>
  readPositionVersion(pool, sku, node),
);
