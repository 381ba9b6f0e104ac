'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SelectInput } from '@/components/ui/select-input';
import { importFields, mappingProblem } from '@/lib/imports/fields';
import type { FileSettings } from '@/lib/imports/file-settings';
import type { ImportView } from '@/lib/imports/import-view';
import { formatUnits } from '@/lib/shared/format';
import { postImport, uploadFile } from './send-import';

interface Props {
  view: ImportView;
  /** Null where the page was opened again: then it can only be mapped. */
  file: File | null;
  onRestaged: (view: ImportView) => void;
  onExamined: (view: ImportView) => void;
  onRestart: () => void;
}

const encodingLabels = { 'utf-8': 'UTF-8', 'windows-1252': 'Latin-1 (Windows-1252)', 'utf-16le': 'UTF-16' };
const delimiterLabels = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Bar' };
const numberLabels = { point: '1,23,456.50', comma: '123.456,50' };

/** How the file is written, as detected, and which column holds what. */
export function ImportMapping({ view, file, onRestaged, onExamined, onRestart }: Props) {
  const [mapping, setMapping] = useState<Record<string, number>>({ ...view.mapping });
  const [numbers, setNumbers] = useState(view.settings.numbers);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const problem = mappingProblem(view.kind, mapping, view.columns.length);

  async function reread(chosen: Partial<FileSettings>) {
    if (file === null) return;
    setBusy(true);
    const { encoding, delimiter } = { ...view.settings, ...chosen };
    const answer = await uploadFile(view.kind, file, { encoding, delimiter });
    setBusy(false);
    if (answer.ok) onRestaged(answer.view);
    else setFailure(answer.detail);
  }

  async function examine() {
    if (problem !== null) {
      setFailure(problem);
      return;
    }
    setBusy(true);
    setFailure(undefined);
    const answer = await postImport(view.id, 'examine', { mapping, numbers });
    setBusy(false);
    if (answer.ok) onExamined(answer.view);
    else setFailure(answer.detail);
  }

  return (
    <div className="grid min-w-0 gap-5">
      <p className="text-sm">
        <strong className="font-medium">{view.fileName}</strong>: {formatUnits(view.rows)} rows,{' '}
        {view.columns.length} columns.
      </p>
      <fieldset className="flex flex-wrap gap-4 rounded-md border border-line bg-card p-4" disabled={busy}>
        <legend className="sr-only">How the file is written</legend>
        <Setting
          label="Encoding"
          value={view.settings.encoding}
          labels={encodingLabels}
          disabled={file === null}
          onChange={(encoding) => void reread({ encoding })}
        />
        <Setting
          label="Parted by"
          value={view.settings.delimiter}
          labels={delimiterLabels}
          disabled={file === null}
          onChange={(delimiter) => void reread({ delimiter })}
        />
        <Setting label="Numbers" value={numbers} labels={numberLabels} onChange={setNumbers} />
      </fieldset>
      <section
        aria-label="The first rows of the file"
        className="overflow-x-auto rounded-md border border-line"
      >
        <table className="w-full text-sm">
          <thead>
            <tr className="bg-sunken text-left text-xs">
              {view.columns.map((column, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
                <th key={index} scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap">
                  {column || `Column ${index + 1}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.sample.map(({ row, cells }) => (
              <tr key={row} className="border-t border-line">
                {view.columns.map((_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                  <td key={index} className="max-w-60 truncate px-3 py-1.5 tabular-nums">
                    {cells[index] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <fieldset disabled={busy} className="grid gap-3 rounded-md border border-line bg-card p-4">
        <legend className="sr-only">Which column holds what</legend>
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {importFields[view.kind].map(({ name, label, required }) => (
            <Field key={name} label={required ? `${label} (needed)` : label}>
              <SelectInput
                aria-label={label}
                className="w-full"
                value={mapping[name] ?? ''}
                onChange={(event) => {
                  const { [name]: _, ...others } = mapping;
                  setMapping(
                    event.target.value === '' ? others : { ...others, [name]: Number(event.target.value) },
                  );
                }}
              >
                <option value="">Not in the file</option>
                {view.columns.map((column, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                  <option key={index} value={index}>
                    {column || `Column ${index + 1}`}
                  </option>
                ))}
              </SelectInput>
            </Field>
          ))}
        </div>
      </fieldset>
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onRestart}>Another file</Button>
        <Button look="primary" disabled={busy} onClick={() => void examine()}>
          {busy ? 'Looking at every row…' : 'Dry run'}
        </Button>
      </div>
    </div>
  );
}

interface SettingProps<Value extends string> {
  label: string;
  value: Value;
  labels: Record<Value, string>;
  onChange: (value: Value) => void;
  disabled?: boolean;
}

function Setting<Value extends string>({
  label,
  value,
  labels,
  onChange,
  disabled = false,
}: SettingProps<Value>) {
  return (
    <Field label={label}>
      <SelectInput
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as Value)}
      >
        {(Object.entries(labels) as [Value, string][]).map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </SelectInput>
    </Field>
  );
}
