import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { WorkingHours } from '@/lib/alerts/working-hours';
import { organisation } from '@/lib/shared/organisation';

interface Props {
  /** Null: always. */
  hours: WorkingHours | null;
  onChange: (hours: WorkingHours | null) => void;
  error: string | undefined;
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const first: WorkingHours = {
  timeZone: organisation.timeZone,
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  until: '18:00',
  criticalAlways: true,
};

/** When a destination is told; what comes outside of it waits and is gathered. */
export function HoursFields({ hours, onChange, error }: Props) {
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-3">
      <legend className="px-1 text-sm font-medium">When</legend>
      <Checkbox checked={hours !== null} onChange={(only) => onChange(only ? first : null)}>
        Only in working hours
      </Checkbox>
      {hours !== null && (
        <>
          <div className="flex flex-wrap gap-3">
            {days.map((name, index) => (
              <Checkbox
                key={name}
                ariaLabel={name}
                checked={hours.days.includes(index + 1)}
                onChange={(on) =>
                  onChange({
                    ...hours,
                    days: on
                      ? [...hours.days, index + 1].sort((a, b) => a - b)
                      : hours.days.filter((day) => day !== index + 1),
                  })
                }
              >
                {name.slice(0, 3)}
              </Checkbox>
            ))}
          </div>
          <div className="grid grid-cols-2 gap-3">
            <Field label="From">
              <Input
                type="time"
                value={hours.from}
                onChange={(event) => onChange({ ...hours, from: event.currentTarget.value })}
              />
            </Field>
            <Field label="Until">
              <Input
                type="time"
                value={hours.until}
                onChange={(event) => onChange({ ...hours, until: event.currentTarget.value })}
              />
            </Field>
          </div>
          <Field label="Time zone" error={error}>
            <Input
              value={hours.timeZone}
              maxLength={64}
              onChange={(event) => onChange({ ...hours, timeZone: event.currentTarget.value.trim() })}
            />
          </Field>
          <Checkbox
            checked={hours.criticalAlways}
            onChange={(criticalAlways) => onChange({ ...hours, criticalAlways })}
          >
            What is critical at any time
          </Checkbox>
        </>
      )}
    </fieldset>
  );
}
