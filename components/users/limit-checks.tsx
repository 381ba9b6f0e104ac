'use client';

import { Checkbox } from '@/components/ui/checkbox';

interface Props {
  /** "Nodes". */
  legend: string;
  /** What no choice means: "All nodes". */
  none: string;
  choices: readonly { code: string; name: string }[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | undefined;
}

/** Which of some things; none chosen does not limit. */
export function LimitChecks({ legend, none, choices, value, onChange, error }: Props) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="grid max-h-44 gap-x-4 overflow-y-auto rounded-md border border-line px-3 py-1.5 sm:grid-cols-2">
        {choices.map(({ code, name }) => (
          <Checkbox
            key={code}
            checked={value.includes(code)}
            onChange={(checked) =>
              onChange(checked ? [...value, code] : value.filter((each) => each !== code))
            }
          >
            {name}
          </Checkbox>
        ))}
      </div>
      <p className={error === undefined ? 'text-xs text-muted' : 'text-xs text-critical'}>
        {error ??
          (value.length === 0 ? `${none}: nothing is ticked.` : `${value.length} of ${choices.length}.`)}
      </p>
    </fieldset>
  );
}
