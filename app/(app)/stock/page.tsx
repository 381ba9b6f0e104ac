import type { Metadata } from 'next';
import { StockScreen } from '@/components/stock/stock-screen';
import { requireUser } from '@/lib/access/server/require-user';
import { readConfig } from '@/lib/db/config';

export const metadata: Metadata = { title: 'Stock' };

export default async function StockPage() {
  await requireUser();
  return <StockScreen origin={readConfig().url} />;
}
