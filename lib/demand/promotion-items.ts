export const promotionStatuses = ['scheduled', 'running', 'ended', 'cancelled'] as const;
export type PromotionStatus = (typeof promotionStatuses)[number];

/** A promotion as the calendar shows it. */
export interface PlannedPromotion {
  promotion: string;
  name: string;
  channel: string;
  channelName: string;
  status: PromotionStatus;
  startsAt: string;
  endsAt: string;
  skus: string[];
  /** Null: nobody knows. */
  uplift: number | null;
  holdBack: number;
  /** Names of others that run on the channel at the same time for one of its SKUs. */
  overlaps: string[];
  createdBy: string;
  /** Rises with every change: whoever changes it says which one they saw. */
  version: number;
}
