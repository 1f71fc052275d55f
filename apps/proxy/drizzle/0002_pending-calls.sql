ALTER TABLE "u2a_payment" ADD COLUMN "pending_calls" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "u2a_payment" ADD CONSTRAINT "u2a_payment_pending_calls" CHECK (array_to_string(array_prepend('', "u2a_payment"."pending_calls"), ' ', '?') ~ '^( (approve|abort|complete(:[0-9a-f]{64})?))*$');--> statement-breakpoint
-- Which transaction a pending completion had was not recorded.
UPDATE "u2a_payment" SET "pending_calls" = ARRAY["pending_action"] WHERE "pending_action" IS NOT NULL;
