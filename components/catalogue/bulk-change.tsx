'use client';

import { NodeSelect } from '@/components/pickers/place-select';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberField } from '@/components/ui/number-field';
import { SelectInput } from '@/components/ui/select-input';
import { type Amount, AmountFields } from './amount-fields';
import type { CatalogueRights } from './catalogue-types';
import { DecimalInput } from './form-fields';

export type BulkField =
  | 'category'
  | 'price'
  | 'caseQuantity'
  | 'safety_stock'
  | 'listing_price'
  | 'threshold'
  | 'buffer'
  | 'floor'
  | 'cap';

export interface BulkDraft {
  field: BulkField;
  /** Nothing shall stand there any more. */
  clear: boolean;
  text?: string;
  number?: number;
  node?: string;
  amount?: Amount;
}

const skuFields: { value: BulkField; label: string; right: keyof CatalogueRights }[] = [
  { value: 'category', label: 'Category', right: 'skusAndNodes' },
  { value: 'price', label: 'Price', right: 'skusAndNodes' },
  { value: 'caseQuantity', label: 'Case quantity', right: 'skusAndNodes' },
  { value: 'safety_stock', label: 'Safety stock', right: 'policies' },
];
const listingFields: typeof skuFields = [
  { value: 'buffer', label: 'Buffer', right: 'channels' },
  { value: 'threshold', label: 'Threshold', right: 'channels' },
  { value: 'cap', label: 'Cap', right: 'channels' },
  { value: 'floor', label: 'Floor', right: 'channels' },
  { value: 'listing_price', label: 'Price', right: 'channels' },
];

interface Props {
  of: 'skus' | 'listings';
  rights: CatalogueRights;
  draft: BulkDraft;
  onChange: (draft: BulkDraft) => void;
}

export function BulkChange({ of, rights, draft, onChange }: Props) {
  const fields = (of === 'skus' ? skuFields : listingFields).filter(({ right }) => rights[right]);
  const label = fields.find(({ value }) => value === draft.field)?.label ?? '';
  const clearable = draft.field !== 'safety_stock' && draft.field !== 'buffer';
  return (
    <>
      <Field label="What shall change">
        <SelectInput
          aria-label="What shall change"
          className="w-full"
          value={draft.field}
          onChange={(event) => onChange({ field: event.target.value as BulkField, clear: false })}
        >
          {fields.map((field) => (
            <option key={field.value} value={field.value}>
              {field.label}
            </option>
          ))}
        </SelectInput>
      </Field>
      {draft.field === 'safety_stock' && (
        <>
          <Field label="Stock node">
            <NodeSelect
              value={draft.node ?? ''}
              onChange={(node) => onChange({ ...draft, node })}
              none="Every node"
              className="w-full"
            />
          </Field>
          <AmountFields value={draft.amount ?? {}} onChange={(amount) => onChange({ ...draft, amount })} />
        </>
      )}
      {draft.field !== 'safety_stock' && !draft.clear && (
        <Field label={label}>
          {draft.field === 'category' ? (
            <Input
              value={draft.text ?? ''}
              maxLength={128}
              onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
            />
          ) : draft.field === 'price' || draft.field === 'listing_price' ? (
            <DecimalInput
              name="price"
              value={draft.number ?? null}
              onBlur={() => undefined}
              onChange={(number) => onChange(withNumber(draft, number))}
            />
          ) : (
            <NumberField
              value={draft.number ?? null}
              min={0}
              onChange={(number) => onChange(withNumber(draft, number))}
            />
          )}
        </Field>
      )}
      {clearable && (
        <Checkbox checked={draft.clear} onChange={(clear) => onChange({ ...draft, clear })}>
          Nothing shall stand there
        </Checkbox>
      )}
    </>
  );
}

function withNumber({ number: _, ...draft }: BulkDraft, number: number | null): BulkDraft {
  return number === null ? draft : { ...draft, number };
}

/** The change as the server takes it, without its selection; null where nothing was said yet. */
export function bulkChangeOf(draft: BulkDraft): Record<string, unknown> | null {
  if (draft.field === 'safety_stock') {
    const amount = draft.amount ?? {};
    if (Object.keys(amount).length === 0) return null;
    return {
      of: 'safety_stock',
      node: draft.node === undefined || draft.node === '' ? null : draft.node,
      amount,
    };
  }
  const value = draft.clear
    ? null
    : draft.field === 'category'
      ? draft.text?.trim() || undefined
      : draft.number;
  if (value === undefined) return null;
  if (draft.field === 'category' || draft.field === 'price' || draft.field === 'caseQuantity')
    return { of: 'skus', change: { [draft.field]: value } };
  return { of: 'listings', change: { [draft.field === 'listing_price' ? 'price' : draft.field]: value } };
}
