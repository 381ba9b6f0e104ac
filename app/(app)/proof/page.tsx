import type { Metadata } from 'next';
import { ProofScreen } from '@/components/proof/proof-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { startProofAction } from './actions';

export const metadata: Metadata = { title: 'Proof' };

export default async function ProofPage() {
  const { role } = await requireUser();
  return <ProofScreen start={can(role, 'run_proof') ? startProofAction : null} />;
}
