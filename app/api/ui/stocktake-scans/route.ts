import { readJsonBody } from '@/lib/api/read-body';
import { addScansAs } from '@/lib/runtime/stocktakes';
import { addScansSchema } from '@/lib/stocktake/stocktake-document';
import { screenWrite } from '../screen-write';

const body_bytes_max = 512 * 1024;

/** Takes in what a phone has scanned, as often as it sends it. */
export const POST = screenWrite(async (pool, principal, request) => {
  const read = await readJsonBody(request, body_bytes_max);
  const body = addScansSchema.safeParse(read.ok ? read.value : undefined);
  if (!body.success)
    return { ok: false, status: 400, detail: 'These are not scans. They are kept on this device.' };
  const added = await addScansAs(pool, principal, body.data);
  if (added.ok) return { ok: true, value: added.results };
  return { ok: false, status: added.code === 'unknown_stocktake' ? 404 : 403, detail: added.detail };
});
