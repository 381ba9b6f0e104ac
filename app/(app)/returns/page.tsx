import type { Metadata } from 'next';
import { ReturnsScreen } from '@/components/returns/returns-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { inspectReturnAction } from './actions';

export const metadata: Metadata = { title: 'Returns' };

export default async function ReturnsPage() {
  const { role } = await requireUser();
  return <ReturnsScreen inspect={can(role, 'post_floor_events') ? inspectReturnAction : null} />;
}
