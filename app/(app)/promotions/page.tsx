import type { Metadata } from 'next';
import { PromotionsScreen } from '@/components/promotions/promotions-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { cancelPromotionAction, endPromotionAction, savePromotionAction } from './actions';

export const metadata: Metadata = { title: 'Promotions' };

export default async function PromotionsPage() {
  const { role } = await requireUser();
  return (
    <PromotionsScreen
      actions={
        can(role, 'write_promotions')
          ? { save: savePromotionAction, end: endPromotionAction, cancel: cancelPromotionAction }
          : null
      }
    />
  );
}
