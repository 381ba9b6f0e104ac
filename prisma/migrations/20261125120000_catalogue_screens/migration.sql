-- Editing the catalogue by screens and files, and stopping to sell.

-- A reasoned stop of selling: a SKU everywhere, a channel as a whole, or a SKU on a channel. It only appends; a stop is
-- in force until a row of selling_resume names it.
CREATE TABLE "selling_stop" (
  "stop" TEXT PRIMARY KEY,
  -- '' stands for "any"; one of the two is named.
  "sku" TEXT NOT NULL DEFAULT '',
  "channel" TEXT NOT NULL DEFAULT '',
  "reason" TEXT NOT NULL CHECK ("reason" <> ''),
  "actor" TEXT NOT NULL,
  "stopped_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CHECK ("sku" <> '' OR "channel" <> '')
);
CREATE INDEX "selling_stop_sku_channel_idx" ON "selling_stop" ("sku", "channel");
CREATE INDEX "selling_stop_stopped_at_stop_idx" ON "selling_stop" ("stopped_at", "stop");

CREATE TABLE "selling_resume" (
  "stop" TEXT PRIMARY KEY REFERENCES "selling_stop" ("stop"),
  "reason" TEXT,
  "actor" TEXT NOT NULL,
  "resumed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TRIGGER "selling_stop_append_only" BEFORE UPDATE OR DELETE ON "selling_stop" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "selling_stop_no_truncate" BEFORE TRUNCATE ON "selling_stop" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "selling_resume_append_only" BEFORE UPDATE OR DELETE ON "selling_resume" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "selling_resume_no_truncate" BEFORE TRUNCATE ON "selling_resume" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What an edit was made on is checked when it is saved.
ALTER TABLE "replenishment" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- Policies whose begin or end has not been carried to the listings yet: the outbox looks at these alone.
ALTER TABLE "safety_stock_policy" ADD COLUMN "begun" BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE "safety_stock_policy" ADD COLUMN "ended" BOOLEAN NOT NULL DEFAULT TRUE;
CREATE INDEX "safety_stock_policy_begins_idx" ON "safety_stock_policy" ("effective_from") WHERE NOT "begun";
CREATE INDEX "safety_stock_policy_ends_idx" ON "safety_stock_policy" ("effective_to") WHERE NOT "ended";

-- The orders of the catalogue's lists.
CREATE INDEX "sku_name_sku_idx" ON "sku" ("name", "sku");
CREATE INDEX "listing_sku_channel_idx" ON "listing" ("sku", "channel", "location");
CREATE INDEX "listing_channel_sku_idx" ON "listing" ("channel", "sku", "location");
CREATE INDEX "safety_stock_policy_scope_idx" ON "safety_stock_policy" ("sku", "node", "category", "policy");
CREATE INDEX "safety_stock_policy_from_idx" ON "safety_stock_policy" ("effective_from", "node", "category", "policy");
CREATE INDEX "safety_stock_policy_category_idx" ON "safety_stock_policy" ("category") WHERE "category" <> '';
CREATE INDEX "replenishment_days_idx" ON "replenishment" ("days", "sku", "node");

-- Files that are brought in: staged whole, looked at row by row, and written in one go.
CREATE TABLE "import" (
  "import" TEXT PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "file_name" TEXT NOT NULL,
  "bytes" BIGINT NOT NULL DEFAULT 0,
  -- staging, staged, examined, committed, discarded
  "status" TEXT NOT NULL,
  -- Encoding, delimiter, number format: as detected, then as chosen.
  "settings" JSONB NOT NULL,
  "columns" JSONB NOT NULL DEFAULT '[]',
  -- Field → index of the column.
  "mapping" JSONB NOT NULL DEFAULT '{}',
  "rows" INTEGER NOT NULL DEFAULT 0,
  -- What the dry run counted, and what the commit wrote.
  "outcome" JSONB,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "examined_at" TIMESTAMPTZ(3),
  "committed_at" TIMESTAMPTZ(3),
  "committed_by" TEXT
);
CREATE INDEX "import_created_at_idx" ON "import" ("created_at");

CREATE TABLE "import_row" (
  "import" TEXT NOT NULL REFERENCES "import" ("import") ON DELETE CASCADE,
  -- The line's number as a spreadsheet shows it: the header is row 1.
  "row" INTEGER NOT NULL,
  "cells" TEXT[] NOT NULL,
  -- Of the dry run: the entry as the catalogue takes it, what it claims for itself alone, and what became of it.
  "entry" JSONB,
  "claims" TEXT[],
  "verdict" TEXT,
  "findings" JSONB,
  PRIMARY KEY ("import", "row")
) WITH (fillfactor = 60);
