import type { Metadata } from 'next';
import { StocktakesScreen } from '@/components/stocktakes/stocktakes-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { planStocktakeAction } from './actions';

export const metadata: Metadata = { title: 'Stocktakes' };

export default async function StocktakesPage() {
  const { role } = await requireUser();
  return <StocktakesScreen plan={can(role, 'post_floor_events') ? planStocktakeAction : null} />;
}
