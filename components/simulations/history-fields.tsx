import { DecimalInput } from '@/components/catalogue/form-fields';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { history_days_max, history_skus_max } from '@/lib/simulation/limits';

interface HistoryAsked {
  from: string;
  to: string;
  sku: string;
  stock: number;
}

/** A stretch of what this installation has recorded, to be played again under other policies; empty = none. */
export function HistoryFields({
  value,
  onChange,
}: {
  value: HistoryAsked;
  onChange: (change: Partial<HistoryAsked>) => void;
}) {
  const isReversed = value.from !== '' && value.to !== '' && value.from > value.to;
  return (
    <fieldset className="grid grid-cols-[repeat(auto-fill,minmax(190px,1fr))] items-start gap-4">
      <legend className="pb-2 text-sm font-medium">Recorded history (days in UTC)</legend>
      <Field label="From">
        <Input type="date" value={value.from} onChange={(event) => onChange({ from: event.target.value })} />
      </Field>
      <Field
        label="To"
        hint={`That day included, ${history_days_max} days at most`}
        error={isReversed ? 'Lies before the first day' : undefined}
      >
        <Input type="date" value={value.to} onChange={(event) => onChange({ to: event.target.value })} />
      </Field>
      <Field label="SKU" hint={`Empty: the ${history_skus_max} that sold most`}>
        <Input value={value.sku} onChange={(event) => onChange({ sku: event.target.value.trim() })} />
      </Field>
      <Field label="Stock ÷ demand" hint="0: the stock that was there">
        <DecimalInput
          name="stock"
          value={value.stock}
          onBlur={() => undefined}
          onChange={(stock) => onChange({ stock: stock ?? 0 })}
        />
      </Field>
    </fieldset>
  );
}
