-- The ledger. Every hot table has the bucket (a hash of the SKU, 0..255) and the SKU first in its key, so that all of
-- one SKU lies on one shard where the database is distributed.

CREATE SEQUENCE "inventory_event_sequence" AS BIGINT CACHE 1;

-- One row per SKU: the lock under which everything of that SKU moves, and two counters that say whether
-- backorders or reservations have to be looked for at all. Never updated but when one of the two moves.
CREATE TABLE "ledger_head" (
  "bucket" SMALLINT NOT NULL CHECK ("bucket" BETWEEN 0 AND 255),
  "sku" TEXT NOT NULL,
  "backordered" BIGINT NOT NULL DEFAULT 0 CHECK ("backordered" >= 0),
  "reserved" BIGINT NOT NULL DEFAULT 0 CHECK ("reserved" >= 0),
  PRIMARY KEY ("bucket", "sku")
) WITH (fillfactor = 50);

-- The balances of a SKU at a stock node. `version` counts the postings that made them.
CREATE TABLE "position" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "available" BIGINT NOT NULL DEFAULT 0 CHECK ("available" >= 0),
  "committed" BIGINT NOT NULL DEFAULT 0 CHECK ("committed" >= 0),
  "quality_control" BIGINT NOT NULL DEFAULT 0 CHECK ("quality_control" >= 0),
  "damaged" BIGINT NOT NULL DEFAULT 0 CHECK ("damaged" >= 0),
  "incoming" BIGINT NOT NULL DEFAULT 0 CHECK ("incoming" >= 0),
  "version" BIGINT NOT NULL DEFAULT 0,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  -- When the last posted count was taken: what happened before it and is learned later opens a discrepancy.
  "counted_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("bucket", "sku", "node")
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.2);

-- Every event, with the verdict it was given. `xid` is the writing transaction: consumers read in the order
-- (xid, sequence) below the oldest running transaction, because a later sequence number can commit first.
CREATE TABLE "inventory_event" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "sequence" BIGINT NOT NULL,
  "xid" BIGINT NOT NULL,
  "source" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "quantity" BIGINT,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  "actor" TEXT NOT NULL,
  -- The fields of this event type as canonical JSON text (keys in the order of the schema).
  "content" TEXT NOT NULL,
  -- SHA-256 over what the reporter sent: the idempotency hash.
  "hash" BYTEA NOT NULL,
  -- SHA-256 over hash, verdict and postings: the leaf of the seal chain.
  "digest" BYTEA NOT NULL,
  -- NULL: applied. Otherwise the code of the refusal.
  "refusal" TEXT,
  "detail" TEXT,
  "shortfall" BIGINT,
  -- The facts of a refusal: by how much it was short, and what there was.
  "short_by" BIGINT,
  "there" BIGINT,
  -- The commit order, with the SKU in the key for sharding: one index that only ever grows at its end serves the
  -- consumers, the way from a posting to its event, and uniqueness.
  PRIMARY KEY ("xid", "sequence", "bucket", "sku")
);
-- Where the database is sharded this becomes (bucket, source, id), and the id has to contain the SKU.
CREATE UNIQUE INDEX "inventory_event_source_id_key" ON "inventory_event" ("source", "id");
-- For the rare look-up by sequence alone. Numbers rise with the rows, so a range index of a few pages finds them.
CREATE INDEX "inventory_event_sequence_idx" ON "inventory_event" USING brin ("sequence")
  WITH (pages_per_range = 32, autosummarize = on);

-- What one event did at one node: a delta per state, the counter-legs outside, and the balances after it.
-- A delta of nothing is NULL (it costs a bit instead of eight bytes).
CREATE TABLE "posting" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  "sequence" BIGINT NOT NULL,
  "xid" BIGINT NOT NULL,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "version" BIGINT NOT NULL,
  "available_delta" BIGINT,
  "committed_delta" BIGINT,
  "quality_control_delta" BIGINT,
  "damaged_delta" BIGINT,
  "incoming_delta" BIGINT,
  "supplier_delta" BIGINT,
  "customer_delta" BIGINT,
  "adjustment_delta" BIGINT,
  "scrap_delta" BIGINT,
  "available" BIGINT NOT NULL,
  "committed" BIGINT NOT NULL,
  "quality_control" BIGINT NOT NULL,
  "damaged" BIGINT NOT NULL,
  "incoming" BIGINT NOT NULL,
  PRIMARY KEY ("bucket", "sku", "node", "recorded_at", "sequence")
) PARTITION BY RANGE ("recorded_at");
CREATE INDEX "posting_commit_order_idx" ON "posting" ("xid", "sequence");
CREATE TABLE "posting_default" PARTITION OF "posting" DEFAULT;

-- Makes the partitions of this month and the months after it; called at start and daily by the worker.
-- Returns how many it made. Rows that had to go to the default partition stay there and stay readable; a month
-- that has rows in it already is left to the default partition.
CREATE FUNCTION ensure_posting_partitions(months_ahead INTEGER) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  month_start DATE;
  partition_name TEXT;
  made INTEGER := 0;
