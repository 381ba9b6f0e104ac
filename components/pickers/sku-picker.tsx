'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Combobox } from '@/components/ui/combobox';

interface Props {
  /** The SKU chosen; empty: none. */
  value: string;
  onChange: (sku: string) => void;
  label?: string;
  placeholder?: string;
  id?: string;
  className?: string;
}

/** Picks a SKU by code, name or barcode; the server searches. */
export function SkuPicker({ value, onChange, label = 'SKU', placeholder = 'SKU', id, className }: Props) {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: queryKeys.find(asked),
    queryFn: ({ signal }) =>
      readJson<{ items: { sku: string; name: string }[] }>(
        `/api/ui/find?text=${encodeURIComponent(asked)}`,
        signal,
      ),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const choices = (asked === '' ? [] : (found.data?.items ?? [])).map(({ sku, name }) => ({
    value: sku,
    label: sku,
    hint: name,
  }));
  return (
    <Combobox
      label={label}
      placeholder={placeholder}
      value={value === '' ? null : { value, label: value }}
      onChange={(choice) => onChange(choice?.value ?? '')}
      choices={choices}
      onSearch={setText}
      busy={found.isFetching}
      empty={asked === '' ? 'Type a code, a name or a barcode.' : 'No SKU is called like this.'}
      {...(id === undefined ? {} : { id })}
      {...(className === undefined ? {} : { className })}
    />
  );
}
