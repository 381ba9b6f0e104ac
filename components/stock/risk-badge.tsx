import { classNames } from '@/components/ui/class-names';
import { type Tone, toneIcon, toneText } from '@/components/ui/tone';
import type { Risk } from '@/lib/availability/cover';

export const riskWords: Record<Risk, { tone: Tone; word: string }> = {
  out_of_stock: { tone: 'critical', word: 'Out of stock' },
  below_safety: { tone: 'warning', word: 'Below safety stock' },
  before_replenishment: { tone: 'information', word: 'Gone before replenishment' },
};

/** What is wrong with a SKU's stock, as an icon whose word is read out and shown on hover. */
export function RiskGlyph({ risk }: { risk: Risk | null }) {
  if (risk === null) return null;
  const { tone, word } = riskWords[risk];
  const Icon = toneIcon[tone];
  return (
    <span title={word} className={classNames('inline-flex', toneText[tone])}>
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{word}</span>
    </span>
  );
}
