'use client';

import { Controller } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import type { ChannelListItem } from '@/lib/catalog/list-items';
import { channelEntry } from '@/lib/catalog/schema';
import type { CatalogueActions, CatalogueRights } from './catalogue-types';
import { EntryDrawer } from './entry-drawer';
import { ChoiceField, DecimalField, TextField } from './form-fields';
import { channelKindLabels } from './show-value';
import { SourcingOrder } from './sourcing-order';
import { StopBanner, StopButton } from './stop-parts';

interface Props {
  /** Null: a new one. */
  item: ChannelListItem | null;
  actions: CatalogueActions;
  rights: CatalogueRights;
  onClose: () => void;
}

const kinds = Object.entries(channelKindLabels).map(([value, label]) => ({ value, label }));
const connectors = [
  { value: 'none', label: 'None: nothing is pushed' },
  { value: 'open', label: 'Open channel protocol' },
];

export function ChannelDrawer({ item, actions, rights, onClose }: Props) {
  return (
    <EntryDrawer
      title={item?.name ?? 'New channel'}
      {...(item === null ? {} : { description: item.channel })}
      schema={channelEntry}
      seen={item?.version ?? null}
      writable={rights.channels}
      defaults={{
        channel: item?.channel ?? '',
        name: item?.name ?? '',
        kind: (item?.kind ?? 'webshop') as 'webshop',
        connector: item?.connector ?? 'none',
        config: item?.config ?? {},
        priority: item?.priority ?? 1,
        feePercent: item?.feePercent ?? 0,
        sources: item?.sources.map(({ node }) => node) ?? [],
      }}
      save={({ config, ...entry }, seen) =>
        actions.saveEntry({
          kind: 'channel',
          seen,
          // Who may not configure sends no configuration, so none is compared or changed.
          entry: rights.configure && config !== undefined ? { ...entry, config: named(config) } : entry,
        })
      }
      saved={item === null ? 'Channel created' : `${item.name} saved`}
      onClose={onClose}
      lead={
        item !== null && (
          <>
            <StopBanner channel={item.channel} resume={rights.stop ? actions.resumeSelling : null} />
            {rights.stop && !item.stopped && (
              <div>
                <StopButton
                  channel={item.channel}
                  name={item.name}
                  stop={actions.stopSelling}
                  resume={actions.resumeSelling}
                />
              </div>
            )}
          </>
        )
      }
    >
      {({ control, watch }) => (
        <>
          <TextField control={control} name="channel" label="Code" disabled={item !== null} />
          <TextField control={control} name="name" label="Name" />
          <ChoiceField control={control} name="kind" label="Kind" choices={kinds} />
          <div className="grid grid-cols-2 items-start gap-4">
            <DecimalField
              control={control}
              name="priority"
              label="Priority"
              empty="absent"
              hint="Its weight when stock is shared out"
            />
            <DecimalField control={control} name="feePercent" label="Fee in percent" empty="absent" />
          </div>
          <Controller
            control={control}
            name="sources"
            render={({ field }) => (
              <SourcingOrder
                value={field.value ?? []}
                onChange={field.onChange}
                disabled={!rights.channels}
              />
            )}
          />
          <ChoiceField
            control={control}
            name="connector"
            label="Connector"
            choices={connectors}
            disabled={!rights.configure}
            {...(rights.configure ? {} : { hint: 'Changed by an administrator.' })}
          />
          {watch('connector') === 'open' &&
            (rights.configure ? (
              <>
                <TextField control={control} name="config.baseUrl" label="Address of the shop" />
                <TextField
                  control={control}
                  name="config.secret"
                  label="Secret"
                  empty="absent"
                  secret
                  placeholder={item?.secretSet === true ? 'Set – type to replace it' : 'whsec_…'}
                  hint="Goes in and never comes out."
                />
                <div className="grid grid-cols-2 items-start gap-4">
                  <DecimalField
                    control={control}
                    name="config.pollSeconds"
                    label="Ask for orders every (s)"
                    empty="absent"
                  />
                  <DecimalField
                    control={control}
                    name="config.auditSeconds"
                    label="Read back every (s)"
                    empty="absent"
                  />
                </div>
              </>
            ) : (
              <Field label="Secret">
                <p className="text-sm text-muted">{item?.secretSet === true ? 'Set' : 'Not set'}</p>
              </Field>
            ))}
        </>
      )}
    </EntryDrawer>
  );
}

/** What is blank is not sent, so it stays as it is. */
function named(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).filter(([, value]) => value !== undefined && value !== '' && value !== null),
  );
}
