'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Notice } from '@/components/ui/notice';
import { PageHead } from '@/components/ui/page-head';
import { Skeleton } from '@/components/ui/skeleton';
import { Stepper } from '@/components/ui/stepper';
import type { ImportStatus, ImportView } from '@/lib/imports/import-view';
import type { ImportKind } from '@/lib/imports/settings';
import { ImportDryRun } from './import-dry-run';
import { ImportMapping } from './import-mapping';
import { ImportResult } from './import-result';
import { ImportUpload } from './import-upload';

const steps = [
  { key: 'upload', label: 'Choose a file' },
  { key: 'map', label: 'Columns' },
  { key: 'check', label: 'Dry run' },
  { key: 'done', label: 'Written' },
];

const look_ms = 700;
const settled: readonly ImportStatus[] = ['committing', 'committed', 'reversing', 'reversed'];

/** Brings a file in, step by step; nothing is written before the dry run has been seen. The import's id is in the URL. */
export function ImportScreen({ allowed, note }: { allowed: readonly ImportKind[]; note: string }) {
  const [id, setId] = useQueryState('import', parseAsString.withOptions({ history: 'push' }));
  const [mapping, setMapping] = useState(false);
  /** The file itself, so that it can be read again in another way. */
  const [file, setFile] = useState<File | null>(null);
  const client = useQueryClient();
  const found = useQuery({
    queryKey: queryKeys.import(id ?? ''),
    queryFn: ({ signal }) => readJson<ImportView>(`/api/ui/imports/${encodeURIComponent(id ?? '')}`, signal),
    enabled: id !== null,
    refetchInterval: ({ state }) =>
      state.data?.status === 'committing' || state.data?.status === 'reversing' ? look_ms : false,
  });
  const view = id === null ? undefined : found.data;
  const step =
    id === null
      ? 'upload'
      : view !== undefined && settled.includes(view.status)
        ? 'done'
        : view?.status === 'examined' && !mapping
          ? 'check'
          : 'map';

  const take = (next: ImportView) => {
    client.setQueryData(queryKeys.import(next.id), next);
    void setId(next.id);
  };
  const restart = () => {
    setFile(null);
    setMapping(false);
    void setId(null);
  };

  return (
    <div className="grid min-w-0 gap-5">
      <PageHead title="Import a file" note={note} />
      <Stepper label="Steps of the import" steps={steps} current={step} />
      {id === null && (
        <ImportUpload
          allowed={allowed}
          onStaged={(next, staged) => {
            setFile(staged);
            setMapping(false);
            take(next);
          }}
        />
      )}
      {id !== null && found.isPending && <Skeleton className="h-64" />}
      {id !== null && found.isError && (
        <Notice tone="critical">
          This import cannot be read. It may have been forgotten: bring the file again.
        </Notice>
      )}
      {view !== undefined && step === 'map' && (
        <ImportMapping
          key={view.id}
          view={view}
          file={file}
          onRestaged={take}
          onExamined={(next) => {
            setMapping(false);
            take(next);
          }}
          onRestart={restart}
        />
      )}
      {view !== undefined && step === 'check' && (
        <ImportDryRun view={view} onCommitted={take} onBack={() => setMapping(true)} />
      )}
      {view !== undefined && step === 'done' && (
        <ImportResult view={view} onChanged={take} onRestart={restart} />
      )}
    </div>
  );
}
