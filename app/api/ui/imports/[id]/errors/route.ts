import { z } from 'zod';
import { errorFile } from '@/lib/imports/server/error-file';
import { screenRead } from '../../../screen-read';

/** The refused rows with their reasons, as a CSV to be mended. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return screenRead('post_floor_events', z.strictObject({}), async (pool) => {
    const file = await errorFile(pool, (await params).id);
    if (file === null) return null;
    return new Response(file.stream, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
        'cache-control': 'no-store',
      },
    });
  })(request);
}
