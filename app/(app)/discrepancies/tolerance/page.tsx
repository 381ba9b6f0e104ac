import type { Metadata } from 'next';
import { ToleranceScreen } from '@/components/discrepancies/tolerance-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { saveToleranceAction } from './actions';

export const metadata: Metadata = { title: 'Tolerance' };

export default async function TolerancePage() {
  const { role } = await requireUser();
  return <ToleranceScreen save={can(role, 'write_policies') ? saveToleranceAction : null} />;
}
