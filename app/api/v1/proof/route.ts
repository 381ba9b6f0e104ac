import { getProofContract } from '@/lib/api/contracts/ledger';
import { methods, route } from '@/lib/api/handler';
import { readSecretKey } from '@/lib/db/config';
import { readProof } from '@/lib/ledger/server/read-proof';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getProofContract, async ({ pool }) => ({
    status: 200,
    body: await readProof({ pool, secretKey: readSecretKey() }),
  })),
});
