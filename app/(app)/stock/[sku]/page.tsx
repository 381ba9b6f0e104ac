import type { Metadata } from 'next';
import { SkuSettings } from '@/components/catalogue/sku-settings';
import { StopBanner } from '@/components/catalogue/stop-parts';
import { SkuScreen } from '@/components/stock/sku-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { catalogueActions, catalogueRights } from '../../catalogue/catalogue-actions';
import { resumeRaisesAction } from '../../channels/actions';
import { reverseEventAction } from '../../ledger/actions';

type Props = { params: Promise<{ sku: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).sku) };
}

export default async function SkuPage({ params }: Props) {
  const { role } = await requireUser();
  const sku = decodeURIComponent((await params).sku);
  const rights = catalogueRights(role);
  return (
    <SkuScreen
      sku={sku}
      reverse={can(role, 'post_floor_events') ? reverseEventAction : null}
      resumeRaises={can(role, 'write_policies') ? resumeRaisesAction : null}
      banner={<StopBanner sku={sku} resume={rights.stop ? catalogueActions.resumeSelling : null} />}
      settings={<SkuSettings sku={sku} actions={catalogueActions} rights={rights} />}
    />
  );
}
