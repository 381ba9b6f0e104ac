import type { Metadata } from 'next';
import { TransfersScreen } from '@/components/transfers/transfers-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';

export const metadata: Metadata = { title: 'Transfers' };

export default async function TransfersPage() {
  const { role } = await requireUser();
  return <TransfersScreen mayPlan={can(role, 'post_floor_events')} />;
}
