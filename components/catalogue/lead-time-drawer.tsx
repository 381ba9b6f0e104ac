'use client';

import { Controller } from 'react-hook-form';
import { NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { Field } from '@/components/ui/field';
import type { ReplenishmentItem } from '@/lib/catalog/list-items';
import { replenishmentEntry } from '@/lib/catalog/schema';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { EntryDrawer } from './entry-drawer';
import { DecimalField } from './form-fields';

interface Props {
  /** Null: a new one. */
  item: ReplenishmentItem | null;
  /** What a new one is for, where that is settled; else it is asked. A node of null is every node. */
  scope?: { sku: string; node: string | null };
  actions: CatalogueActions;
  rights: CatalogueRights;
  onClose: () => void;
}

/** How long it takes until more of a SKU arrives at a node. */
export function LeadTimeDrawer({ item, scope, actions, rights, onClose }: Props) {
  const settled = item ?? scope;
  return (
    <EntryDrawer
      title={item === null ? 'New lead time' : 'Lead time'}
      {...(settled === undefined
        ? {}
        : {
            description: `${settled.sku ?? 'Every SKU'} at ${item?.nodeName ?? settled.node ?? 'every node'}`,
          })}
      schema={replenishmentEntry}
      seen={item?.version ?? null}
      writable={rights.policies}
      defaults={{
        sku: settled?.sku ?? undefined,
        node: settled?.node ?? undefined,
        ...(item === null ? {} : { days: item.days }),
        deviationDays: item?.deviationDays ?? 0,
      }}
      save={(entry, seen) => actions.saveEntry({ kind: 'replenishment', seen, entry })}
      saved="Lead time saved"
      onClose={onClose}
    >
      {({ control }) => (
        <>
          {settled === undefined && (
            <>
              <Controller
                control={control}
                name="sku"
                render={({ field }) => (
                  <Field label="SKU" hint="Blank: every SKU">
                    <SkuPicker
                      value={field.value ?? ''}
                      onChange={(sku) => field.onChange(sku === '' ? undefined : sku)}
                      className="w-full"
                    />
                  </Field>
                )}
              />
              <Controller
                control={control}
                name="node"
                render={({ field }) => (
                  <Field label="Stock node">
                    <NodeSelect
                      value={field.value ?? ''}
                      onChange={(node) => field.onChange(node === '' ? undefined : node)}
                      none="Every node"
                      className="w-full"
                    />
                  </Field>
                )}
              />
            </>
          )}
          <DecimalField control={control} name="days" label="Days until more arrives" empty="absent" />
          <DecimalField
            control={control}
            name="deviationDays"
            label="Standard deviation in days"
            empty="absent"
            hint="0: it never varies"
          />
        </>
      )}
    </EntryDrawer>
  );
}
