import type { Metadata } from 'next';
import { OverviewScreen } from '@/components/overview/overview-screen';
import { requireUser } from '@/lib/access/server/require-user';
import { readConfig } from '@/lib/db/config';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage() {
  await requireUser();
  return <OverviewScreen origin={readConfig().url} />;
}
