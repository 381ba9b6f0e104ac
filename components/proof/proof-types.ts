import type { Finding } from '@/lib/ledger/proof';

/** The answer of `/api/ui/proof`. */
export interface ProofBoardView {
  runs: {
    run: number;
    checkedAt: string;
    balanced: boolean;
    events: number;
    postings: number;
    positions: number;
    seal: number | null;
    findings: number;
  }[];
  findings: Finding[];
  seal: { seal: number; sealedAt: string; eventsTotal: number } | null;
  walk: {
    walk: number;
    startedAt: string;
    by: string;
    state: 'running' | 'ended' | 'failed' | 'interrupted';
    buckets: number;
    bucketsTotal: number;
    events: number;
    eventsTotal: number;
    endedAt: string | null;
    balanced: boolean | null;
    error: string | null;
  } | null;
}

export type StartProof = () => Promise<{ ok: true } | { ok: false; code: string; detail: string }>;
