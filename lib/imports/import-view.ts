import type { Mapping } from './fields';
import type { RowFinding } from './read-row';
import type { FileSettings, ImportKind } from './settings';

export type ImportStatus = 'staging' | 'staged' | 'examined' | 'committed';

export const verdicts = ['new', 'changed', 'same', 'refused'] as const;

export type Verdict = (typeof verdicts)[number];

export type ImportCounts = Record<Verdict, number>;

export interface ImportView {
  id: string;
  kind: ImportKind;
  fileName: string;
  bytes: number;
  status: ImportStatus;
  settings: FileSettings;
  columns: string[];
  mapping: Mapping;
  rows: number;
  /** What the dry run found; null before it. */
  counts: ImportCounts | null;
  /** What was written; null before the commit. */
  written: number | null;
  createdBy: string;
  createdAt: string;
  committedAt: string | null;
  /** The first rows as they stand in the file. */
  sample: { row: number; cells: string[] }[];
}

export interface ImportRowItem {
  row: number;
  cells: string[];
  verdict: Verdict;
  findings: RowFinding[];
}
