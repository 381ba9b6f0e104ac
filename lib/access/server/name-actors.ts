import type { Pool } from 'pg';

/**
 * Who stands behind the actors of events: "user:…" and "key:…" by the name of the person or key; an actor that is not
 * one of ours stands for itself.
 */
export async function nameActors(pool: Pool, actors: Iterable<string>): Promise<Map<string, string>> {
  const names = new Map([...actors].map((actor) => [actor, actor]));
  const { rows } = await pool.query<{ actor: string; name: string }>(
    `SELECT 'user:' || id AS actor, name FROM "user" WHERE 'user:' || id = ANY ($1) AND id = ANY ($2)
     UNION ALL
     SELECT 'key:' || id, name FROM api_key WHERE 'key:' || id = ANY ($1) AND id = ANY ($2)`,
    [[...names.keys()], [...names.keys()].map((actor) => actor.slice(actor.indexOf(':') + 1))],
  );
  for (const { actor, name } of rows) names.set(actor, name);
  return names;
}
