import type { Metadata } from 'next';
import { PurchaseOrdersScreen } from '@/components/receiving/purchase-orders-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';

export const metadata: Metadata = { title: 'Purchase orders' };

export default async function PurchaseOrdersPage() {
  const { role } = await requireUser();
  return <PurchaseOrdersScreen mayOrder={can(role, 'write_skus_and_nodes')} />;
}
