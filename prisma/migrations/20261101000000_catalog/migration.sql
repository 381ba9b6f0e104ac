-- The catalogue: what is sold, where it lies, who sells it. Reference tables, small and rarely written.

CREATE TABLE "sku" (
  "sku" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "category" TEXT,
  "unit_cost_minor" BIGINT CHECK ("unit_cost_minor" >= 0),
  "price_minor" BIGINT CHECK ("price_minor" >= 0),
  "currency" TEXT NOT NULL DEFAULT 'INR' CHECK ("currency" ~ '^[A-Z]{3}$'),
  "case_quantity" INTEGER CHECK ("case_quantity" > 0),
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX "sku_category_idx" ON "sku" ("category");

CREATE TABLE "sku_barcode" (
  "barcode" TEXT PRIMARY KEY,
  "sku" TEXT NOT NULL REFERENCES "sku" ("sku") ON DELETE CASCADE
);
CREATE INDEX "sku_barcode_sku_idx" ON "sku_barcode" ("sku");

CREATE TABLE "stock_node" (
  "node" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('warehouse', 'fulfilment_centre', 'dark_store', 'store')),
  "sellable" BOOLEAN NOT NULL DEFAULT TRUE,
  "time_zone" TEXT NOT NULL DEFAULT 'UTC',
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "channel" (
  "channel" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('webshop', 'marketplace', 'quick_commerce', 'retail', 'wholesale')),
  "connector" TEXT NOT NULL DEFAULT 'none',
  -- Everything of the connector's configuration but its secrets, which stand encrypted beside it.
  "config" JSONB NOT NULL DEFAULT '{}',
  "secrets_sealed" BYTEA,
  "priority" DOUBLE PRECISION NOT NULL DEFAULT 1 CHECK ("priority" >= 0),
  "fee_percent" DOUBLE PRECISION NOT NULL DEFAULT 0 CHECK ("fee_percent" >= 0 AND "fee_percent" <= 100),
  "version" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- The sourcing order of a channel: rank 0 is asked first.
CREATE TABLE "channel_source" (
  "channel" TEXT NOT NULL REFERENCES "channel" ("channel") ON DELETE CASCADE,
  "node" TEXT NOT NULL REFERENCES "stock_node" ("node"),
  "rank" INTEGER NOT NULL CHECK ("rank" >= 0),
  PRIMARY KEY ("channel", "node"),
  UNIQUE ("channel", "rank")
);
CREATE INDEX "channel_source_node_idx" ON "channel_source" ("node");

CREATE TABLE "safety_stock_policy" (
  "policy" BIGSERIAL PRIMARY KEY,
  -- '' stands for "any", so that one unique key covers every scope.
  "sku" TEXT NOT NULL DEFAULT '',
  "node" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '',
  "units" BIGINT CHECK ("units" >= 0),
  "days" DOUBLE PRECISION CHECK ("days" >= 0),
  "service_level" DOUBLE PRECISION CHECK ("service_level" > 0 AND "service_level" < 1),
  "effective_from" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  -- NULL while the policy is in force; a replaced policy keeps its dates.
  "effective_to" TIMESTAMPTZ(3),
  CHECK (num_nonnulls("units", "days", "service_level") = 1),
  CHECK ("sku" = '' OR "category" = '')
);
CREATE UNIQUE INDEX "safety_stock_policy_in_force_key"
  ON "safety_stock_policy" ("sku", "node", "category") WHERE "effective_to" IS NULL;

CREATE TABLE "replenishment" (
  "sku" TEXT NOT NULL DEFAULT '',
  "node" TEXT NOT NULL DEFAULT '',
  "days" DOUBLE PRECISION NOT NULL CHECK ("days" >= 0),
  "deviation_days" DOUBLE PRECISION NOT NULL DEFAULT 0 CHECK ("deviation_days" >= 0),
  PRIMARY KEY ("sku", "node")
);

-- Bumped by every change of nodes, channels or sources: the ledger's writer compares it in every batch
-- and reloads what it holds in memory when it has moved.
CREATE TABLE "catalog_version" (
  "only" BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK ("only"),
  "version" BIGINT NOT NULL DEFAULT 1
);
INSERT INTO "catalog_version" DEFAULT VALUES;
