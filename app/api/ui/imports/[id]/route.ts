import { z } from 'zod';
import { readImport } from '@/lib/imports/server/read-import';
import { screenRead } from '../../screen-read';

/** An import as it stands, for the page that is opened again. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return screenRead('post_floor_events', z.strictObject({}), async (pool) =>
    readImport(pool, (await params).id),
  )(request);
}
