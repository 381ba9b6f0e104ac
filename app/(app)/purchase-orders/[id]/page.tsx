import type { Metadata } from 'next';
import { PurchaseOrderScreen } from '@/components/receiving/purchase-order-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { findCodesAction } from '../../transfers/actions';
import { closePurchaseOrderAction, savePurchaseOrderAction } from '../actions';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Purchase order ${decodeURIComponent((await params).id)}` };
}

export default async function PurchaseOrderPage({ params }: Props) {
  const { role } = await requireUser();
  const purchaseOrder = decodeURIComponent((await params).id);
  return (
    <PurchaseOrderScreen
      key={purchaseOrder}
      purchaseOrder={purchaseOrder}
      mayReceive={can(role, 'post_floor_events')}
      actions={
        can(role, 'write_skus_and_nodes')
          ? { save: savePurchaseOrderAction, close: closePurchaseOrderAction, findCodes: findCodesAction }
          : null
      }
    />
  );
}
