import { z } from 'zod';
import { readProofBoard } from '@/lib/ledger/server/read-proof-board';
import { screenRead } from '../screen-read';

/** The last results of the proof and the walk that goes on. */
export const GET = screenRead('read_operations', z.strictObject({}), (pool) => readProofBoard(pool));
