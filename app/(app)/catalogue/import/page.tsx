import type { Metadata } from 'next';
import { ImportScreen } from '@/components/catalogue/import-screen';
import { requireUser } from '@/lib/access/server/require-user';
import { catalogueRights } from '../catalogue-actions';

export const metadata: Metadata = { title: 'Import' };

export default async function ImportPage() {
  const { role } = await requireUser();
  return <ImportScreen rights={catalogueRights(role)} />;
}
