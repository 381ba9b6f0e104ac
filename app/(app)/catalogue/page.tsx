import type { Metadata } from 'next';
import { CatalogueScreen } from '@/components/catalogue/catalogue-screen';
import { requireUser } from '@/lib/access/server/require-user';
import { catalogueActions, catalogueRights } from './catalogue-actions';

export const metadata: Metadata = { title: 'Catalogue' };

export default async function CataloguePage() {
  const { role } = await requireUser();
  return <CatalogueScreen actions={catalogueActions} rights={catalogueRights(role)} />;
}