BEGIN
  FOR ahead IN 0..months_ahead LOOP
    month_start := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead))::date;
    partition_name := 'posting_' || to_char(month_start, 'YYYYMM');
    IF to_regclass(quote_ident(partition_name)) IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM "posting_default"
        WHERE "recorded_at" >= month_start::timestamp AT TIME ZONE 'UTC'
          AND "recorded_at" < (month_start + INTERVAL '1 month') AT TIME ZONE 'UTC'
      )
    THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF "posting" FOR VALUES FROM (%L) TO (%L)', partition_name,
        month_start::timestamp AT TIME ZONE 'UTC', (month_start + INTERVAL '1 month') AT TIME ZONE 'UTC');
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
SELECT ensure_posting_partitions(3);

-- The counters of one line of an order. `*_counted` are sums over events, `*_reported` the maximum over cumulative
-- snapshots (NULL: none came); what counts is the larger of the two, so that the order of arrival cannot matter.
CREATE TABLE "order_line" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "line" TEXT NOT NULL,
  "sequence" BIGINT NOT NULL,
  "placed_at" TIMESTAMPTZ(3) NOT NULL,
  "ordered_counted" BIGINT NOT NULL DEFAULT 0,
  "cancelled_counted" BIGINT NOT NULL DEFAULT 0,
  "shipped_counted" BIGINT NOT NULL DEFAULT 0,
  "returned_counted" BIGINT NOT NULL DEFAULT 0,
  "ordered_reported" BIGINT,
  "cancelled_reported" BIGINT,
  "shipped_reported" BIGINT,
  "returned_reported" BIGINT,
  -- What had been shipped and cancelled before the channel was connected: it never touched our stock.
  "shipped_before" BIGINT NOT NULL DEFAULT 0,
  "cancelled_before" BIGINT NOT NULL DEFAULT 0,
  -- Committed units per node, and shipped units per node ('' = unknown) that wait for their order.
  "claims" JSONB NOT NULL DEFAULT '{}',
  "waiting" JSONB,
  "backordered" BIGINT NOT NULL DEFAULT 0 CHECK ("backordered" >= 0),
  PRIMARY KEY ("bucket", "sku", "channel", "order_id", "line")
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX "order_line_backordered_idx" ON "order_line" ("bucket", "sku", "placed_at", "sequence") WHERE "backordered" > 0;
CREATE INDEX "order_line_sequence_idx" ON "order_line" ("sequence");
CREATE INDEX "order_line_order_idx" ON "order_line" ("channel", "order_id");

CREATE TABLE "reservation" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "line" TEXT NOT NULL,
  "reservation" TEXT NOT NULL,
  "quantity" BIGINT NOT NULL CHECK ("quantity" > 0),
  -- Units still held, per node; what is not held any more was converted or released.
  "claims" JSONB NOT NULL,
  "held" BIGINT NOT NULL CHECK ("held" >= 0),
  "converted" BIGINT NOT NULL DEFAULT 0,
  "released" BIGINT NOT NULL DEFAULT 0,
  "expires_at" TIMESTAMPTZ(3),
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("bucket", "sku", "channel", "order_id", "line", "reservation")
);
CREATE INDEX "reservation_reservation_idx" ON "reservation" ("reservation");
CREATE INDEX "reservation_expires_at_idx" ON "reservation" ("expires_at") WHERE "held" > 0;

CREATE TABLE "transfer_line" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "transfer" TEXT NOT NULL,
  "line" TEXT NOT NULL,
  "from_node" TEXT NOT NULL,
  "to_node" TEXT NOT NULL,
  "ready" BIGINT NOT NULL DEFAULT 0,
  "dispatched" BIGINT NOT NULL DEFAULT 0,
  "received" BIGINT NOT NULL DEFAULT 0,
  "damaged" BIGINT NOT NULL DEFAULT 0,
  "missing" BIGINT NOT NULL DEFAULT 0,
  "cancelled_ready" BIGINT NOT NULL DEFAULT 0,
  "cancelled_transit" BIGINT NOT NULL DEFAULT 0,
  -- Committed at the origin for this transfer, and on its way to the destination.
  "held" BIGINT NOT NULL DEFAULT 0 CHECK ("held" >= 0),
  "in_transit" BIGINT NOT NULL DEFAULT 0 CHECK ("in_transit" >= 0),
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("bucket", "sku", "transfer", "line")
);
CREATE INDEX "transfer_line_transfer_idx" ON "transfer_line" ("transfer");

-- A count that was made, waiting for approval or posted.
CREATE TABLE "stock_count" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "sequence" BIGINT NOT NULL,
  "node" TEXT NOT NULL,
  -- '' = what a person sees on the shelf: available + committed.
  "state" TEXT NOT NULL DEFAULT '',
  "counted" BIGINT NOT NULL CHECK ("counted" >= 0),
  "counted_at" TIMESTAMPTZ(3) NOT NULL,
  "session" TEXT,
  "variance" BIGINT,
  "approved_sequence" BIGINT,
  PRIMARY KEY ("bucket", "sku", "sequence")
);
CREATE INDEX "stock_count_waiting_idx" ON "stock_count" ("bucket", "sku", "node") WHERE "approved_sequence" IS NULL;

