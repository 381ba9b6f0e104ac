-- Of the cancelled units of a line: how many its channel put back into its listing, or may have. Until now all counted so.
ALTER TABLE "escrow_line" ADD COLUMN "restocked" BIGINT NOT NULL DEFAULT 0;
UPDATE "escrow_line" SET "restocked" = least(greatest("ordered_counted", "ordered_reported"), greatest("cancelled_counted", "cancelled_reported"))
WHERE "cancelled_counted" > 0 OR "cancelled_reported" > 0;
