import { openDatabase } from '../../src/stores/open-database.ts'
import { developmentClient } from '../../src/keys/development-client.ts'

/** Holds the PGlite of DATA_DIR and commits payments until it is killed; prints each one after its commit. */
const { u2aPayments } = await openDatabase(
  { kind: 'pglite', dataDir: String(process.env['DATA_DIR']) },
  (error) => {
    throw error
  },
)
const { clientId } = developmentClient
for (let number = 1; ; number += 1) {
  const paymentId = `${process.env['PREFIX']}-${number}`
  await u2aPayments.begin({ paymentId, clientId, call: 'approve' })
  process.stdout.write(`committed ${paymentId}\n`)
}
