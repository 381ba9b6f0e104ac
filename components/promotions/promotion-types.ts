import type { PlannedPromotion } from '@/lib/demand/promotion-items';

/** What somebody else has made of a promotion that was being changed. */
export type PromotionConflict = Pick<
  PlannedPromotion,
  'version' | 'name' | 'channel' | 'startsAt' | 'endsAt' | 'skus' | 'uplift' | 'holdBack'
>;

export type PromotionSaved =
  | { ok: true; promotion: string }
  | {
      ok: false;
      detail: string;
      errors: { field: string; detail: string }[];
      conflict?: PromotionConflict;
    };

export type PromotionDone = { ok: true } | { ok: false; detail: string };

/** What the page can ask the server to do; each authorises by itself. */
export interface PromotionActions {
  save: (input: unknown) => Promise<PromotionSaved>;
  /** Ends a running one now. */
  end: (promotion: string) => Promise<PromotionDone>;
  /** Takes one back that has not begun. */
  cancel: (promotion: string) => Promise<PromotionDone>;
}
