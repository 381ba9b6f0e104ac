import type { Metadata } from 'next';
import { AllocationScreen } from '@/components/allocation/allocation-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { discardDraftAction, previewPolicyAction, recomputeScopeAction, savePolicyAction } from './actions';

export const metadata: Metadata = { title: 'Allocation' };

export default async function AllocationPage() {
  const { role } = await requireUser();
  return (
    <AllocationScreen
      writable={can(role, 'write_policies')}
      actions={{
        preview: previewPolicyAction,
        save: savePolicyAction,
        discardDraft: discardDraftAction,
        recompute: recomputeScopeAction,
      }}
    />
  );
}
