import type { Metadata } from 'next';
import { LedgerScreen } from '@/components/ledger/ledger-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { reverseEventAction } from './actions';

export const metadata: Metadata = { title: 'Ledger' };

export default async function LedgerPage() {
  const { role } = await requireUser();
  return <LedgerScreen reverse={can(role, 'post_floor_events') ? reverseEventAction : null} />;
}
