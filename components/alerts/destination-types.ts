import type { DestinationInput, DestinationKind } from '@/lib/alerts/delivery';

type Refused = {
  ok: false;
  code: string;
  detail: string;
  field?: string;
  fields?: readonly { field: string; message: string }[];
};

export interface DestinationActions {
  save: (
    input: DestinationInput,
    seen: { destination: string; version: number } | null,
  ) => Promise<{ ok: true } | Refused>;
  test: (destination: string) => Promise<{ ok: true } | Refused>;
}

export const kindWords: Record<DestinationKind, string> = {
  webhook: 'Signed webhook',
  slack: 'Slack-compatible webhook',
  email: 'E-mail',
};
