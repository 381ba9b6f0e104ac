'use client';

import { useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { kindWords } from '@/components/imports/kind-words';
import { newKey } from '@/components/new-key';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ProgressBar } from '@/components/ui/progress-bar';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SelectInput } from '@/components/ui/select-input';
import { importFields } from '@/lib/imports/fields';
import type { ImportView } from '@/lib/imports/import-view';
import { import_file_bytes_max, rowsMaxOf } from '@/lib/imports/limits';
import { type ImportKind, isPosted } from '@/lib/imports/settings';
import { formatUnits } from '@/lib/shared/format';
import { cancelImport, uploadFile } from './send-import';

const look_ms = 500;
/** So many stand beside each other. */
const few_kinds_max = 3;
const too_large = `A file may have ${import_file_bytes_max / 1024 / 1024} MB at most: part it.`;

interface Props {
  /** What the role may bring in. */
  allowed: readonly ImportKind[];
  onStaged: (view: ImportView, file: File) => void;
}

export function ImportUpload({ allowed, onStaged }: Props) {
  const [kind, setKind] = useState<ImportKind>(allowed[0] ?? 'skus');
  const [upload, setUpload] = useState<{ id: string; abort: AbortController } | null>(null);
  const staging = useQuery({
    queryKey: queryKeys.import(upload?.id ?? ''),
    queryFn: ({ signal }) =>
      readJson<ImportView>(`/api/ui/imports/${encodeURIComponent(upload?.id ?? '')}`, signal),
    enabled: upload !== null,
    refetchInterval: look_ms,
    retry: false,
  });
  const [file, setFile] = useState<File | null>(null);
  const [failure, setFailure] = useState<string>();
  if (allowed.length === 0)
    return <Notice tone="information">Your role may not bring files in. Ask a manager.</Notice>;

  async function send() {
    if (file === null) {
      setFailure('Choose a file.');
      return;
    }
    if (file.size > import_file_bytes_max) {
      setFailure(`${too_large} This one has ${formatUnits(Math.ceil(file.size / 1024 / 1024))} MB.`);
      return;
    }
    const id = newKey();
    const abort = new AbortController();
    setUpload({ id, abort });
    setFailure(undefined);
    const answer = await uploadFile(kind, file, { id }, abort.signal);
    setUpload(null);
    if (answer.ok) onStaged(answer.view, file);
    else setFailure(abort.signal.aborted ? 'Cancelled. Nothing of the file was kept.' : answer.detail);
  }

  function cancel() {
    if (upload === null) return;
    upload.abort.abort();
    void cancelImport(upload.id);
  }

  return (
    <div className="grid max-w-xl gap-4 rounded-md border border-line bg-card p-4">
      <div className="grid gap-1.5">
        <span className="text-sm font-medium">What it holds</span>
        <div>
          {allowed.length > few_kinds_max ? (
            <SelectInput
              aria-label="What it holds"
              value={kind}
              onChange={(event) => setKind(event.target.value as ImportKind)}
            >
              {allowed.map((each) => (
                <option key={each} value={each}>
                  {kindWords[each]}
                </option>
              ))}
            </SelectInput>
          ) : (
            <SegmentedControl
              label="What it holds"
              value={kind}
              onChange={setKind}
              choices={allowed.map((value) => ({ value, label: kindWords[value] }))}
            />
          )}
        </div>
        <p className="text-xs text-muted">
          Columns:{' '}
          {importFields[kind].map(({ label, required }) => `${label}${required ? '*' : ''}`).join(', ')}.
          {isPosted(kind) ? '' : ' An empty cell leaves what is there.'}
        </p>
      </div>
      <Field
        label="CSV file"
        hint={`At most ${import_file_bytes_max / 1024 / 1024} MB and ${formatUnits(rowsMaxOf(kind))} rows; the first line names the columns. Encoding, delimiter and numbers are detected.`}
      >
        <Input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => setFile((event.currentTarget as HTMLInputElement).files?.[0] ?? null)}
          className="px-0 file:mr-3 file:h-9 file:border-0 file:border-r file:border-line file:bg-sunken file:px-3 file:text-sm file:font-medium file:text-text max-sm:file:h-11"
        />
      </Field>
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      {upload !== null && (
        <ProgressBar label="Reading the file" done={staging.data?.rows ?? 0} total={null} unit="rows" />
      )}
      <div className="flex justify-end gap-2">
        {upload !== null && <Button onClick={cancel}>Cancel</Button>}
        <Button look="primary" disabled={upload !== null} onClick={() => void send()}>
          <FileUp aria-hidden />
          {upload === null ? 'Read the file' : 'Reading the file…'}
        </Button>
      </div>
    </div>
  );
}
