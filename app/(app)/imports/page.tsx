import type { Metadata } from 'next';
import { ImportsScreen } from '@/components/imports/imports-screen';
import { requireUser } from '@/lib/access/server/require-user';

export const metadata: Metadata = { title: 'Imports' };

export default async function ImportsPage() {
  await requireUser();
  return <ImportsScreen />;
}
