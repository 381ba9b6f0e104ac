import type { Metadata } from 'next';
import { OrdersScreen } from '@/components/orders/orders-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { markForCancellationAction, moveClaimsAction, undoCancellationMarkAction } from './actions';

export const metadata: Metadata = { title: 'Orders' };

export default async function OrdersPage() {
  const { role } = await requireUser();
  return (
    <OrdersScreen
      actions={
        can(role, 'arrange_orders')
          ? { move: moveClaimsAction, mark: markForCancellationAction, undoMark: undoCancellationMarkAction }
          : null
      }
    />
  );
}
