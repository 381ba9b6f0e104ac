import { z } from 'zod';
import { readJsonBody } from '@/lib/api/read-body';
import { commitImportAs } from '@/lib/runtime/imports';
import { screenWrite } from '../../../screen-write';

const bodySchema = z.strictObject({ validOnly: z.boolean() });
const body_bytes_max = 1024;

/** Writes what the dry run looked at, all or nothing; where asked, without the rows it refused. */
export function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return screenWrite(async (pool, principal) => {
    const read = await readJsonBody(request, body_bytes_max);
    const body = bodySchema.safeParse(read.ok ? read.value : undefined);
    if (!body.success)
      return { ok: false, status: 400, detail: 'Say whether valid rows only shall be written.' };
    const committed = await commitImportAs(pool, (await params).id, body.data.validOnly, principal);
    if (committed.ok) return { ok: true, value: committed.import };
    const status = committed.code === 'not_found' ? 404 : committed.code === 'forbidden' ? 403 : 409;
    return { ok: false, status, detail: committed.detail };
  })(request);
}
