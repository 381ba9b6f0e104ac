import type { ReadableStream as WebStream } from 'node:stream/web';
import { z } from 'zod';
import { import_file_bytes_max } from '@/lib/imports/limits';
import { readImport } from '@/lib/imports/server/read-import';
import { delimiters, encodings, importKinds, numberFormats } from '@/lib/imports/settings';
import { stageImportAs } from '@/lib/runtime/imports';
import { screenWrite } from '../screen-write';

const querySchema = z.strictObject({
  kind: z.enum(importKinds),
  id: z.uuid().optional(),
  name: z.string().min(1).max(200),
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  numbers: z.enum(numberFormats).optional(),
});

const statusOf = {
  forbidden: 403,
  file_too_large: 413,
  too_many_rows: 413,
  not_a_table: 422,
  empty_file: 422,
  cancelled: 409,
  busy: 409,
};

/** Takes a file in: the body is the file itself, as it comes. */
export const POST = screenWrite(async (pool, principal, request) => {
  const query = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) return { ok: false, status: 400, detail: 'This is not an upload of a known kind.' };
  if (Number(request.headers.get('content-length') ?? 0) > import_file_bytes_max)
    return {
      ok: false,
      status: 413,
      detail: `A file may have ${import_file_bytes_max / 1024 / 1024} MB at most: part it.`,
    };
  const { kind, id, name, encoding, delimiter, numbers } = query.data;
  const chosen = {
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(numbers === undefined ? {} : { numbers }),
  };
  const staged = await stageImportAs(
    pool,
    { kind, fileName: name, chosen, ...(id === undefined ? {} : { id }) },
    request.body as WebStream<Uint8Array> | null,
    principal,
  );
  if (!staged.ok) return { ok: false, status: statusOf[staged.code], detail: staged.detail };
  return { ok: true, value: await readImport(pool, staged.id) };
});
