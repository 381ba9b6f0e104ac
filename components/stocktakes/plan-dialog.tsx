'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CategorySelect, NodeSelect } from '@/components/pickers/place-select';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { NumberField } from '@/components/ui/number-field';
import { SelectInput } from '@/components/ui/select-input';
import { unanswered, useOnce } from '@/components/use-once';
import {
  type PlanStocktake,
  type StocktakeMoved,
  type StocktakePlan,
  stocktake_lines_max,
} from '@/lib/stocktake/stocktake-document';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  plan: (input: PlanStocktake) => Promise<StocktakeMoved>;
  onPlanned: (stocktake: string) => void;
}

const scopes: readonly { value: StocktakePlan['scope']; label: string }[] = [
  { value: 'node', label: 'Everything there' },
  { value: 'class', label: 'An ABC class' },
  { value: 'category', label: 'A category' },
  { value: 'sample', label: 'SKUs at random' },
];

/** Says what is to be counted where, and who counts. Nothing is chosen for anybody. */
export function PlanDialog({ open, onOpenChange, plan, onPlanned }: Props) {
  const once = useOnce();
  const [node, setNode] = useState('');
  const [scope, setScope] = useState<StocktakePlan['scope']>('node');
  const [abc, setAbc] = useState('A');
  const [category, setCategory] = useState('');
  const [size, setSize] = useState<number | null>(50);
  const [assignedTo, setAssignedTo] = useState('');
  const [failure, setFailure] = useState<string>();
  const people = useQuery({
    queryKey: queryKeys.alertOwners,
    queryFn: ({ signal }) =>
      readJson<{ items: { owner: string; name: string }[] }>('/api/ui/alert-owners', signal),
    enabled: open,
  });

  async function go() {
    if (node === '') return setFailure('Choose a stock node: none is chosen for you.');
    if (scope === 'category' && category === '') return setFailure('Choose a category.');
    if (scope === 'sample' && size === null) return setFailure('Say how many SKUs.');
    const answer = await once
      .send(({ key }) => {
        const stocktake = `S-${key.slice(0, 8).toUpperCase()}`;
        return plan({
          key,
          plan: {
            stocktake,
            node,
            scope,
            ...(scope === 'class' ? { value: abc } : scope === 'category' ? { value: category } : {}),
            ...(scope === 'sample' && size !== null ? { size } : {}),
            ...(assignedTo === '' ? {} : { assignedTo }),
          },
        }).then((moved) => ({ ...moved, stocktake }));
      })
      .catch(() => unanswered);
    if (answer === null) return;
    if (!answer.ok) return setFailure(answer.detail);
    onPlanned(answer.stocktake);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Open a stocktake"
      description="Nothing is frozen: what moves while it is counted is netted."
    >
      <form
        aria-label="Open a stocktake"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <Field label="Stock node">
          <NodeSelect
            label="Stock node"
            none="Choose a node"
            value={node}
            onChange={setNode}
            className="w-full"
          />
        </Field>
        <Field label="What is counted">
          <SelectInput
            aria-label="What is counted"
            value={scope}
            onChange={(event) => setScope(event.target.value as StocktakePlan['scope'])}
          >
            {scopes.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectInput>
        </Field>
        {scope === 'class' && (
          <Field label="Class" hint="By what they have sold for in the last 56 days.">
            <SelectInput aria-label="Class" value={abc} onChange={(event) => setAbc(event.target.value)}>
              {['A', 'B', 'C'].map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </SelectInput>
          </Field>
        )}
        {scope === 'category' && (
          <Field label="Category">
            <CategorySelect
              label="Category"
              none="Choose a category"
              value={category}
              onChange={setCategory}
              className="w-full"
            />
          </Field>
        )}
        {scope === 'sample' && (
          <Field label="How many SKUs">
            <NumberField
              label="How many SKUs"
              value={size}
              min={1}
              max={stocktake_lines_max}
              onChange={setSize}
            />
          </Field>
        )}
        <Field label="Who counts" hint="Optional. Whoever counts does not approve.">
          <SelectInput
            aria-label="Who counts"
            value={assignedTo}
            onChange={(event) => setAssignedTo(event.target.value)}
          >
            <option value="">Nobody yet</option>
            {people.data?.items.map(({ owner, name }) => (
              <option key={owner} value={owner}>
                {name}
              </option>
            ))}
          </SelectInput>
        </Field>
        {failure !== undefined && (
          <Notice tone="critical" urgent>
            {failure}
          </Notice>
        )}
        <Button type="submit" look="primary" disabled={once.busy}>
          Open the stocktake
        </Button>
      </form>
    </Dialog>
  );
}
