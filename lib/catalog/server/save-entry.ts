import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import {
  changesOf,
  channelEntryOf,
  conflictsOf,
  type FieldChange,
  type FieldConflict,
  listingEntryOf,
  listOfKind,
  nodeEntryOf,
  replenishmentEntryOf,
  type SaveEntry,
  skuEntryOf,
} from '../entries';
import { type CatalogRights, planCatalog } from '../plan-catalog';
import type { CatalogRefusal } from '../refusal';
import { type CatalogInput, catalogSchema } from '../schema';
import { type CatalogState, listingKey, scopeKey } from '../state';
import { loadCatalog } from './load-catalog';
import { type CatalogPorts, lockCatalog, writePlan } from './put-catalog';

export type SavedEntry =
  | { ok: true; version: number; changes: FieldChange[] }
  | { ok: false; code: 'refused'; refusal: CatalogRefusal }
  /** Somebody saved since it was read. `fields` is empty where both wrote the same. */
  | { ok: false; code: 'conflict'; version: number; theirs: object; fields: FieldConflict[] }
  | { ok: false; code: 'gone'; detail: string };

export interface SavePorts extends CatalogPorts {
  recordSave(
    client: PoolClient,
    kind: SaveEntry['kind'],
    subject: string,
    changes: FieldChange[],
  ): Promise<void>;
}

/**
 * Saves one SKU, node, channel, listing or replenishment as a person edited it: only on the version they saw (null:
 * where there is none yet). What is written and what follows is as in a PUT of the catalogue.
 */
export async function saveEntry(
  pool: Pool,
  save: SaveEntry,
  rights: CatalogRights,
  ports: SavePorts,
): Promise<SavedEntry> {
  const input = inputOf(save);
  return withTransaction(pool, async (client): Promise<SavedEntry> => {
    await lockCatalog(client);
    const version = await versionOf(client, save, ports);
    const state = await loadCatalog(client, input, ports);
    const theirs = storedOf(state, save, ports);
    if (version !== save.seen) {
      if (version === null || theirs === null)
        return { ok: false, code: 'gone', detail: `${subjectOf(save)} is not there any more.` };
      // A conflict shows what is stored: it goes to nobody who may not write it.
      const asked = planCatalog(state, input, rights, ports.checkConnector);
      if ('refusal' in asked && asked.refusal.kind === 'forbidden')
        return { ok: false, code: 'refused', refusal: asked.refusal };
      return { ok: false, code: 'conflict', version, theirs, fields: conflictsOf({ ...theirs }, save.entry) };
    }
    const decided = planCatalog(state, input, rights, ports.checkConnector);
    if ('refusal' in decided) return { ok: false, code: 'refused', refusal: decided.refusal };
    await writePlan(client, decided.plan, ports);
    const after = storedOf(await loadCatalog(client, input, ports), save, ports);
    const changes = changesOf({ ...theirs }, { ...after });
    if (changes.length > 0) await ports.recordSave(client, save.kind, subjectOf(save), changes);
    return { ok: true, version: (await versionOf(client, save, ports)) ?? 1, changes };
  });
}

function inputOf(save: SaveEntry): CatalogInput {
  return { ...catalogSchema.parse({}), [listOfKind[save.kind]]: [save.entry] };
}

/** What the trail and the messages call it. */
function subjectOf(save: SaveEntry): string {
  switch (save.kind) {
    case 'sku':
      return save.entry.sku;
    case 'node':
      return save.entry.node;
    case 'channel':
      return save.entry.channel;
    case 'listing':
      return `${save.entry.sku} on ${save.entry.channel}${save.entry.location === undefined ? '' : ` at ${save.entry.location}`}`;
    case 'replenishment':
      return `${save.entry.sku ?? 'every SKU'} at ${save.entry.node ?? 'every node'}`;
  }
}

async function versionOf(
  client: PoolClient,
  save: SaveEntry,
  ports: Pick<CatalogPorts, 'bucketOf'>,
): Promise<number | null> {
  const read = async (text: string, values: unknown[]) =>
    (await client.query<{ version: number }>(text, values)).rows[0]?.version ?? null;
  switch (save.kind) {
    case 'sku':
      return read('SELECT version FROM sku WHERE sku = $1', [save.entry.sku]);
    case 'node':
      return read('SELECT version FROM stock_node WHERE node = $1', [save.entry.node]);
    case 'channel':
      return read('SELECT version FROM channel WHERE channel = $1', [save.entry.channel]);
    case 'listing':
      return read(
        'SELECT version FROM listing WHERE bucket = $1 AND sku = $2 AND channel = $3 AND location = $4',
        [ports.bucketOf(save.entry.sku), save.entry.sku, save.entry.channel, save.entry.location ?? ''],
      );
    case 'replenishment':
      return read('SELECT version FROM replenishment WHERE sku = $1 AND node = $2', [
        save.entry.sku ?? '',
        save.entry.node ?? '',
      ]);
  }
}

/** The entry as it is stored, without secrets; null where there is none. */
function storedOf(
  state: CatalogState,
  save: SaveEntry,
  ports: Pick<CatalogPorts, 'sealSecrets'>,
): object | null {
  switch (save.kind) {
    case 'sku': {
      const row = state.skus.get(save.entry.sku);
      return row === undefined ? null : skuEntryOf(row);
    }
    case 'node': {
      const row = state.nodes.get(save.entry.node);
      return row === undefined ? null : nodeEntryOf(row);
    }
    case 'channel': {
      const row = state.channels.get(save.entry.channel);
      return row === undefined
        ? null
        : channelEntryOf(row, ports.sealSecrets(row.channel, row.config).config);
    }
    case 'listing': {
      const row = state.listings.get(listingKey({ ...save.entry, location: save.entry.location ?? '' }));
      const sku = state.skus.get(save.entry.sku);
      return row === undefined || sku === undefined ? null : listingEntryOf(row, sku.currency);
    }
    case 'replenishment': {
      const row = state.replenishment.get(
        scopeKey({ sku: save.entry.sku ?? '', node: save.entry.node ?? '' }),
      );
      return row === undefined ? null : replenishmentEntryOf(row);
    }
  }
}
