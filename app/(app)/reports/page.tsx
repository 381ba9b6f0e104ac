import type { Metadata } from 'next';
import { ReportsIndex } from '@/components/reports/reports-index';
import { requireUser } from '@/lib/access/server/require-user';

export const metadata: Metadata = { title: 'Reports' };

export default async function ReportsPage() {
  await requireUser();
  return <ReportsIndex />;
}
