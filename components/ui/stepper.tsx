import { Check } from 'lucide-react';
import { classNames } from './class-names';

interface Props {
  label: string;
  steps: readonly { key: string; label: string /** When it was reached, in words. */; note?: string }[];
  /** The step it stands at now. */
  current: string;
}

/** Where a document is on its way. Passed steps are ticked; the present one is marked in words for screen readers. */
export function Stepper({ label, steps, current }: Props) {
  const at = steps.findIndex(({ key }) => key === current);
  return (
    <ol aria-label={label} className="flex flex-wrap gap-x-2 gap-y-2 text-sm">
      {steps.map((step, index) => (
        <li
          key={step.key}
          aria-current={index === at ? 'step' : undefined}
          className="flex items-center gap-2"
        >
          {index > 0 && <span aria-hidden className="h-px w-5 bg-line-strong max-sm:w-3" />}
          <span
            aria-hidden
            className={classNames(
              'grid size-5 place-items-center rounded-full border text-xs tabular-nums',
              index < at && 'border-accent bg-accent text-on-accent',
              index === at && 'border-accent font-semibold text-accent-text',
              index > at && 'border-line-strong text-muted',
            )}
          >
            {index < at ? <Check className="size-3" /> : index + 1}
          </span>
          <span className={classNames(index === at ? 'font-medium' : 'text-muted')}>
            {step.label}
            <span className="sr-only">{index < at ? ', done' : index === at ? ', now' : ''}</span>
            {step.note && <span className="ml-1.5 text-xs text-muted">{step.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
