import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/keys/key-tables.ts',
    './src/payouts/store/payout-tables.ts',
    './src/payouts/store/deployment-tables.ts',
    './src/payouts/store/usage-tables.ts',
    './src/u2a/u2a-payment-table.ts',
    './src/mock-world/world-table.ts',
  ],
  out: './drizzle',
})
