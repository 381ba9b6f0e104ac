import type { Metadata } from 'next';
import { ImportScreen } from '@/components/catalogue/import-screen';
import { requireUser } from '@/lib/access/server/require-user';
import { catalogueKinds } from '@/lib/imports/settings';
import { mayImport } from '@/lib/runtime/imports';

export const metadata: Metadata = { title: 'Import' };

export default async function ImportPage() {
  const { role } = await requireUser();
  return (
    <ImportScreen
      allowed={catalogueKinds.filter((kind) => mayImport(role, kind))}
      note="SKUs, listings or safety stock from a CSV."
    />
  );
}
