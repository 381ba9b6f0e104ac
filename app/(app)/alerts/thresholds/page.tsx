import type { Metadata } from 'next';
import { ThresholdsScreen } from '@/components/alerts/thresholds-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { previewThresholdAction, saveThresholdAction } from './actions';

export const metadata: Metadata = { title: 'Alert thresholds' };

export default async function ThresholdsPage() {
  const { role } = await requireUser();
  return (
    <ThresholdsScreen
      actions={
        can(role, 'write_policies') ? { save: saveThresholdAction, preview: previewThresholdAction } : null
      }
    />
  );
}
