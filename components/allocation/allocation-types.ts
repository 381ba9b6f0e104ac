import type { PolicyPreview, ShownVersion } from '@/lib/allocation/policy-items';
import type { PolicyRules, PolicyScope } from '@/lib/allocation/policy-version';

interface FieldError {
  field: string;
  detail: string;
}

export type PolicyPreviewed =
  | { ok: true; preview: PolicyPreview }
  | { ok: false; detail: string; errors: FieldError[] };

export type PolicySaved =
  | { status: 'saved'; version: number }
  | { status: 'refused'; detail: string; errors: FieldError[] }
  /** Somebody else wrote meanwhile: what stands there now, and the mark to save upon it. */
  | { status: 'conflict'; detail: string; seen: string; theirs: ShownVersion | null };

export type PolicyDone = { ok: true } | { ok: false; detail: string };
export type PolicyRecomputed = { ok: true; skus: number; listings: number } | { ok: false; detail: string };

/** What the page can ask the server to do; each authorises by itself. */
export interface AllocationActions {
  preview: (rules: unknown) => Promise<PolicyPreviewed>;
  save: (input: { policy: unknown; seen: string | null }) => Promise<PolicySaved>;
  discardDraft: (scope: PolicyScope) => Promise<PolicyDone>;
  recompute: (scope: PolicyScope) => Promise<PolicyRecomputed>;
}

/** Rules as the form holds them, and what is said about them. */
export interface RulesDraft extends PolicyRules {
  note: string;
  /** ISO; null: now, and until it is replaced. */
  from: string | null;
  to: string | null;
}
