-- The last batch that moved a SKU. A writer may decide on what it remembers of a SKU and write at once: its batch is
-- refused as a whole where the stamp is not the one it remembers. Stamps are event numbers, so no two batches share one.
ALTER TABLE "ledger_head" ADD COLUMN "stamp" BIGINT NOT NULL DEFAULT 0;

-- The writing transaction is known to the database alone, since a batch is sent without asking anything before.
ALTER TABLE "inventory_event" ALTER COLUMN "xid" SET DEFAULT ((pg_current_xact_id())::text)::bigint;
ALTER TABLE "posting" ALTER COLUMN "xid" SET DEFAULT ((pg_current_xact_id())::text)::bigint;

-- Never on the way of a batch that fits: only where it has to be refused.
CREATE FUNCTION refuse_stale_batch() RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the batch was decided on a state that has changed' USING ERRCODE = 'TC002';
END $$;

-- The heads move with every batch now, as the positions do.
ALTER TABLE "ledger_head" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0);
