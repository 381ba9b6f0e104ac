import { buildOpenApi } from '@/lib/api/openapi';
import packageJson from '@/package.json';

let document: string | undefined;

/** Public: it tells nothing of this installation. */
export async function GET(): Promise<Response> {
  document ??= JSON.stringify(buildOpenApi(packageJson.version));
  return new Response(document, {
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
  });
}
