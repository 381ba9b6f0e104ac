'use client';

import { FileUp } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { parseAsString } from 'nuqs';
import { ChoiceFilter, choicesOf } from '@/components/table/choice-filter';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { Badge } from '@/components/ui/badge';
import { buttonClasses } from '@/components/ui/button-classes';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import type { Tone } from '@/components/ui/tone';
import { type ImportStatus, type ImportView, importStatuses } from '@/lib/imports/import-view';
import { importKinds } from '@/lib/imports/settings';
import { formatStamp, formatUnits } from '@/lib/shared/format';
import { kindWords, statusWords } from './kind-words';

const kindChoices = choicesOf(importKinds, (kind) => kindWords[kind]);
const statusChoices = choicesOf(importStatuses, (status) => statusWords[status]);

type ImportItem = ImportView & { by: string };

const text = parseAsString.withDefault('');
const filters = { kind: text, status: text };
const keyOf = ({ id }: ImportItem) => id;
const tones: Record<ImportStatus, Tone> = {
  staging: 'information',
  staged: 'neutral',
  examined: 'neutral',
  committing: 'information',
  committed: 'good',
  reversing: 'information',
  reversed: 'neutral',
};

/** Files that were brought in, the newest first, and what came of each. */
export function ImportsScreen() {
  const router = useRouter();
  const list = useList<ImportItem, typeof filters>({
    name: 'imports',
    path: '/api/ui/imports',
    filters,
    sort: { sort: 'createdAt', direction: 'descending' },
  });
  const { values, setValues } = list;
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title="Imports"
        note="Files that were brought in, and what came of them."
        actions={
          <Link href="/imports/new" className={buttonClasses({ look: 'primary' })}>
            <FileUp aria-hidden />
            Import a file
          </Link>
        }
      />
      <DataTable
        list={list}
        label="Imports"
        columns={columns}
        keyOf={keyOf}
        onOpen={({ id }) => router.push(`/imports/new?${new URLSearchParams({ import: id })}`)}
        toolbar={
          <>
            <ChoiceFilter
              label="What it holds"
              none="Everything"
              value={values.kind}
              choices={kindChoices}
              onChange={(kind) => void setValues({ kind })}
            />
            <ChoiceFilter
              label="Status"
              none="All statuses"
              value={values.status}
              choices={statusChoices}
              onChange={(status) => void setValues({ status })}
            />
          </>
        }
        empty={
          <EmptyState icon={FileUp} title="No file yet">
            <p>Opening stock, counts, transfers and more can be brought in from a CSV.</p>
          </EmptyState>
        }
      />
    </div>
  );
}

const columns: Column<ImportItem>[] = [
  {
    id: 'file',
    header: 'File',
    className: 'max-w-60 truncate font-medium',
    cell: ({ fileName }) => fileName,
  },
  { id: 'kind', header: 'What it holds', cell: ({ kind }) => kindWords[kind] },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => <Badge tone={tones[status]}>{statusWords[status]}</Badge>,
  },
  { id: 'rows', header: 'Rows', numeric: true, cell: ({ rows }) => formatUnits(rows) },
  {
    id: 'written',
    header: 'Written',
    numeric: true,
    cell: ({ written }) => (written === null ? '' : formatUnits(written)),
  },
  {
    id: 'refused',
    header: 'Refused',
    numeric: true,
    cell: ({ counts, refusedLater }) => (counts === null ? '' : formatUnits(counts.refused + refusedLater)),
  },
  { id: 'by', header: 'By', cell: ({ by }) => by },
  { id: 'created', header: 'Brought', numeric: true, cell: ({ createdAt }) => formatStamp(createdAt) },
];
