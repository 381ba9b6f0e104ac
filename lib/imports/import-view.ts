import type { Mapping } from './fields';
import type { FileSettings } from './file-settings';
import type { RowFinding } from './read-row';
import type { ImportKind } from './settings';

export const importStatuses = [
  'staging',
  'staged',
  'examined',
  'committing',
  'committed',
  'reversing',
  'reversed',
] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** What came of an import once its commit was confirmed; rows. */
export interface ImportOutcome {
  counts: ImportCounts;
  written?: number;
  /** Refused by the ledger although the dry run had nothing against them. */
  refusedLater?: number;
  reversed?: number;
  notReversed?: number;
}

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
  /** What was written, as far as it has come; null before the commit. */
  written: number | null;
  /** Rows that the ledger refused although the dry run had nothing against them. */
  refusedLater: number;
  /** Rows taken back, as far as it has come, and those that could not be. */
  reversed: number;
  notReversed: number;
  /** Rows to be written. */
  writable: number;
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
