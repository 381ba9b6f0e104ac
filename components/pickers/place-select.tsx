'use client';

import { useDimensions } from '@/components/stock/use-dimensions';
import { SelectInput } from '@/components/ui/select-input';

interface Props {
  /** Its code; empty: all. */
  value: string;
  onChange: (code: string) => void;
  label?: string;
  /** What no choice means: "All nodes". In a form that needs one: "Choose a node". */
  none?: string;
  id?: string;
  name?: string;
  required?: boolean;
  /** Offers these only; null or absent: all. */
  only?: readonly string[] | null;
  className?: string;
}

/** A stock node by its name. Nothing is chosen for anybody: a wrong node corrupts two. */
export function NodeSelect({ label = 'Stock node', none = 'All nodes', only = null, ...props }: Props) {
  const dimensions = useDimensions();
  const nodes = (dimensions.data?.nodes ?? [])
    .filter(({ node }) => only === null || only.includes(node))
    .map(({ node, name }) => ({ code: node, name }));
  return <PlaceSelect {...props} label={label} none={none} places={nodes} />;
}

export function ChannelSelect({ label = 'Channel', none = 'All channels', only: _, ...props }: Props) {
  const dimensions = useDimensions();
  const channels = dimensions.data?.channels.map(({ channel, name }) => ({ code: channel, name })) ?? [];
  return <PlaceSelect {...props} label={label} none={none} places={channels} />;
}

export function CategorySelect({ label = 'Category', none = 'All categories', only: _, ...props }: Props) {
  const dimensions = useDimensions();
  const categories = dimensions.data?.categories.map((name) => ({ code: name, name })) ?? [];
  return <PlaceSelect {...props} label={label} none={none} places={categories} />;
}

function PlaceSelect({
  value,
  onChange,
  label,
  none,
  places,
  className,
  ...rest
}: Props & { label: string; none: string; places: readonly { code: string; name: string }[] }) {
  return (
    <SelectInput
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={className ?? 'max-w-48'}
      {...rest}
    >
      <option value="">{none}</option>
      {places.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
      {/* A code from the address that is not (or not yet) known stays visible. */}
      {value !== '' && !places.some(({ code }) => code === value) && <option value={value}>{value}</option>}
    </SelectInput>
  );
}
