'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { ImportRowItem, ImportView, Verdict } from '@/lib/imports/import-view';
import { formatUnits } from '@/lib/shared/format';
import { postImport } from './send-import';
import { useCatalogueChanged } from './use-catalogue-changed';

interface Props {
  view: ImportView;
  onCommitted: (view: ImportView) => void;
  onBack: () => void;
}

const rows_shown_max = 200;
const verdictLabels: Record<Verdict, string> = {
  refused: 'Cannot be written',
  new: 'New',
  changed: 'Changed',
  same: 'As it is',
};

/** What every row would do, and why some cannot; then writes all or the valid ones. */
export function ImportDryRun({ view, onCommitted, onBack }: Props) {
  const counts = view.counts ?? { new: 0, changed: 0, same: 0, refused: 0 };
  const [verdict, setVerdict] = useState<Verdict>(
    counts.refused > 0 ? 'refused' : counts.new > 0 ? 'new' : 'changed',
  );
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const changed = useCatalogueChanged();
  const rows = useQuery({
    queryKey: queryKeys.importRows(view.id, verdict, JSON.stringify(counts)),
    queryFn: ({ signal }) =>
      readJson<{ items: ImportRowItem[]; next?: string }>(
        `/api/ui/imports/${view.id}/rows?verdict=${verdict}&limit=${rows_shown_max}`,
        signal,
      ),
  });
  const writable = counts.new + counts.changed;

  async function commit(validOnly: boolean) {
    setBusy(true);
    setFailure(undefined);
    const answer = await postImport(view.id, 'commit', { validOnly });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer.detail);
      return;
    }
    changed();
    onCommitted(answer.view);
  }

  return (
    <div className="grid min-w-0 gap-4">
      {counts.refused === 0 ? (
        <Notice tone="good">
          All {formatUnits(view.rows)} rows can be written: {formatUnits(counts.new)} new,{' '}
          {formatUnits(counts.changed)} changed, {formatUnits(counts.same)} as they are.
        </Notice>
      ) : (
        <Notice
          tone="warning"
          action={
            <a href={`/api/ui/imports/${view.id}/errors`} className={buttonClasses()} download>
              <Download aria-hidden />
              Error file
            </a>
          }
        >
          {formatUnits(counts.refused)} of {formatUnits(view.rows)} rows cannot be written. Nothing has been
          written yet: mend the file and bring it again, or write the valid rows only.
        </Notice>
      )}
      <SegmentedControl
        label="Rows"
        value={verdict}
        onChange={setVerdict}
        choices={(Object.keys(verdictLabels) as Verdict[]).map((value) => ({
          value,
          label: `${verdictLabels[value]} ${formatUnits(counts[value])}`,
        }))}
      />
      {rows.isError && (
        <Notice tone="critical">The rows cannot be read just now. Open this page again.</Notice>
      )}
      {rows.data?.items.length === 0 && <p className="py-6 text-center text-sm text-muted">No such row.</p>}
      {rows.data !== undefined && rows.data.items.length > 0 && (
        <section
          aria-label="Rows of the dry run"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard.
          tabIndex={0}
          className="overflow-x-auto rounded-md border border-line"
        >
          <table className="w-full text-sm">
            <thead>
              <tr className="bg-sunken text-left text-xs">
                <th scope="col" className="px-3 py-1.5 text-right font-medium">
                  Row
                </th>
                {verdict === 'refused' && (
                  <>
                    <th scope="col" className="px-3 py-1.5 font-medium">
                      Column
                    </th>
                    <th scope="col" className="px-3 py-1.5 font-medium">
                      Value
                    </th>
                    <th scope="col" className="px-3 py-1.5 font-medium">
                      Reason
                    </th>
                  </>
                )}
                {verdict !== 'refused' &&
                  view.columns.map((column, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
                    <th key={index} scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap">
                      {column}
                    </th>
                  ))}
              </tr>
            </thead>
            <tbody>
              {rows.data.items.map((item) =>
                verdict === 'refused' ? (
                  item.findings.map((finding, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: findings of one row have no name but their place.
                    <tr key={`${item.row} ${index}`} className="border-t border-line">
                      <td className="px-3 py-1.5 text-right tabular-nums">{formatUnits(item.row)}</td>
                      <td className="px-3 py-1.5 whitespace-nowrap">{finding.column ?? 'Whole row'}</td>
                      <td className="max-w-60 truncate px-3 py-1.5 font-mono text-xs">
                        {finding.value || '–'}
                      </td>
                      <td className="px-3 py-1.5">{finding.reason}</td>
                    </tr>
                  ))
                ) : (
                  <tr key={item.row} className="border-t border-line">
                    <td className="px-3 py-1.5 text-right tabular-nums">{formatUnits(item.row)}</td>
                    {view.columns.map((_, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
                      <td key={index} className="max-w-60 truncate px-3 py-1.5 tabular-nums">
                        {item.cells[index] ?? ''}
                      </td>
                    ))}
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </section>
      )}
      {rows.data?.next !== undefined && (
        <p className="text-sm text-muted">
          The first {formatUnits(rows_shown_max)} are shown
          {verdict === 'refused' && '; the error file has all'}.
        </p>
      )}
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onBack} disabled={busy}>
          Back to the columns
        </Button>
        {counts.refused > 0 && (
          <Button disabled={busy || writable === 0} onClick={() => void commit(true)}>
            Write the {formatUnits(writable)} valid rows only
          </Button>
        )}
        <Button look="primary" disabled={busy || counts.refused > 0} onClick={() => void commit(false)}>
          {busy ? 'Writing…' : `Write all ${formatUnits(writable)} rows`}
        </Button>
      </div>
    </div>
  );
}
