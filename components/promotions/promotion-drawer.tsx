'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { DecimalInput } from '@/components/catalogue/form-fields';
import { no_answer_look_again, no_answer_to_save } from '@/components/no-answer';
import { ChannelSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { queryKeys } from '@/components/query-keys';
import { BothValues } from '@/components/ui/both-values';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { InstantField } from '@/components/ui/instant-field';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { tellDone, tellFailed } from '@/components/ui/toast';
import type { PlannedPromotion } from '@/lib/demand/promotion-items';
import { formatUnits, zoneName } from '@/lib/shared/format';
import { fields, fieldWords, type PromotionField, shownOf } from './promotion-fields';
import type { PromotionActions, PromotionConflict, PromotionDone } from './promotion-types';

interface Props {
  /** Null: a new one. */
  item: PlannedPromotion | null;
  actions: PromotionActions | null;
  onClose: () => void;
}

const codesOf = (text: string) => [...new Set(text.split(/[\s,;]+/).filter((code) => code !== ''))];

/** Plans a promotion, changes it, ends it early, or takes it back before it begins. */
export function PromotionDrawer({ item, actions, onClose }: Props) {
  const client = useQueryClient();
  const [name, setName] = useState(item?.name ?? '');
  const [channel, setChannel] = useState(item?.channel ?? '');
  const [startsAt, setStartsAt] = useState(item?.startsAt ?? null);
  const [endsAt, setEndsAt] = useState(item?.endsAt ?? null);
  const [skuText, setSkuText] = useState(item?.skus.join('\n') ?? '');
  const [uplift, setUplift] = useState(item?.uplift ?? null);
  const [holdBack, setHoldBack] = useState<number | null>(item?.holdBack ?? 0);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string>();
  const [conflict, setConflict] = useState<PromotionConflict>();
  const [busy, setBusy] = useState(false);
  const skus = codesOf(skuText);
  const over = item?.status === 'ended' || item?.status === 'cancelled';
  const writable = actions !== null && !over;
  const changed = () => void client.invalidateQueries({ queryKey: queryKeys.live });

  async function save() {
    if (actions === null) return;
    const missing = {
      ...(name.trim() === '' ? { name: 'Give it a name.' } : {}),
      ...(channel === '' ? { channel: 'Choose a channel.' } : {}),
      ...(startsAt === null ? { startsAt: 'Say when it starts.' } : {}),
      ...(endsAt === null ? { endsAt: 'Say when it ends.' } : {}),
      ...(skus.length === 0 ? { skus: 'Name at least one SKU.' } : {}),
    };
    setErrors(missing);
    setFailure(undefined);
    if (Object.keys(missing).length > 0) return;
    setBusy(true);
    try {
      const saved = await actions.save({
        ...(item === null
          ? {}
          : { promotion: item.promotion, seenVersion: conflict?.version ?? item.version }),
        name: name.trim(),
        channel,
        startsAt,
        endsAt,
        skus,
        ...(uplift === null ? {} : { uplift }),
        holdBack: holdBack ?? 0,
      });
      if (saved.ok) {
        changed();
        tellDone(item === null ? `${name.trim()} is planned` : `${name.trim()} was changed`);
        onClose();
      } else {
        setErrors(Object.fromEntries(saved.errors.map(({ field, detail }) => [field, detail])));
        setFailure(saved.detail);
        setConflict(saved.conflict);
      }
    } catch {
      setFailure(no_answer_to_save);
    } finally {
      setBusy(false);
    }
  }

  const mine = { name, channel, startsAt, endsAt, skus, uplift, holdBack };
  function take(field: PromotionField) {
    if (conflict === undefined) return;
    const takes: Record<PromotionField, () => void> = {
      name: () => setName(conflict.name),
      channel: () => setChannel(conflict.channel),
      startsAt: () => setStartsAt(conflict.startsAt),
      endsAt: () => setEndsAt(conflict.endsAt),
      skus: () => setSkuText(conflict.skus.join('\n')),
      uplift: () => setUplift(conflict.uplift),
      holdBack: () => setHoldBack(conflict.holdBack),
    };
    takes[field]();
  }

  async function finish(how: (promotion: string) => Promise<PromotionDone>, done: string) {
    if (item === null) return;
    setBusy(true);
    const answer = await how(item.promotion).catch(() => null);
    setBusy(false);
    changed();
    if (answer?.ok) {
      tellDone(done);
      onClose();
    } else tellFailed(answer?.detail ?? no_answer_look_again);
  }

  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={item === null ? 'New promotion' : item.name}
      description={item === null ? undefined : `On ${item.channelName}`}
      footer={
        <>
          {actions !== null && item?.status === 'running' && (
            <Button
              className="mr-auto"
              disabled={busy}
              onClick={() => void finish(actions.end, `${item.name} has ended`)}
            >
              End now
            </Button>
          )}
          {actions !== null && item?.status === 'scheduled' && (
            <Button
              className="mr-auto"
              disabled={busy}
              onClick={() => void finish(actions.cancel, `${item.name} was taken back`)}
            >
              Delete
            </Button>
          )}
          <Button onClick={onClose}>{writable ? 'Cancel' : 'Close'}</Button>
          {writable && (
            <Button look="primary" disabled={busy} onClick={() => void save()}>
              {busy ? 'Saving…' : item === null ? 'Plan it' : 'Save'}
            </Button>
          )}
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {failure !== undefined && (
          <Notice tone="critical" urgent>
            {failure}
          </Notice>
        )}
        {conflict !== undefined && (
          <BothValues
            what="Field"
            rows={fields.filter((field) => shownOf(conflict, field) !== shownOf(mine, field))}
            labelOf={(field) => fieldWords[field]}
            theirs={(field) => shownOf(conflict, field)}
            yours={(field) => shownOf(mine, field)}
            onTheirs={take}
          />
        )}
        {item !== null && item.overlaps.length > 0 && (
          <Notice tone="warning">
            Runs at the same time for one of its SKUs: {item.overlaps.join(', ')}. The strongest uplift
            counts, they do not multiply.
          </Notice>
        )}
        <fieldset disabled={!writable} className="grid min-w-0 gap-4">
          <Field label="Name" error={errors.name}>
            <Input
              value={name}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </Field>
          <Field label="Channel" error={errors.channel}>
            <ChannelSelect value={channel} onChange={setChannel} none="Choose a channel" className="w-full" />
          </Field>
          <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
            <Field label={`Starts (${zoneName})`} error={errors.startsAt}>
              <InstantField value={startsAt} onChange={setStartsAt} />
            </Field>
            <Field label={`Ends (${zoneName})`} error={errors.endsAt}>
              <InstantField value={endsAt} onChange={setEndsAt} />
            </Field>
          </div>
          <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
            <Field
              label="Uplift (times the usual demand)"
              error={errors.uplift}
              hint="Blank: not known, ×3 with a wide spread"
            >
              <DecimalInput
                name="uplift"
                value={uplift}
                disabled={!writable}
                onBlur={() => undefined}
                onChange={setUplift}
              />
            </Field>
            <Field label="Hold-back" error={errors.holdBack} hint="Units per SKU kept for the channel">
              <NumberField value={holdBack} min={0} disabled={!writable} onChange={setHoldBack} />
            </Field>
          </div>
          <Field
            label="SKUs"
            error={errors.skus}
            hint={`${formatUnits(skus.length)} named; one a line, or parted by spaces`}
          >
            <textarea
              rows={4}
              aria-label="SKUs"
              value={skuText}
              spellCheck={false}
              onChange={(event) => setSkuText(event.currentTarget.value)}
              className="w-full rounded-md border border-line-strong bg-card px-3 py-2 font-mono text-xs focus-visible:outline-offset-0 disabled:bg-sunken"
            />
          </Field>
          {writable && (
            <SkuPicker
              label="Add a SKU"
              placeholder="Find a SKU to add"
              value=""
              onChange={(sku) => {
                if (sku !== '') setSkuText([...skus, sku].join('\n'));
              }}
              className="w-full"
            />
          )}
        </fieldset>
        {/* Enter in a field saves. */}
        <button type="submit" hidden />
      </form>
    </Drawer>
  );
}
