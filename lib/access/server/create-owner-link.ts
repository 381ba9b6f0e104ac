import 'server-only';
import { createEntryLink } from './create-entry-link';

/**
 * The link by which the owner comes in: at the first start, and whenever the password is lost. Single use, 24 h.
 * Returns the whole address (`http://localhost:3000/enter?token=…`).
 */
export function createOwnerLink(): Promise<string> {
  return createEntryLink({ kind: 'owner' });
}
