import { z } from 'zod';
import { wholeNumberParameter } from '@/lib/api/list-query';
import { verdicts } from '@/lib/imports/import-view';
import { listImportRows } from '@/lib/imports/server/read-import';
import { screenRead } from '../../../screen-read';

const querySchema = z.strictObject({
  verdict: z.enum(verdicts).optional(),
  cursor: z.string().max(2000).optional(),
  limit: wholeNumberParameter(1, 500).default(50),
});

/** What the dry run says of each row. */
export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return screenRead('post_floor_events', querySchema, async (pool, query) =>
    listImportRows(pool, { import: (await params).id, ...query }),
  )(request);
}
