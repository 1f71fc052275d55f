ALTER TABLE "u2a_payment" DROP CONSTRAINT "u2a_payment_pending_action";--> statement-breakpoint
ALTER TABLE "u2a_payment" DROP COLUMN "pending_action";