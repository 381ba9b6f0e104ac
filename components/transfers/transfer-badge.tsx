import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { TransferItem } from '@/lib/transfers/transfer-document';
import { statusWords } from './transfer-types';

const tones: Record<TransferItem['status'], Tone> = {
  draft: 'neutral',
  ready: 'information',
  in_transit: 'information',
  partly_received: 'information',
  received: 'good',
  closed_short: 'warning',
  cancelled: 'neutral',
};

export function TransferBadge({
  transfer: { status, late },
}: {
  transfer: Pick<TransferItem, 'status' | 'late'>;
}) {
  return (
    <Badge tone={late ? 'warning' : tones[status]}>
      {statusWords[status]}
      {late && ', late'}
    </Badge>
  );
}
