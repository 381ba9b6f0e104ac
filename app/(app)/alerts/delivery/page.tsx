import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DestinationsScreen } from '@/components/alerts/destinations-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { saveDestinationAction, testDestinationAction } from './actions';

export const metadata: Metadata = { title: 'Alert delivery' };

export default async function DeliveryPage() {
  const { role } = await requireUser();
  if (!can(role, 'write_settings')) notFound();
  return <DestinationsScreen actions={{ save: saveDestinationAction, test: testDestinationAction }} />;
}
