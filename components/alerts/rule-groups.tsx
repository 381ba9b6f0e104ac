import { classNames } from '@/components/ui/class-names';
import type { AlertCounts } from '@/lib/alerts/alert-item';
import { ruleWords, unitsIn } from '@/lib/alerts/words';
import { formatUnits } from '@/lib/shared/format';

interface Props {
  rules: AlertCounts['rules'];
  /** '' for all. */
  chosen: string;
  onChoose: (rule: string) => void;
}

/** What is open, grouped by its cause: how many and how many units; one press shows a group alone. */
export function RuleGroups({ rules, chosen, onChoose }: Props) {
  if (rules.length === 0) return null;
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Groups by cause</legend>
      {rules.map(({ rule, count, units }) => (
        <button
          key={rule}
          type="button"
          aria-pressed={chosen === rule}
          onClick={() => onChoose(chosen === rule ? '' : rule)}
          className={classNames(
            'inline-flex h-8 items-center gap-2 rounded-md border px-3 text-sm whitespace-nowrap transition-colors hover:bg-hover max-sm:h-11',
            chosen === rule ? 'border-accent bg-selected font-medium' : 'border-line bg-card',
          )}
        >
          {ruleWords[rule]}
          <span className="font-semibold tabular-nums">{formatUnits(count)}</span>
          {units > 0 && <span className="text-xs text-muted tabular-nums">{unitsIn(units)}</span>}
        </button>
      ))}
    </fieldset>
  );
}
