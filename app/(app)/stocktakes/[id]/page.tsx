import type { Metadata } from 'next';
import { StocktakeScreen } from '@/components/stocktakes/stocktake-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { moveStocktakeAction } from '../actions';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Stocktake ${decodeURIComponent((await params).id)}` };
}

export default async function StocktakePage({ params }: Props) {
  const { role } = await requireUser();
  const stocktake = decodeURIComponent((await params).id);
  return (
    <StocktakeScreen
      key={stocktake}
      stocktake={stocktake}
      move={can(role, 'post_floor_events') ? moveStocktakeAction : null}
      mayApprove={can(role, 'approve_variances')}
    />
  );
}
