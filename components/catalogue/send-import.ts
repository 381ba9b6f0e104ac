import type { FileSettings } from '@/lib/imports/file-settings';
import type { ImportView } from '@/lib/imports/import-view';
import type { ImportKind } from '@/lib/imports/settings';

export type Answer = { ok: true; view: ImportView } | { ok: false; detail: string };

const no_answer = 'The server did not answer. Look at the list of imports before you try again.';

/** Sends the file as it is; what is not chosen the server detects. */
export function uploadFile(
  kind: ImportKind,
  file: File,
  chosen: Partial<FileSettings> & { id?: string } = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const parameters = new URLSearchParams({ kind, name: file.name, ...chosen });
  return ask(`/api/ui/imports?${parameters}`, {
    body: file,
    headers: { 'content-type': 'text/csv' },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Forgets what is staged, or has what was posted taken back. */
export function cancelImport(id: string): Promise<Answer> {
  return ask(`/api/ui/imports/${encodeURIComponent(id)}/cancel`, {});
}

export function postImport(id: string, step: 'examine' | 'commit', body: unknown): Promise<Answer> {
  return ask(`/api/ui/imports/${encodeURIComponent(id)}/${step}`, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
}

async function ask(path: string, init: Pick<RequestInit, 'body' | 'headers' | 'signal'>): Promise<Answer> {
  try {
    const response = await fetch(path, { method: 'POST', ...init });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, view: answer as ImportView };
    const detail: unknown =
      typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'detail') : undefined;
    return { ok: false, detail: typeof detail === 'string' ? detail : no_answer };
  } catch {
    return { ok: false, detail: no_answer };
  }
}
