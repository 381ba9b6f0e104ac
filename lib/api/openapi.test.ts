import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { contracts } from './contracts';
import { buildOpenApi } from './openapi';

const document = buildOpenApi('1.2.3');
const folder = path.resolve('app/api/v1');

/** The methods each route file hands to `methods({…})`, by its address below /api/v1. */
function routesInFolder(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .flatMap((file) => {
      const source = readFileSync(path.join(folder, file), 'utf8');
      const address = `/${path.dirname(file).replaceAll('[', '{').replaceAll(']', '}')}`;
      return [...source.matchAll(/^ {2}(GET|POST|PUT|DELETE): route\(/gm)].map(
        (match) => `${match[1]} ${address}`,
      );
    })
    .sort();
}

describe('the OpenAPI document', () => {
  it('is valid', async () => {
    const result = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
  });

  it('lists every route there is, and nothing else', () => {
    const listed = Object.entries(document.paths ?? {})
      .flatMap(([address, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${address}`))
      .sort();
    expect(listed).toEqual(routesInFolder());
    expect(listed).toHaveLength(contracts.length);
  });

  it('names every operation once, with its permission and its problems', () => {
    const names = new Set<string>();
    for (const item of Object.values(document.paths ?? {}))
      for (const operation of Object.values(item)) {
        names.add(operation.operationId);
        expect(operation.description).toContain('permission');
        for (const status of ['400', '401', '403', '503'])
          expect(operation.responses[status].content).toHaveProperty(['application/problem+json']);
      }
    expect(names.size).toBe(contracts.length);
  });

  it('describes events by type, and the Idempotency-Key where one is needed', () => {
    const text = JSON.stringify(document.paths?.['/events']);
    for (const type of ['receipt', 'order_placed', 'transfer_received', 'stock_counted'])
      expect(text).toContain(type);
    const parameters = document.paths?.['/reservations']?.post?.parameters ?? [];
    expect(parameters).toContainEqual(
      expect.objectContaining({ in: 'header', name: 'idempotency-key', required: true }),
    );
  });
});
