import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The files of the viewer that are served; nothing else of its package can be reached. */
const assets: Readonly<Record<string, { file: string; type: string }>> = {
  'swagger-ui-bundle.js': { file: 'swagger-ui-bundle.js', type: 'text/javascript; charset=utf-8' },
  'swagger-ui.css': { file: 'swagger-ui.css', type: 'text/css; charset=utf-8' },
  'favicon-32x32.png': { file: 'favicon-32x32.png', type: 'image/png' },
};

const start_script = `SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#viewer',
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
  tryItOutEnabled: false,
});
`;

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Truecount API</title>
<link rel="icon" href="/api/v1/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/v1/docs/swagger-ui.css">
</head>
<body>
<main id="viewer"></main>
<noscript>This viewer needs scripts. The document itself is at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</noscript>
<script src="/api/v1/docs/swagger-ui-bundle.js"></script>
<script src="/api/v1/docs/start.js"></script>
</body>
</html>
`;

/** Nothing from another host, no inline script; the viewer sets styles on its elements, which style-src has to allow. */
const content_security_policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function docsPage(): Response {
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': content_security_policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    },
  });
}

/** A file of the viewer, or null. Read from the package as npm installed it: the start script runs in its folder. */
export async function docsAsset(name: string): Promise<Response | null> {
  const headers = { 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=3600' };
  if (name === 'start.js')
    return new Response(start_script, {
      headers: { ...headers, 'content-type': 'text/javascript; charset=utf-8' },
    });
  const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
  if (asset === undefined) return null;
  const bytes = await readFile(path.join(process.cwd(), 'node_modules', 'swagger-ui-dist', asset.file));
  return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-type': asset.type } });
}
