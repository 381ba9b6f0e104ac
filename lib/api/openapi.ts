import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { api_prefix, type Contract } from './contract';
import { contracts } from './contracts';
import { idempotency_header, idempotency_key_chars_max } from './idempotency';
import { problem_content_type } from './problem';

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('What programs go by.'),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .optional()
      .describe('Where in the request, as JSON pointers or names of parameters.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

/** What every operation may answer besides what its contract names. */
const alwaysPossible: Record<number, string> = {
  400: 'The request is not valid; errors say where.',
  401: 'No valid API key.',
  403: 'The role or the limits of the key do not allow it.',
  500: 'Something went wrong on our side.',
  503: 'The database is out of reach; send the request again, unchanged.',
};

/** The OpenAPI 3.1 document, built from the schemas that requests are checked with. */
export function buildOpenApi(version: string): ReturnType<OpenApiGeneratorV31['generateDocument']> {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, made by `npm run --silent admin -- api-key create` or on the settings screen.',
  });
  for (const contract of contracts) registry.registerPath(pathOf(contract));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Truecount',
      version,
      description:
        'One proven count of every unit, on every channel. Times are ISO 8601 in UTC, quantities whole single units, money a number in major units of its currency. Lists give `{items, next?}`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: api_prefix }],
    security: [{ apiKey: [] }],
  });
}

function pathOf(contract: Contract): RouteConfig {
  const { params, query, body } = contract;
  const headers =
    contract.idempotent === true
      ? z.object({ [idempotency_header]: z.string().min(1).max(idempotency_key_chars_max) })
      : undefined;
  const responses: RouteConfig['responses'] = {};
  for (const [status, description] of Object.entries(alwaysPossible))
    responses[status] = { description, content: { [problem_content_type]: { schema: problemSchema } } };
  for (const [status, answer] of Object.entries(contract.answers))
    responses[status] = {
      description: answer.description,
      content:
        Number(status) >= 400
          ? { [problem_content_type]: { schema: problemSchema } }
          : { [answer.mediaType ?? 'application/json']: { schema: answer.schema ?? z.unknown() } },
    };
  const permissions = [contract.permission].flat();
  return {
    method: contract.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete',
    path: contract.path,
    operationId: contract.operation,
    tags: [contract.tag],
    summary: contract.summary,
    description: [contract.description, `Needs the permission ${permissions.join(' or ')}.`]
      .filter((text) => text !== undefined)
      .join(' '),
    request: {
      ...(params instanceof z.ZodObject ? { params } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined
        ? {}
        : { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses,
  };
}
