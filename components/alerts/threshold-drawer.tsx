'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { no_answer_to_save } from '@/components/no-answer';
import { ChannelSelect, NodeSelect } from '@/components/pickers/place-select';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { queryKeys } from '@/components/query-keys';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Drawer } from '@/components/ui/drawer';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { InstantField } from '@/components/ui/instant-field';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { SelectInput } from '@/components/ui/select-input';
import { tellDone } from '@/components/ui/toast';
import { type AlertRule, traitsOf } from '@/lib/alerts/rules';
import { thresholdDefaults } from '@/lib/alerts/threshold';
import {
  settableRules,
  type ThresholdInput,
  type ThresholdItem,
  type ThresholdPreview,
  thresholdShapes,
} from '@/lib/alerts/threshold-input';
import { ruleWords } from '@/lib/alerts/words';
import { formatUnits, zoneName } from '@/lib/shared/format';
import { firesWords, type ThresholdActions } from './threshold-types';

interface Props {
  /** Null: closed. */
  editing: { rule: AlertRule; item: ThresholdItem | null } | null;
  existing: readonly ThresholdItem[];
  actions: ThresholdActions;
  onClose: () => void;
}

type Draft = Omit<ThresholdInput, 'seen'>;

function draftOf(rule: AlertRule, item: ThresholdItem | null): Draft {
  const { limit, percent, days, forSeconds, off } = item ?? thresholdDefaults[rule];
  const { sku = '', category = '', class: of = '', node = '', channel = '' } = item ?? {};
  // One that has not come yet keeps its time.
  const from = item?.coming ? item.from : null;
  return { rule, sku, category, class: of, node, channel, limit, percent, days, forSeconds, off, from };
}

