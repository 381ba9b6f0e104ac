import { Ban } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { LineStatus, OrderLineView } from './order-types';

const words: Record<LineStatus, { tone: Tone; word: string }> = {
  backordered: { tone: 'critical', word: 'Backordered' },
  open: { tone: 'information', word: 'Open' },
  waiting: { tone: 'warning', word: 'Shipped, no order yet' },
  shipped: { tone: 'good', word: 'Shipped' },
  cancelled: { tone: 'neutral', word: 'Cancelled' },
};

/** What holds of a line; that it is to be cancelled comes before the rest. */
export function LineStatusBadge({ line }: { line: Pick<OrderLineView, 'status' | 'mark'> }) {
  if (line.mark !== null)
    return (
      <Badge tone="warning" icon={Ban}>
        To be cancelled
      </Badge>
    );
  const { tone, word } = words[line.status];
  return <Badge tone={tone}>{word}</Badge>;
}
