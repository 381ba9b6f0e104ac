'use client';

import { useState } from 'react';
import { no_answer_look_again, no_answer_to_save } from '@/components/no-answer';
import { CategorySelect, NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Field } from '@/components/ui/field';
import { InstantField } from '@/components/ui/instant-field';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { FieldConflict } from '@/lib/catalog/entries';
import type { SafetyStockItem } from '@/lib/catalog/list-items';
import { datedSafetyStockSchema } from '@/lib/catalog/schema';
import { zoneName } from '@/lib/shared/format';
import { type Amount, AmountFields } from './amount-fields';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { ConflictPanel } from './conflict-panel';
import { useCatalogueChanged } from './use-catalogue-changed';

interface Props {
  /** Null: a new one; else the policy that is replaced. */
  item: SafetyStockItem | null;
  /** What a new one is for, where that is settled; else it is asked. A node of null is every node. */
  scope?: { sku: string; node: string | null };
  actions: CatalogueActions;
  rights: CatalogueRights;
  onClose: () => void;
}

type Of = 'sku' | 'category' | 'all';

/** Puts a policy in force, now or later, for good or for a while. A policy is never changed: it is replaced. */
export function PolicyDrawer({ item, scope, actions, rights, onClose }: Props) {
  const changed = useCatalogueChanged();
  const [of, setOf] = useState<Of>(
    item === null || item.sku !== null ? 'sku' : item.category !== null ? 'category' : 'all',
  );
  const [sku, setSku] = useState(item?.sku ?? scope?.sku ?? '');
  const [category, setCategory] = useState(item?.category ?? '');
  const [node, setNode] = useState(item?.node ?? scope?.node ?? '');
  const [amount, setAmount] = useState<Amount>(amountOf(item));
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  // Of one that is to come nobody saw what is in force until then.
  const [seen, setSeen] = useState<number | null | undefined>(
    item?.status === 'scheduled' ? undefined : (item?.policy ?? null),
  );
  const [conflicts, setConflicts] = useState<FieldConflict[] | null>(null);
  const [failure, setFailure] = useState<string>();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const writable = rights.policies && item?.status !== 'ended';

  async function save() {
    const policy = {
      ...(of === 'sku' ? { sku } : of === 'category' ? { category } : {}),
      ...(node === '' ? {} : { node }),
      ...amount,
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
    };
    const parsed = datedSafetyStockSchema.safeParse(policy);
    if (!parsed.success) {
      setErrors(
        Object.fromEntries(
          parsed.error.issues.map(({ path, message }) => [String(path[0] ?? 'amount'), message]),
        ),
      );
      return;
    }
    setErrors({});
    setFailure(undefined);
    setBusy(true);
    try {
      const saved = await actions.setSafetyStock({ policy, ...(seen === undefined ? {} : { seen }) });
      if (saved.status === 'saved') {
        changed();
        tellDone(from === null ? 'Safety stock set: the listings follow' : 'Safety stock scheduled');
        onClose();
      } else if (saved.status === 'conflict') {
        setSeen(saved.version);
        setConflicts(saved.fields);
        changed();
      } else {
        setErrors(Object.fromEntries(saved.errors.map(({ field, detail }) => [field, detail])));
        setFailure(saved.detail);
      }
    } catch {
      setFailure(no_answer_to_save);
    } finally {
      setBusy(false);
    }
  }

  async function end() {
    if (item === null) return;
    const ended = await actions.endSafetyStock(item.policy).catch(() => null);
    changed();
    if (ended?.ok === true) {
      tellDone('The policy has ended: the next less specific one decides');
      onClose();
    } else tellFailed(ended?.detail ?? no_answer_look_again);
  }

  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={item === null ? 'New safety stock policy' : 'Safety stock'}
      description={scopeText(item, scope)}
      footer={
        <>
          {writable && item !== null && (
            <Button className="mr-auto" onClick={() => void end()}>
              {item.status === 'scheduled' ? 'Take back' : 'End now'}
            </Button>
          )}
          <Button onClick={onClose}>{writable ? 'Cancel' : 'Close'}</Button>
          {writable && (
            <Button look="primary" disabled={busy} onClick={() => void save()}>
              {busy ? 'Saving…' : from === null ? 'Set now' : 'Schedule'}
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        {conflicts !== null && (
          <ConflictPanel
            fields={conflicts}
            onTheirs={({ field, theirs }) => {
              if (typeof theirs === 'number') setAmount({ [field]: theirs });
              setConflicts(conflicts.filter((conflict) => conflict.field !== field));
            }}
          />
        )}
        {failure !== undefined && (
          <Notice tone="critical" urgent>
            {failure}
          </Notice>
        )}
        <fieldset disabled={!writable} className="grid min-w-0 gap-4">
          {item === null && scope === undefined && (
            <>
              <div>
                <SegmentedControl
                  label="Kept back of"
                  value={of}
                  onChange={setOf}
                  choices={[
                    { value: 'sku', label: 'A SKU' },
                    { value: 'category', label: 'A category' },
                    { value: 'all', label: 'Everything' },
                  ]}
                />
              </div>
              {of === 'sku' && (
                <Field label="SKU" error={errors.sku}>
                  <SkuPicker value={sku} onChange={setSku} className="w-full" />
                </Field>
              )}
              {of === 'category' && (
                <Field label="Category" error={errors.category}>
                  <CategorySelect
                    value={category}
                    onChange={setCategory}
                    none="Choose a category"
                    className="w-full"
                  />
                </Field>
              )}
              <Field label="Stock node" error={errors.node}>
                <NodeSelect value={node} onChange={setNode} none="Every node" className="w-full" />
              </Field>
            </>
          )}
          <AmountFields
            value={amount}
            onChange={setAmount}
            error={errors.amount ?? errors.units ?? errors.days ?? errors.serviceLevel}
          />
          <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
            <Field label={`Begins (${zoneName})`} error={errors.from} hint="Blank: now">
              <InstantField value={from} onChange={setFrom} />
            </Field>
            <Field label={`Ends (${zoneName})`} error={errors.to} hint="Blank: until it is replaced">
              <InstantField value={to} onChange={setTo} />
            </Field>
          </div>
          {to !== null && (
            <p className="text-sm text-muted">Afterwards the policy that lasts is in force again.</p>
          )}
        </fieldset>
      </div>
    </Drawer>
  );
}

function scopeText(item: SafetyStockItem | null, scope: Props['scope']): string | undefined {
  if (item !== null) return `${item.sku ?? item.category ?? 'Every SKU'} at ${item.nodeName ?? 'every node'}`;
  return scope === undefined ? undefined : `${scope.sku} at ${scope.node ?? 'every node'}`;
}

function amountOf(item: SafetyStockItem | null): Amount {
  if (item === null) return {};
  if (item.units !== null) return { units: item.units };
  if (item.days !== null) return { days: item.days };
  return item.serviceLevel === null ? {} : { serviceLevel: item.serviceLevel };
}