-- Which event was reversed by which: an event can be reversed once.
CREATE TABLE "reversal" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "of_sequence" BIGINT NOT NULL,
  "sequence" BIGINT NOT NULL,
  PRIMARY KEY ("bucket", "sku", "of_sequence")
);

CREATE TABLE "oversell_incident" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "sequence" BIGINT NOT NULL,
  "channel" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "line" TEXT NOT NULL,
  "units" BIGINT NOT NULL CHECK ("units" > 0),
  "cause" TEXT NOT NULL CHECK ("cause" IN ('propagation_lag', 'ledger_error', 'over_allocation', 'late_report', 'channel_fault')),
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("bucket", "sku", "sequence", "channel", "order_id", "line")
);
CREATE INDEX "oversell_incident_recorded_at_idx" ON "oversell_incident" ("recorded_at");

-- An open case between two sources of a number.
CREATE TABLE "discrepancy" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "sequence" BIGINT NOT NULL,
  "node" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "expected" BIGINT NOT NULL,
  "actual" BIGINT NOT NULL,
  "document" TEXT,
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  "resolved_at" TIMESTAMPTZ(3),
  "resolved_sequence" BIGINT,
  PRIMARY KEY ("bucket", "sku", "sequence", "node", "kind")
);
CREATE INDEX "discrepancy_open_idx" ON "discrepancy" ("recorded_at") WHERE "resolved_at" IS NULL;

-- Two clocks, day by day and per position: what moved on that day by occurrence, and what the balances were known
-- to be at its end. Written behind the ledger by a consumer in commit order.
CREATE TABLE "position_day" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "available_delta" BIGINT NOT NULL DEFAULT 0,
  "committed_delta" BIGINT NOT NULL DEFAULT 0,
  "quality_control_delta" BIGINT NOT NULL DEFAULT 0,
  "damaged_delta" BIGINT NOT NULL DEFAULT 0,
  "incoming_delta" BIGINT NOT NULL DEFAULT 0,
  -- Between which recordings the postings that occurred on this day lie: bounds the scan inside the day.
  "first_recorded_at" TIMESTAMPTZ(3),
  "last_recorded_at" TIMESTAMPTZ(3),
  -- The closing balances by the recording clock; NULL where nothing was recorded on this day.
  "closing_version" BIGINT,
  "closing_available" BIGINT,
  "closing_committed" BIGINT,
  "closing_quality_control" BIGINT,
  "closing_damaged" BIGINT,
  "closing_incoming" BIGINT,
  PRIMARY KEY ("bucket", "sku", "node", "day")
) WITH (fillfactor = 70);

-- Units ordered per day of occurrence: the history that demand is learned from.
CREATE TABLE "demand_day" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "units" BIGINT NOT NULL,
  PRIMARY KEY ("bucket", "sku", "channel", "node", "day")
) WITH (fillfactor = 70);

-- How far each consumer of the event log has come, in commit order.
CREATE TABLE "consumer_cursor" (
  "consumer" TEXT PRIMARY KEY,
  "xid" BIGINT NOT NULL DEFAULT 0,
  "sequence" BIGINT NOT NULL DEFAULT 0,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- A seal closes a stretch of the commit order: per bucket the chained hash, over all buckets a keyed root.
CREATE TABLE "seal" (
  "seal" BIGINT PRIMARY KEY,
  "xid" BIGINT NOT NULL,
  "sequence" BIGINT NOT NULL,
  "events" BIGINT NOT NULL,
  "events_total" BIGINT NOT NULL,
  "root" BYTEA NOT NULL,
  "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE TABLE "seal_bucket" (
  "bucket" SMALLINT NOT NULL,
  "seal" BIGINT NOT NULL,
  "events" BIGINT NOT NULL,
  "hash" BYTEA NOT NULL,
  PRIMARY KEY ("bucket", "seal")
);

-- Results of the proof, newest last.
CREATE TABLE "proof_run" (
  "run" BIGSERIAL PRIMARY KEY,
  "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "balanced" BOOLEAN NOT NULL,
  "events" BIGINT NOT NULL,
  "postings" BIGINT NOT NULL,
  "positions" BIGINT NOT NULL,
  "seal" BIGINT,
  "findings" JSONB NOT NULL DEFAULT '[]'
);

-- The ledger only appends.
CREATE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger only appends: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'TC001', HINT = 'Correct it by a reversing event.';
END $$;
CREATE TRIGGER "inventory_event_append_only" BEFORE UPDATE OR DELETE ON "inventory_event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "inventory_event_no_truncate" BEFORE TRUNCATE ON "inventory_event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "posting_append_only" BEFORE UPDATE OR DELETE ON "posting" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "posting_no_truncate" BEFORE TRUNCATE ON "posting" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "seal_append_only" BEFORE UPDATE OR DELETE ON "seal" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "seal_bucket_append_only" BEFORE UPDATE OR DELETE ON "seal_bucket" FOR EACH ROW EXECUTE FUNCTION refuse_change();
