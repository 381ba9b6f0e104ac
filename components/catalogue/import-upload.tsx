'use client';

import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { importFields } from '@/lib/imports/fields';
import type { ImportView } from '@/lib/imports/import-view';
import { import_file_bytes_max, import_rows_max } from '@/lib/imports/limits';
import type { ImportKind } from '@/lib/imports/settings';
import { formatUnits } from '@/lib/shared/format';
import type { CatalogueRights } from './catalogue-types';
import { uploadFile } from './send-import';

const kinds: { value: ImportKind; label: string; right: keyof CatalogueRights }[] = [
  { value: 'skus', label: 'SKUs', right: 'skusAndNodes' },
  { value: 'listings', label: 'Listings', right: 'channels' },
  { value: 'safety_stock', label: 'Safety stock', right: 'policies' },
];

interface Props {
  rights: CatalogueRights;
  onStaged: (view: ImportView, file: File) => void;
}

export function ImportUpload({ rights, onStaged }: Props) {
  const allowed = kinds.filter(({ right }) => rights[right]);
  const [kind, setKind] = useState<ImportKind>('skus');
  const [file, setFile] = useState<File | null>(null);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  if (allowed.length === 0)
    return <Notice tone="information">Your role may not bring files in. Ask a manager.</Notice>;

  async function upload() {
    if (file === null) {
      setFailure('Choose a file.');
      return;
    }
    setBusy(true);
    setFailure(undefined);
    const answer = await uploadFile(kind, file);
    setBusy(false);
    if (answer.ok) onStaged(answer.view, file);
    else setFailure(answer.detail);
  }

  return (
    <div className="grid max-w-xl gap-4 rounded-md border border-line bg-card p-4">
      <div className="grid gap-1.5">
        <span className="text-sm font-medium">What it holds</span>
        <div>
          <SegmentedControl label="What it holds" value={kind} onChange={setKind} choices={allowed} />
        </div>
        <p className="text-xs text-muted">
          Columns:{' '}
          {importFields[kind].map(({ label, required }) => `${label}${required ? '*' : ''}`).join(', ')}. An
          empty cell leaves what is there.
        </p>
      </div>
      <Field
        label="CSV file"
        hint={`At most ${import_file_bytes_max / 1024 / 1024} MB and ${formatUnits(import_rows_max)} rows; the first line names the columns. Encoding, delimiter and numbers are detected.`}
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
      <div className="flex justify-end">
        <Button look="primary" disabled={busy} onClick={() => void upload()}>
          <FileUp aria-hidden />
          {busy ? 'Reading the file…' : 'Read the file'}
        </Button>
      </div>
    </div>
  );
}
