-- What nodes report of their stock, and how the cases that come of it end.

-- What a node reported last of a SKU; written with the event. An older report is refused.
CREATE TABLE "node_snapshot" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "taken_at" TIMESTAMPTZ(3) NOT NULL,
  "on_hand" BIGINT NOT NULL CHECK ("on_hand" >= 0),
  "sequence" BIGINT NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("bucket", "sku", "node")
);

-- What the books hold as of the case's time with everything learned since; NULL: nothing was.
ALTER TABLE "discrepancy" ADD COLUMN "expected_now" BIGINT;
-- How it ended, where not by a count: superseded by a later report of the node, or explained by what was recorded since.
ALTER TABLE "discrepancy" ADD COLUMN "resolution" TEXT CHECK ("resolution" IN ('superseded', 'explained'));
CREATE INDEX "discrepancy_position_idx" ON "discrepancy" ("bucket", "sku", "node") WHERE ("resolved_at" IS NULL);

-- A, B or C by what a SKU has sold for in the last weeks; a SKU that is not here counts as C.
CREATE TABLE "sku_class" (
  "sku" TEXT PRIMARY KEY,
  "class" TEXT NOT NULL CHECK ("class" IN ('A', 'B', 'C')),
  "sold_units" BIGINT NOT NULL DEFAULT 0,
  "classified_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
