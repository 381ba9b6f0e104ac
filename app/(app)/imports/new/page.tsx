import type { Metadata } from 'next';
import { ImportScreen } from '@/components/catalogue/import-screen';
import { requireUser } from '@/lib/access/server/require-user';
import { catalogueKinds, postedKinds } from '@/lib/imports/settings';
import { mayImport } from '@/lib/runtime/imports';

export const metadata: Metadata = { title: 'Import a file' };

export default async function NewImportPage() {
  const { role } = await requireUser();
  return (
    <ImportScreen
      allowed={[...postedKinds, ...catalogueKinds].filter((kind) => mayImport(role, kind))}
      note="Every row is looked at before anything is written."
    />
  );
}
