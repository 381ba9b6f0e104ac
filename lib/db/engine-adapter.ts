import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import pg, { type DatabaseError } from 'pg';

const quoted_char_oid = 18;
const text_oid = 25;
const internal_error_sqlstate = 'XX000';

/** By the rows of a result: which of its columns are of the type "char". */
const charColumns = new WeakMap<object, number[]>();

/**
 * The engine reads Postgres's catalogue, where some columns are of the one-byte type "char", which the adapter
 * refuses. They go through it as text, and the adapter below gives them their type back.
 */
export function enginePool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'truecount-migrate' });
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  return Object.assign(pool, {
    query: async (...args: unknown[]) => {
      const result = await query(...args);
      const found: number[] = [];
      for (const [index, field] of (result.fields ?? []).entries()) {
        if (field.dataTypeID !== quoted_char_oid) continue;
        field.dataTypeID = text_oid;
        found.push(index);
      }
      if (found.length > 0) charColumns.set(result.rows, found);
      return result;
    },
  });
}

/**
 * Prisma's adapter for the schema engine, with two things put right: it cuts a script at every semicolon, also
 * within a function's body, while Postgres takes a whole script at once, as one transaction; and "char" above.
 */
export function engineAdapter(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  const adapt = (adapter: Awaited<ReturnType<PrismaPg['connect']>>): SqlDriverAdapter => {
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
      executeScript: async (script: string) => {
        await adapter.underlyingDriver().query(script).catch(rethrowForEngine);
      },
      queryRaw: async (query: SqlQuery) => {
        const result = await queryRaw(query);
        for (const index of charColumns.get(result.rows) ?? []) {
          result.columnTypes[index] = ColumnTypeEnum.Character;
        }
        return result;
      },
    });
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => adapt(await factory.connect()),
    connectToShadowDb: async () => adapt(await factory.connectToShadowDb()),
  };
}

/** The engine only understands errors in its own shape, and panics over any other. */
function rethrowForEngine(error: unknown): never {
  if (!isServerError(error)) throw error;
  throw new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? internal_error_sqlstate,
    severity: error.severity ?? 'ERROR',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  });
}

function isServerError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'severity' in error && 'code' in error;
}
