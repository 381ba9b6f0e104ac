import { z } from 'zod';
import { readBalanceHistory } from '@/lib/ledger/server/read-balance-history';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: z.string().max(128), node: z.string().max(128).optional() });

export const GET = screenRead('read_operations', querySchema, readBalanceHistory);
