import type { Metadata } from 'next';
import { DiscrepanciesScreen } from '@/components/discrepancies/discrepancies-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import {
  acceptReportAction,
  approveCountAction,
  chaseAction,
  countStockAction,
  recordTransferAction,
} from './actions';

export const metadata: Metadata = { title: 'Discrepancies' };

export default async function DiscrepanciesPage() {
  const { role } = await requireUser();
  const mayApprove = can(role, 'approve_variances');
  return (
    <DiscrepanciesScreen
      actions={
        can(role, 'post_floor_events')
          ? {
              recordTransfer: recordTransferAction,
              count: countStockAction,
              chase: chaseAction,
              acceptReport: mayApprove ? acceptReportAction : null,
              approveCount: mayApprove ? approveCountAction : null,
            }
          : null
      }
      mayReport={can(role, 'post_feed_events')}
    />
  );
}
