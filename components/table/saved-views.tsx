'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import type { Route } from 'next';
import { usePathname, useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { type SavedView, view_name_chars_max, viewQueryOf } from '@/lib/access/view-query';
import { useSavedViewActions } from './saved-view-actions';

/** The views that are kept, and the one of now to be kept. */
export function SavedViews({ list, close }: { list: string; close: () => void }) {
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<string>();
  const router = useRouter();
  const pathname = usePathname();
  const client = useQueryClient();
  const { save, remove } = useSavedViewActions();
  const views = useQuery({
    queryKey: queryKeys.savedViews(list),
    queryFn: ({ signal }) =>
      readJson<{ items: SavedView[] }>(`/api/ui/saved-views?list=${encodeURIComponent(list)}`, signal),
  });
  const again = () => client.invalidateQueries({ queryKey: queryKeys.savedViews(list) });

  async function onSave(event: FormEvent) {
    event.preventDefault();
    const query = viewQueryOf(window.location.search);
    const refused = await save({ list, name: name.trim(), query }).catch(
      () => 'The server did not answer; the view was not saved. Try again.',
    );
    setFailure(refused);
    if (refused === undefined) setName('');
    await again();
  }

  return (
    <>
      {views.data?.items.length === 0 && (
        <p className="max-w-64 text-sm text-muted">
          Filters and order that you use often, kept under a name.
        </p>
      )}
      <ul className="grid gap-0.5">
        {views.data?.items.map((view) => (
          <li key={view.name} className="flex items-center gap-1">
            <Button
              look="bare"
              className="grow justify-start text-text"
              onClick={() => {
                close();
                router.push(`${pathname}${view.query === '' ? '' : `?${view.query}`}` as Route);
              }}
            >
              {view.name}
            </Button>
            <Button
              look="bare"
              size="icon"
              aria-label={`Delete the view ${view.name}`}
              onClick={() => void remove({ list, name: view.name }).then(setFailure).then(again)}
            >
              <Trash2 aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <form onSubmit={(event) => void onSave(event)} className="flex gap-2">
        <Input
          aria-label="Name of the view"
          placeholder="Name this view"
          required
          maxLength={view_name_chars_max}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          className="h-8"
        />
        <Button type="submit">Save</Button>
      </form>
      {failure !== undefined && (
        <p role="alert" className="max-w-64 text-xs text-critical">
          {failure}
        </p>
      )}
    </>
  );
}
