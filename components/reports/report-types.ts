import type { CancellationLimitInput, OversellCostInput } from '@/lib/reports/settings';

export type Refused = {
  ok: false;
  code: string;
  detail: string;
  field?: string;
  fields?: readonly { field: string; message: string }[];
};

export interface ReportActions {
  saveCost: (input: OversellCostInput, end: boolean) => Promise<{ ok: true } | Refused>;
  saveLimit: (input: CancellationLimitInput, end: boolean) => Promise<{ ok: true } | Refused>;
}
