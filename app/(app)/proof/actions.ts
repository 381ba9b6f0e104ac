'use server';

import type { StartProof } from '@/components/proof/proof-types';
import { actorOf } from '@/lib/access/principal';
import { requirePermission } from '@/lib/access/server/require-permission';
import { getPool } from '@/lib/db/client';
import { readSecretKey } from '@/lib/db/config';
import { startProofWalk } from '@/lib/ledger/server/proof-walk';

/** Starts a walk of the whole proof and answers at once: its progress is read like everything else. */
export async function startProofAction(): ReturnType<StartProof> {
  const allowed = await requirePermission('run_proof');
  if (!allowed.ok) return allowed;
  const started = await startProofWalk(
    { pool: getPool(), secretKey: readSecretKey() },
    actorOf(allowed.principal),
  );
  return started.ok ? { ok: true } : started;
}
