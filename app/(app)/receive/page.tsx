import type { Metadata } from 'next';
import { ReceiveScreen } from '@/components/receiving/receive-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { receiveDeliveryAction } from '../purchase-orders/actions';
import { findCodesAction } from '../transfers/actions';

export const metadata: Metadata = { title: 'Receive' };

export default async function ReceivePage() {
  const { role, nodes } = await requireUser();
  return (
    <ReceiveScreen
      nodes={nodes ?? null}
      actions={
        can(role, 'post_floor_events') ? { receive: receiveDeliveryAction, findCodes: findCodesAction } : null
      }
    />
  );
}
