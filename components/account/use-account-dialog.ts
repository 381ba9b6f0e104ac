'use client';

import { parseAsBoolean, useQueryState } from 'nuqs';

/** Whether the account dialog is open; it lives in the URL, so that a banner and a menu can both open it. */
export function useAccountDialog() {
  return useQueryState('account', parseAsBoolean.withDefault(false));
}
