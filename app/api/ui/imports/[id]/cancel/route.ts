import { readImport } from '@/lib/imports/server/read-import';
import { cancelImportAs } from '@/lib/runtime/imports';
import { screenWrite } from '../../../screen-write';

/** Forgets what is staged, or begins to take back what was posted. */
export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return screenWrite(async (pool, principal) => {
    const { id } = await params;
    const cancelled = await cancelImportAs(pool, id, principal);
    if (cancelled.ok) return { ok: true, value: await readImport(pool, id) };
    const status = { not_found: 404, forbidden: 403, cannot_be_reversed: 409 }[cancelled.code];
    return { ok: false, status, detail: cancelled.detail };
  })(request);
}
