'use client';

import { useDimensions } from '@/components/stock/use-dimensions';
import type { SkuListItem } from '@/lib/catalog/list-items';
import { skuEntry } from '@/lib/catalog/schema';
import { currency_default, toMajor } from '@/lib/shared/money';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { EntryDrawer } from './entry-drawer';
import { CodesField, DecimalField, TextField, UnitsField } from './form-fields';
import { StopBanner, StopButton } from './stop-parts';

interface Props {
  /** Null: a new one. */
  item: SkuListItem | null;
  actions: CatalogueActions;
  rights: CatalogueRights;
  onClose: () => void;
}

export function SkuDrawer({ item, actions, rights, onClose }: Props) {
  const dimensions = useDimensions();
  const major = (minor: number | null | undefined) =>
    minor === null || minor === undefined || item === null ? null : toMajor(minor, item.currency);
  return (
    <EntryDrawer
      title={item === null ? 'New SKU' : item.name}
      {...(item === null ? {} : { description: item.sku })}
      schema={skuEntry}
      seen={item?.version ?? null}
      writable={rights.skusAndNodes}
      defaults={{
        sku: item?.sku ?? '',
        name: item?.name ?? '',
        category: item?.category ?? null,
        unitCost: major(item?.unitCostMinor),
        price: major(item?.priceMinor),
        currency: item?.currency ?? currency_default,
        barcodes: item?.barcodes ?? [],
        caseQuantity: item?.caseQuantity ?? null,
      }}
      save={(entry, seen) => actions.saveEntry({ kind: 'sku', seen, entry })}
      saved={item === null ? 'SKU created' : `${item.sku} saved`}
      onClose={onClose}
      lead={
        item !== null && (
          <>
            <StopBanner sku={item.sku} resume={rights.stop ? actions.resumeSelling : null} />
            {rights.stop && !item.stopped && (
              <div>
                <StopButton
                  sku={item.sku}
                  name={item.sku}
                  stop={actions.stopSelling}
                  resume={actions.resumeSelling}
                />
              </div>
            )}
          </>
        )
      }
    >
      {({ control }) => (
        <>
          <TextField
            control={control}
            name="sku"
            label="SKU"
            disabled={item !== null}
            {...(item === null ? { hint: 'Cannot be changed later: the ledger is kept under it.' } : {})}
          />
          <TextField control={control} name="name" label="Name" />
          <TextField
            control={control}
            name="category"
            label="Category"
            empty="null"
            hint={categoriesHint(dimensions.data?.categories ?? [])}
          />
          <div className="grid grid-cols-2 items-start gap-4">
            <DecimalField control={control} name="price" label="Price" />
            <DecimalField control={control} name="unitCost" label="Unit cost" />
            <TextField control={control} name="currency" label="Currency" />
            <UnitsField control={control} name="caseQuantity" label="Case quantity" min={1} />
          </div>
          <CodesField
            control={control}
            name="barcodes"
            label="Barcodes"
            hint="Parted by spaces. Each stands for one SKU."
          />
        </>
      )}
    </EntryDrawer>
  );
}

const categories_named_max = 6;

function categoriesHint(categories: readonly string[]): string {
  if (categories.length === 0) return 'Safety stock can be set for a category.';
  const named = categories.slice(0, categories_named_max).join(', ');
  return `In use: ${named}${categories.length > categories_named_max ? ', …' : ''}`;
}
