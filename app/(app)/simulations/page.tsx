import type { Metadata } from 'next';
import { SimulationsScreen } from '@/components/simulations/simulations-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { policies } from '@/lib/simulation/policies';
import { scenarios } from '@/lib/simulation/scenarios/scenarios';
import { cancelSimulationAction, requestSimulationAction } from './actions';

export const metadata: Metadata = { title: 'Simulations' };

export default async function SimulationsPage() {
  const { role } = await requireUser();
  return (
    <SimulationsScreen
      scenarios={Object.keys(scenarios)}
      policies={Object.keys(policies)}
      actions={
        can(role, 'write_policies')
          ? { request: requestSimulationAction, cancel: cancelSimulationAction }
          : null
      }
    />
  );
}
