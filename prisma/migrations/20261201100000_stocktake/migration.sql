-- Stocktakes as documents: what is to be counted, by whom, what was scanned, and where each line stands. What it posts
-- are counts and their approvals in the ledger alone.
CREATE TABLE "stocktake" (
  "stocktake" TEXT PRIMARY KEY,
  "node" TEXT NOT NULL,
  "scope" TEXT NOT NULL CHECK ("scope" IN ('node', 'class', 'category', 'sample')),
  -- The class, the category, or the size of the sample; '' for a whole node.
  "scope_value" TEXT NOT NULL DEFAULT '',
  "note" TEXT NOT NULL DEFAULT '',
  -- An actor; '': nobody yet.
  "assigned_to" TEXT NOT NULL DEFAULT '',
  "status" TEXT NOT NULL DEFAULT 'counting'
    CHECK ("status" IN ('counting', 'handing_in', 'counted', 'posting', 'posted', 'cancelled')),
  "round" INTEGER NOT NULL DEFAULT 1,
  "version" INTEGER NOT NULL DEFAULT 1,
  -- The request that moved it last: another try of it is the same one.
  "last_key" TEXT NOT NULL DEFAULT '',
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  -- Who approved it and when: the approvals in the ledger bear this instant, whoever finishes them.
  "approved_by" TEXT,
  "approved_at" TIMESTAMPTZ(3)
);
CREATE INDEX "stocktake_created_idx" ON "stocktake" ("created_at", "stocktake");

CREATE TABLE "stocktake_line" (
  "stocktake" TEXT NOT NULL REFERENCES "stocktake" ("stocktake") ON DELETE CASCADE,
  "sku" TEXT NOT NULL,
  -- False: found on the shelf of a node that is counted whole.
  "planned" BOOLEAN NOT NULL DEFAULT TRUE,
  -- It is to be counted in this round.
  "due_round" INTEGER NOT NULL DEFAULT 1,
  -- What was handed in last, in which round, as of when; NULL: not counted, which is not 0.
  "counted" BIGINT,
  "counted_round" INTEGER,
  "counted_at" TIMESTAMPTZ(3),
  -- The books as of the count, as they stood when it was handed in.
  "expected" BIGINT,
  -- What was posted.
  "variance" BIGINT,
  PRIMARY KEY ("stocktake", "sku")
);

CREATE TABLE "stocktake_scan" (
  "stocktake" TEXT NOT NULL REFERENCES "stocktake" ("stocktake") ON DELETE CASCADE,
  -- Made where it was scanned: sent twice, it counts once.
  "scan" TEXT NOT NULL,
  "round" INTEGER NOT NULL,
  "code" TEXT NOT NULL,
  "sku" TEXT,
  -- Units found; negative where a scan is taken back, 0 where somebody looked and found none.
  "units" INTEGER NOT NULL,
  -- counted; unknown: no SKU has this code; unplanned: not among what is counted; late: its round was over.
  "outcome" TEXT NOT NULL CHECK ("outcome" IN ('counted', 'unknown', 'unplanned', 'late')),
  "scanned_at" TIMESTAMPTZ(3) NOT NULL,
  "scanned_by" TEXT NOT NULL,
  PRIMARY KEY ("stocktake", "scan")
);
CREATE INDEX "stocktake_scan_line_idx" ON "stocktake_scan" ("stocktake", "round", "sku");
CREATE TRIGGER "stocktake_screens" AFTER INSERT OR UPDATE OR DELETE ON "stocktake" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
CREATE TRIGGER "stocktake_scan_screens" AFTER INSERT ON "stocktake_scan" FOR EACH STATEMENT EXECUTE FUNCTION notify_screens();