/** One threshold: what it is for, from where it fires, and what that would change at once. */
export function ThresholdDrawer({ editing, existing, actions, onClose }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() =>
    draftOf(editing?.rule ?? 'listing_below_threshold', editing?.item ?? null),
  );
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [preview, setPreview] = useState<ThresholdPreview | null>(null);
  const shape = thresholdShapes[draft.rule];
  const item = editing?.item ?? null;
  // The one this scope has, by what the page showed when it was opened.
  const there =
    existing.findLast(
      (each) =>
        each.rule === draft.rule &&
        each.sku === draft.sku &&
        each.category === draft.category &&
        each.class === draft.class &&
        each.node === draft.node &&
        each.channel === draft.channel,
    ) ?? null;
  const input: ThresholdInput = { ...draft, seen: there?.threshold ?? null };
  const change = (next: Partial<Draft>) => {
    setDraft({ ...draft, ...next });
    setPreview(null);
    setErrors({});
    setFailure(null);
  };
  const has = (part: 'sku' | 'category' | 'class' | 'node' | 'channel') =>
    item === null && shape.scope.includes(part);

  async function run<A extends { ok: boolean }>(ask: () => Promise<A>): Promise<A | null> {
    setBusy(true);
    setFailure(null);
    setErrors({});
    const answer = await ask().catch(() => null);
    setBusy(false);
    if (answer === null) setFailure(no_answer_to_save);
    return answer;
  }
  function refused(answer: Extract<Awaited<ReturnType<ThresholdActions['save']>>, { ok: false }>) {
    const fields = answer.fields ?? (answer.field ? [{ field: answer.field, message: answer.detail }] : []);
    setErrors(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
    const theirs = answer.theirs ? ` It now says: ${firesWords(draft.rule, answer.theirs)}.` : '';
    if (fields.length === 0) setFailure(`${answer.detail}${theirs}`);
    if (answer.code === 'conflict') void client.invalidateQueries({ queryKey: queryKeys.alertThresholds });
  }
  async function look() {
    const answer = await run(() => actions.preview(input));
    if (answer?.ok) setPreview(answer.preview);
    else if (answer) refused(answer);
  }
  async function save(end: boolean) {
    const answer = await run(() => actions.save(input, end));
    if (answer === null) return;
    if (!answer.ok) return refused(answer);
    void client.invalidateQueries({ queryKey: queryKeys.alertThresholds });
    tellDone(`${ruleWords[draft.rule]}: ${end ? 'threshold removed' : 'threshold set'}`);
    onClose();
  }

  return (
    <Drawer
      open={editing !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={item === null ? 'New threshold' : 'Change threshold'}
      description={ruleWords[draft.rule]}
      footer={
        <>
          {item !== null && (
            <Button disabled={busy} onClick={() => void save(true)}>
              Back to what is more general
            </Button>
          )}
          <Button disabled={busy} onClick={() => void look()}>
            {busy ? 'Working…' : 'Preview'}
          </Button>
          <Button look="primary" disabled={busy} onClick={() => void save(false)}>
            Set threshold
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {failure !== null && (
          <Notice tone="critical" urgent>
            {failure}
          </Notice>
        )}
        {item === null && (
          <Field label="Alert" error={errors.rule}>
            <SelectInput
              aria-label="Alert"
              value={draft.rule}
              onChange={(event) => {
                const rule = settableRules.find((each) => each === event.target.value);
                if (rule !== undefined) change(draftOf(rule, null));
              }}
            >
              {settableRules.map((rule) => (
                <option key={rule} value={rule}>
                  {ruleWords[rule]}
                </option>
              ))}
            </SelectInput>
          </Field>
        )}
        {has('sku') && (
          <Field label="SKU" hint="Empty: every SKU." error={errors.sku}>
            <SkuPicker value={draft.sku} onChange={(sku) => change({ sku: sku ?? '' })} />
          </Field>
        )}
        {has('category') && (
          <Field label="Category" hint="Empty: every category." error={errors.category}>
            <Input
              value={draft.category}
              maxLength={200}
              onChange={(event) => change({ category: event.currentTarget.value.trim() })}
            />
          </Field>
        )}
        {has('class') && (
          <Field label="Class" hint="A sells the most, C the least." error={errors.class}>
            <SelectInput
              aria-label="Class"
              value={draft.class}
              onChange={(event) =>
                change({
                  class: (['A', 'B', 'C'] as const).find((each) => each === event.target.value) ?? '',
                })
              }
            >
              <option value="">Every class</option>
              <option value="A">A</option>
              <option value="B">B</option>
              <option value="C">C</option>
            </SelectInput>
          </Field>
        )}
        {has('node') && (
          <Field label="Stock node" error={errors.node}>
            <NodeSelect
              label="Stock node"
              none="Every node"
              value={draft.node}
              onChange={(node) => change({ node: node ?? '' })}
            />
          </Field>
        )}
        {has('channel') && (
          <Field label="Channel" error={errors.channel}>
            <ChannelSelect value={draft.channel} onChange={(channel) => change({ channel: channel ?? '' })} />
          </Field>
        )}
        <Checkbox checked={draft.off} onChange={(off) => change({ off })}>
          No alerts of this kind here
        </Checkbox>
        {!draft.off && (
          <>
            {shape.amounts.includes('limit') && (
              <Field
                label={`Limit (${traitsOf(draft.rule).unit})`}
                error={errors.limit}
                hint={shape.amounts.includes('days') ? 'Empty: by days of demand.' : undefined}
              >
                <NumberField
                  label="Limit"
                  value={draft.limit}
                  min={0}
                  onChange={(limit) => change(limit === null ? { limit } : { limit, days: null })}
                />
              </Field>
            )}
            {shape.amounts.includes('days') && (
              <Field label="Days of its own demand" error={errors.days}>
                <NumberField
                  label="Days"
                  value={draft.days}
                  min={0}
                  onChange={(days) => change(days === null ? { days } : { days, limit: null })}
                />
              </Field>
            )}
            {shape.amounts.includes('percent') && (
              <Field label={percentWords[draft.rule] ?? 'Percent of what is expected'} error={errors.percent}>
                <NumberField
                  label="Percent"
                  value={draft.percent}
                  min={0}
                  onChange={(percent) => change({ percent })}
                />
              </Field>
            )}
            <Field label="Opens after (seconds)" error={errors.forSeconds} hint="0: at once.">
              <NumberField
                label="Seconds"
                value={draft.forSeconds}
                min={0}
                onChange={(seconds) => change({ forSeconds: seconds ?? 0 })}
              />
            </Field>
          </>
        )}
        <Field label={`In force from (${zoneName})`} hint="Empty: at once." error={errors.from}>
          <InstantField value={draft.from} onChange={(from) => change({ from })} />
        </Field>
        {preview !== null && <PreviewResult preview={preview} />}
      </div>
    </Drawer>
  );
}

const percentWords: Partial<Record<AlertRule, string>> = {
  discrepancy: 'Percent of what is expected; the larger one holds',
  stock_out_forecast: 'Percent of the lead time',
  budget_burning: 'Percent of the budget',
};

function PreviewResult({ preview }: { preview: ThresholdPreview }) {
  const { looked, capped, fires, opens, resolves, past, examples } = preview;
  return (
    <section
      aria-label="Preview"
      role="status"
      className="grid gap-2 rounded-md border border-line p-3 text-sm"
    >
      <p>
        <span className="font-semibold tabular-nums">{formatUnits(fires)}</span> would fire now:{' '}
        <span className="font-semibold tabular-nums">{formatUnits(opens)}</span> would open,{' '}
        <span className="font-semibold tabular-nums">{formatUnits(resolves)}</span> would resolve.
      </p>
      {past !== null && (
        <p>
          In the last {past.days} days it would have fired {past.atLeast && 'at least '}
          <span className="font-semibold tabular-nums">{formatUnits(past.alerts)}</span>{' '}
          {past.alerts === 1 ? 'time' : 'times'} in{' '}
          <span className="font-semibold tabular-nums">{formatUnits(past.places)}</span>{' '}
          {past.places === 1 ? 'place' : 'places'}.
        </p>
      )}
      <p className="text-xs text-muted">
        Looked at {capped ? 'the first ' : ''}
        {formatUnits(looked)}
        {capped ? '; there are more' : ''}.
      </p>
      {examples.length > 0 && (
        <ul className="grid gap-1 text-muted">
          {examples.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
