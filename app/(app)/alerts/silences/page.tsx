import type { Metadata } from 'next';
import { SilencesScreen } from '@/components/alerts/silences-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { addSilenceAction, endSilenceAction } from './actions';

export const metadata: Metadata = { title: 'Silences' };

export default async function SilencesPage() {
  const { role } = await requireUser();
  return (
    <SilencesScreen
      actions={can(role, 'resolve_alerts') ? { add: addSilenceAction, end: endSilenceAction } : null}
    />
  );
}
