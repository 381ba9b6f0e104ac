import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { ListingStateWord } from './channel-types';

const words: Record<ListingStateWord, { tone: Tone; word: string }> = {
  paused: { tone: 'warning', word: 'Paused' },
  drift: { tone: 'warning', word: 'Drift' },
  not_pushed: { tone: 'neutral', word: 'Not pushed' },
  waiting: { tone: 'information', word: 'Nothing sent yet' },
  publishing: { tone: 'information', word: 'Publishing' },
  in_step: { tone: 'good', word: 'In step' },
};

export function ListingStateBadge({ state }: { state: ListingStateWord }) {
  const { tone, word } = words[state];
  return <Badge tone={tone}>{word}</Badge>;
}
