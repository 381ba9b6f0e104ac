'use client';

import { Controller } from 'react-hook-form';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { useDimensions } from '@/components/stock/use-dimensions';
import { Field } from '@/components/ui/field';
import type { CatalogListingItem } from '@/lib/catalog/list-items';
import { listingEntry } from '@/lib/catalog/schema';
import { toMajor } from '@/lib/shared/money';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { EntryDrawer } from './entry-drawer';
import { ChoiceField, DecimalField, TextField, UnitsField } from './form-fields';
import { StopBanner, StopButton } from './stop-parts';

interface Props {
  /** Null: a new one. */
  item: CatalogListingItem | null;
  actions: CatalogueActions;
  rights: CatalogueRights;
  onClose: () => void;
}

export function ListingDrawer({ item, actions, rights, onClose }: Props) {
  const dimensions = useDimensions();
  const channels =
    dimensions.data?.channels.map(({ channel, name }) => ({ value: channel, label: name })) ?? [];
  return (
    <EntryDrawer
      title={item === null ? 'New listing' : item.skuName}
      {...(item === null ? {} : { description: `${item.sku} on ${item.channelName}` })}
      schema={listingEntry}
      seen={item?.version ?? null}
      writable={rights.channels}
      defaults={{
        channel: item?.channel ?? '',
        sku: item?.sku ?? '',
        ...(item?.location ? { location: item.location } : {}),
        externalId: item?.externalId,
        unitsPerListing: item?.unitsPerListing ?? 1,
        price: item === null || item.priceMinor === null ? null : toMajor(item.priceMinor, item.currency),
        threshold: item?.threshold ?? null,
        floor: item?.floor ?? null,
        cap: item?.cap ?? null,
        buffer: item?.buffer ?? 0,
      }}
      save={(entry, seen) => actions.saveEntry({ kind: 'listing', seen, entry })}
      saved={item === null ? 'Listing created' : `${item.sku} on ${item.channelName} saved`}
      onClose={onClose}
      lead={
        item !== null && (
          <>
            <StopBanner
              sku={item.sku}
              channel={item.channel}
              resume={rights.stop ? actions.resumeSelling : null}
            />
            {rights.stop && !item.stopped && (
              <div>
                <StopButton
                  sku={item.sku}
                  channel={item.channel}
                  name={`${item.sku} on ${item.channelName}`}
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
          {item === null && (
            <>
              <Controller
                control={control}
                name="sku"
                render={({ field, fieldState }) => (
                  <Field label="SKU" error={fieldState.error === undefined ? undefined : 'is required'}>
                    <SkuPicker value={field.value ?? ''} onChange={field.onChange} className="w-full" />
                  </Field>
                )}
              />
              <ChoiceField
                control={control}
                name="channel"
                label="Channel"
                choices={channels}
                none="Choose a channel"
              />
              <TextField
                control={control}
                name="location"
                label="Location"
                empty="absent"
                hint="Only where the channel lists a SKU by place."
              />
            </>
          )}
          <TextField
            control={control}
            name="externalId"
            label="Listing id"
            empty="absent"
            hint="What the channel calls it; the SKU unless given."
          />
          <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
            <DecimalField control={control} name="price" label="Price" hint="Blank: the SKU’s price" />
            <UnitsField
              control={control}
              name="unitsPerListing"
              label="Units per listing"
              min={1}
              empty="absent"
            />
            <UnitsField
              control={control}
              name="buffer"
              label="Buffer"
              empty="absent"
              hint="Kept back from what is shown"
            />
            <UnitsField control={control} name="threshold" label="Threshold" hint="An alert below it" />
            <UnitsField control={control} name="floor" label="Floor" hint="The least it should have" />
            <UnitsField control={control} name="cap" label="Cap" hint="The most it may show" />
          </div>
        </>
      )}
    </EntryDrawer>
  );
}
