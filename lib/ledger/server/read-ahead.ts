import { bucketOf } from '../bucket';
import type { Row, Value } from './exchange';
import type { ReadAhead, ReadFound } from './known-state';
import type { LaneConnection } from './lane-connection';
import { fieldsOf, number, orderLineOf, positionOf, text, verdictOf } from './load-rows';
import { readAheadOf } from './load-statements';
import { ArrayWriter } from './pg-binary';

/**
 * Reads what a batch will be decided on, in one statement and so as of one instant, on a connection of its own: the
 * batch before may still be writing.
 */
export async function readAhead(reader: LaneConnection, asked: ReadAhead): Promise<ReadFound> {
  const exchange = reader.begin();
  const rows = exchange.rows(readAheadOf, valuesOf(asked));
  await exchange.commit();
  return foundIn(await rows);
}

function valuesOf({ skus, orderLines, recorded }: ReadAhead): Value[] {
  // Of SKUs whose lines alone are read the stamp is wanted too: it says whether the line fits what is known.
  const stamped = [...new Set([...skus, ...orderLines.map(({ sku }) => sku)])];
  const writer = new ArrayWriter();
  writer.smallNumbers(stamped.map(bucketOf));
  writer.texts(stamped, (sku) => sku);
  writer.smallNumbers(skus.map(bucketOf));
  writer.texts(skus, (sku) => sku);
  writer.smallNumbers(orderLines.map(({ sku }) => bucketOf(sku)));
  writer.texts(orderLines, (line) => line.sku);
  writer.texts(orderLines, (line) => line.channel);
  writer.texts(orderLines, (line) => line.order);
  writer.texts(orderLines, (line) => line.line);
  writer.texts(recorded, ({ event }) => event.source);
  writer.texts(recorded, ({ event }) => event.id);
  return writer.arrays();
}

function foundIn(rows: readonly Row[]): ReadFound {
  const found: ReadFound = { heads: [], positions: [], orderLines: [], recorded: [] };
  for (const [row] of rows) {
    const fields = fieldsOf(String(row).slice(1));
    switch (String(row)[0]) {
      case 'h':
        found.heads.push({
          sku: text(fields[0]),
          stamp: number(fields[1]),
          backordered: number(fields[2]),
          reserved: number(fields[3]),
        });
        break;
      case 'p':
        found.positions.push({ ...positionOf(fields), recordedAtMs: number(fields[9]) });
        break;
      case 'o':
        found.orderLines.push(orderLineOf(fields));
        break;
      default:
        found.recorded.push({ source: text(fields[0]), id: text(fields[1]), ...verdictOf(fields) });
    }
  }
  return found;
}
