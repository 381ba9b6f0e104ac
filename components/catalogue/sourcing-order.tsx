'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useDimensions } from '@/components/stock/use-dimensions';
import { Button } from '@/components/ui/button';
import { SelectInput } from '@/components/ui/select-input';

interface Props {
  /** Nodes, the first asked first. */
  value: readonly string[];
  onChange: (nodes: string[]) => void;
  disabled?: boolean;
}

/** The nodes a channel sells from, in their order; moved by buttons. */
export function SourcingOrder({ value, onChange, disabled = false }: Props) {
  const dimensions = useDimensions();
  const names = new Map(dimensions.data?.nodes.map(({ node, name }) => [node, name]));
  const nameOf = (node: string) => names.get(node) ?? node;
  const others = [...names.keys()].filter((node) => !value.includes(node));
  const moved = (from: number, to: number) => {
    const nodes = [...value];
    const [node] = nodes.splice(from, 1);
    if (node !== undefined) nodes.splice(to, 0, node);
    onChange(nodes);
  };
  return (
    <fieldset className="grid min-w-0 gap-1.5" disabled={disabled}>
      <legend className="mb-1.5 text-sm font-medium">Sourcing order</legend>
      {value.length === 0 && <p className="text-sm text-muted">No source: nothing can be sold here.</p>}
      <ol className="grid gap-1">
        {value.map((node, index) => (
          <li
            key={node}
            className="flex items-center gap-2 rounded-md border border-line bg-card py-0.5 pr-0.5 pl-3 text-sm"
          >
            <span className="w-5 text-muted tabular-nums">{index + 1}</span>
            <span className="min-w-0 flex-1 truncate">{nameOf(node)}</span>
            <Button
              look="bare"
              size="icon"
              type="button"
              aria-label={`Ask ${nameOf(node)} earlier`}
              disabled={index === 0 || disabled}
              onClick={() => moved(index, index - 1)}
            >
              <ArrowUp aria-hidden />
            </Button>
            <Button
              look="bare"
              size="icon"
              type="button"
              aria-label={`Ask ${nameOf(node)} later`}
              disabled={index === value.length - 1 || disabled}
              onClick={() => moved(index, index + 1)}
            >
              <ArrowDown aria-hidden />
            </Button>
            <Button
              look="bare"
              size="icon"
              type="button"
              aria-label={`Take ${nameOf(node)} out`}
              disabled={disabled}
              onClick={() => onChange(value.filter((other) => other !== node))}
            >
              <X aria-hidden />
            </Button>
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <SelectInput
          aria-label="Add a node"
          className="w-full"
          value=""
          onChange={(event) => {
            if (event.target.value !== '') onChange([...value, event.target.value]);
          }}
        >
          <option value="">Add a node…</option>
          {others.map((node) => (
            <option key={node} value={node}>
              {nameOf(node)}
            </option>
          ))}
        </SelectInput>
      )}
    </fieldset>
  );
}
