-- Who may do what from outside: API keys, answers kept for repeated requests, and the trail of what was changed.

CREATE TABLE "api_key" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL CHECK ("name" <> ''),
  -- The readable beginning of the key, by which it is found; the secret behind it is kept as a hash only.
  "prefix" TEXT NOT NULL UNIQUE,
  "hash" BYTEA NOT NULL CHECK (octet_length("hash") = 32),
  "role" TEXT NOT NULL CHECK ("role" IN ('viewer', 'operator', 'manager', 'admin', 'integration')),
  -- NULL: not limited.
  "sources" TEXT[],
  "channels" TEXT[],
  "nodes" TEXT[],
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "created_by" TEXT NOT NULL DEFAULT 'admin command',
  -- Written at most once a minute.
  "last_used_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3)
);
-- Names are for people and may repeat: revoking by name revokes every living key that has it.
CREATE INDEX "api_key_name_idx" ON "api_key" ("name") WHERE "revoked_at" IS NULL;

-- The answer to a request that carried an Idempotency-Key. No status yet: the request is under way, or its process
-- was killed, which `claimed_at` tells.
CREATE TABLE "idempotency_key" (
  "principal" TEXT NOT NULL,
  "route" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "request_hash" BYTEA NOT NULL,
  "status" INTEGER,
  "response" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "claimed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("principal", "route", "key")
);
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key" ("created_at");

-- What people and keys changed outside the ledger. It only appends, like the ledger.
CREATE TABLE "audit_log" (
  "entry" BIGSERIAL PRIMARY KEY,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "actor" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  -- Facts without secrets.
  "details" JSONB NOT NULL DEFAULT '{}'
);
CREATE INDEX "audit_log_at_idx" ON "audit_log" ("at");
CREATE INDEX "audit_log_subject_idx" ON "audit_log" ("subject", "entry");
CREATE TRIGGER "audit_log_append_only" BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "audit_log_no_truncate" BEFORE TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
