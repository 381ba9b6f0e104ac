import type { BulkPreview, BulkReport } from '@/lib/catalog/bulk-edit';
import type { FieldConflict } from '@/lib/catalog/entries';

/** What became of an edit, in words a person can act on. */
export type Saved =
  | { status: 'saved'; version: number }
  | { status: 'refused'; detail: string; errors: { field: string; detail: string }[] }
  | { status: 'conflict'; version: number | null; fields: FieldConflict[] };

export type Done = { ok: true } | { ok: false; detail: string };
export type Previewed = { ok: true; preview: BulkPreview } | { ok: false; detail: string };
export type Applied = { ok: true; report: BulkReport } | { ok: false; detail: string };
export type Stopped = { ok: true; id: string; listings: number } | { ok: false; detail: string };

/** What these pages can ask the server to do; each authorises by itself. */
export interface CatalogueActions {
  saveEntry: (input: unknown) => Promise<Saved>;
  /** Without `seen` it is not asked what was in force. */
  setSafetyStock: (input: { policy: unknown; seen?: number | null }) => Promise<Saved>;
  endSafetyStock: (policy: number) => Promise<Done>;
  previewBulk: (edit: unknown) => Promise<Previewed>;
  applyBulk: (input: { edit: unknown; token: string; leaveOutRefused: boolean }) => Promise<Applied>;
  stopSelling: (input: { sku?: string; channel?: string; reason: string }) => Promise<Stopped>;
  resumeSelling: (input: { id: string; reason: string }) => Promise<Done>;
}

/** What the person who looks may do; what is not allowed is not offered. */
export interface CatalogueRights {
  skusAndNodes: boolean;
  channels: boolean;
  policies: boolean;
  configure: boolean;
  stop: boolean;
}
