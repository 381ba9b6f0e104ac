import type { Metadata } from 'next';
import { AlertsScreen } from '@/components/alerts/alerts-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { handleAlertsAction, undoAlertsAction } from './actions';

export const metadata: Metadata = { title: 'Alerts' };

export default async function AlertsPage() {
  const { role } = await requireUser();
  return (
    <AlertsScreen
      actions={
        can(role, 'handle_alerts')
          ? {
              handle: handleAlertsAction,
              undo: undoAlertsAction,
              mayResolve: can(role, 'resolve_alerts'),
              mayDeliver: can(role, 'write_settings'),
            }
          : null
      }
    />
  );
}
