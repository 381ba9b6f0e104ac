import type { Metadata } from 'next';
import { MovementsScreen } from '@/components/movements/movements-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { reverseEventAction } from '../ledger/actions';
import { adjustStockAction, moveStockAction, receiveStockAction } from './actions';

export const metadata: Metadata = { title: 'Movements' };

export default async function MovementsPage() {
  const { role, nodes } = await requireUser();
  const mayEnter = can(role, 'post_floor_events');
  return (
    <MovementsScreen
      actions={
        mayEnter
          ? { adjust: adjustStockAction, receive: receiveStockAction, transfer: moveStockAction }
          : null
      }
      reverse={mayEnter ? reverseEventAction : null}
      nodes={nodes ?? null}
      mayCloseShort={can(role, 'close_short')}
    />
  );
}
