import { getLedgerContract } from '@/lib/api/contracts/ledger';
import { methods, route } from '@/lib/api/handler';
import { listPostings } from '@/lib/ledger/server/list-postings';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getLedgerContract, async ({ pool, query }) => ({
    status: 200,
    body: await listPostings(pool, query),
  })),
});
