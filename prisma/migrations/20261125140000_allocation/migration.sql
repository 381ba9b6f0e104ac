-- Rules of allocation by scope and version. '' stands for "any"; NULL rules are left to a less specific scope.
CREATE TABLE "allocation_policy" (
  "sku" TEXT NOT NULL DEFAULT '',
  "category" TEXT NOT NULL DEFAULT '',
  "channel" TEXT NOT NULL DEFAULT '',
  "version" INTEGER NOT NULL CHECK ("version" > 0),
  "priority" DOUBLE PRECISION CHECK ("priority" > 0),
  "floor" BIGINT CHECK ("floor" >= 0),
  "cap" BIGINT CHECK ("cap" >= 0),
  "buffer" BIGINT CHECK ("buffer" >= 0),
  "mode" JSONB,
  "share" DOUBLE PRECISION CHECK ("share" > 0 AND "share" <= 1),
  -- A draft has neither; published versions of one scope never overlap.
  "effective_from" TIMESTAMPTZ(3),
  "effective_to" TIMESTAMPTZ(3),
  "note" TEXT NOT NULL DEFAULT '',
  -- Set where a version brings back the rules of an earlier one.
  "rolled_back_to" INTEGER,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "created_by" TEXT NOT NULL,
  "published_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("sku", "category", "channel", "version"),
  CHECK ("sku" = '' OR "category" = ''),
  CHECK ("floor" IS NULL OR "cap" IS NULL OR "floor" <= "cap"),
  CHECK ("mode" IS NULL OR "channel" = ''),
  -- A version that is taken back before its day ends as it begins.
  CHECK ("effective_to" >= "effective_from"),
  CHECK (("published_at" IS NULL) = ("effective_from" IS NULL))
);
-- At most one draft per scope.
CREATE UNIQUE INDEX "allocation_policy_draft_key" ON "allocation_policy" ("sku", "category", "channel")
  WHERE "published_at" IS NULL;

CREATE TABLE "promotion" (
  "promotion" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "channel" TEXT NOT NULL REFERENCES "channel" ("channel"),
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  "skus" TEXT[] NOT NULL,
  -- NULL: nobody knows.
  "uplift" DOUBLE PRECISION CHECK ("uplift" > 0),
  "hold_back" BIGINT NOT NULL DEFAULT 0 CHECK ("hold_back" >= 0),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "created_by" TEXT NOT NULL,
  "cancelled_at" TIMESTAMPTZ(3),
  CHECK ("ends_at" > "starts_at"),
  CHECK (cardinality("skus") > 0)
);
CREATE INDEX "promotion_channel_ends_at_idx" ON "promotion" ("channel", "ends_at");

-- What the sales of a SKU on a channel have taught so far.
CREATE TABLE "demand_state" (
  "bucket" SMALLINT NOT NULL,
  "sku" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "level" DOUBLE PRECISION NOT NULL CHECK ("level" >= 0),
  "days" DOUBLE PRECISION NOT NULL,
  "squared_error" DOUBLE PRECISION NOT NULL,
  "expected" DOUBLE PRECISION NOT NULL,
  "order_squares" DOUBLE PRECISION NOT NULL,
  "order_units" DOUBLE PRECISION NOT NULL,
  "through" DATE NOT NULL,
  PRIMARY KEY ("bucket", "sku", "channel")
);

-- Per channel: the weekday factors, Monday first, and how well the days were foreseen.
CREATE TABLE "demand_channel" (
  "channel" TEXT PRIMARY KEY,
  "through" DATE NOT NULL,
  "weekday" DOUBLE PRECISION[] NOT NULL,
  "outcomes" BIGINT NOT NULL DEFAULT 0,
  "forecast" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "actual" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "absolute_error" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "covered" BIGINT NOT NULL DEFAULT 0
);
