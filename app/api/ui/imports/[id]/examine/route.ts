import { z } from 'zod';
import { readJsonBody } from '@/lib/api/read-body';
import { numberFormats } from '@/lib/imports/settings';
import { examineImportAs } from '@/lib/runtime/imports';
import { screenWrite } from '../../../screen-write';

const bodySchema = z.strictObject({
  mapping: z.record(z.string().max(64), z.int().min(0)),
  numbers: z.enum(numberFormats),
});
const body_bytes_max = 64 * 1024;

/** The dry run: nothing of the catalogue is written. */
export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return screenWrite(async (pool, principal) => {
    const read = await readJsonBody(request, body_bytes_max);
    const body = bodySchema.safeParse(read.ok ? read.value : undefined);
    if (!body.success) return { ok: false, status: 400, detail: 'This is not a mapping of columns.' };
    const examined = await examineImportAs(pool, (await params).id, body.data, principal);
    if (examined.ok) return { ok: true, value: examined.import };
    const detail = examined.code === 'refused' ? examined.refusal.detail : examined.detail;
    const status = {
      not_found: 404,
      forbidden: 403,
      refused: 403,
      invalid_mapping: 422,
      already_committed: 409,
      busy: 409,
    };
    return { ok: false, status: status[examined.code], detail };
  })(request);
}
