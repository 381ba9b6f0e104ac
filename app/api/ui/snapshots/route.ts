import { z } from 'zod';
import { readAtMost } from '@/lib/api/read-body';
import { snapshot_file_bytes_max } from '@/lib/discrepancies/snapshot-file';
import { reportSnapshotAs } from '@/lib/runtime/report-snapshot';
import { occurredAtSchema } from '@/lib/shared/clock';
import { codeSchema } from '@/lib/shared/text';
import { screenWrite } from '../screen-write';

const querySchema = z.strictObject({ node: codeSchema, takenAt: occurredAtSchema });

/** A node's report as a CSV file. Problems of its rows come in the value: they are an answer, not a failure. */
export const POST = screenWrite(async (_pool, principal, request) => {
  const parsed = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success)
    return {
      ok: false,
      status: 400,
      detail: `When the report was taken ${parsed.error.issues[0]?.message ?? 'must be given'}. Nothing was recorded.`,
    };
  const bytes = await readAtMost(request, snapshot_file_bytes_max);
  if (bytes === null)
    return {
      ok: false,
      status: 413,
      detail: `The file has more than ${snapshot_file_bytes_max / 1_000_000} MB: send it in parts, each with its heading. Nothing was recorded.`,
    };
  const reported = await reportSnapshotAs(principal, parsed.data, bytes);
  if (!reported.ok && reported.status !== 422) return reported;
  return { ok: true, value: reported };
});
