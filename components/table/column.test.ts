import { expect, it } from 'vitest';
import { arrangeColumns, type Column } from './column';

const column = (id: string, shown = true): Column<null> => ({
  id,
  header: id.toUpperCase(),
  shown,
  cell: () => null,
});
const columns = [column('name'), column('a'), column('b', false), column('c')];
const arranged = (choice: Parameters<typeof arrangeColumns>[1], of = columns) =>
  arrangeColumns(of, choice)
    .map(({ id, shown }) => (shown ? id : `(${id})`))
    .join(' ');

it('stands as it was made before anybody chose', () => {
  expect(arranged(null)).toBe('name a (b) c');
});

it('follows a choice, but for the first column', () => {
  expect(arranged({ order: ['c', 'b', 'name', 'a'], hidden: ['a', 'name'] })).toBe('name c b (a)');
});

it('puts what is newer than the choice last, and forgets what is gone', () => {
  expect(arranged({ order: ['gone', 'c'], hidden: ['gone'] })).toBe('name c a (b)');
});
