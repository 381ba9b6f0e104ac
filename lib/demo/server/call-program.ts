import type { z } from 'zod';
import type { SandboxManifest } from '../control';

type Program = SandboxManifest['programs'][number];

/** They stand on this machine and answer at once, or not at all. */
const request_ms_max = 1_500;

/** Asks a sandbox program at its control endpoint; null where it does not answer as it should. */
export async function callProgram<Schema extends z.ZodType>(
  manifest: SandboxManifest,
  program: Program,
  schema: Schema,
  path: string,
  body?: unknown,
): Promise<z.output<Schema> | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${program.port}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${manifest.secret}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(request_ms_max),
      cache: 'no-store',
    });
    const parsed = schema.safeParse(await response.json());
    return response.ok && parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
