import { controlContract, LAST_LEDGER } from '@aloha-pi/contracts/control'
import { formatStroops } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { loadStellar } from '../ledger/stellar.ts'
import { readAmount } from '../platform/read-amount.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { ledgerToControlWire } from './control-wire.ts'
import { fundAccount } from './fund-account.ts'
import { issueAsset } from './issue-asset.ts'

const s = initServer()

/** What the owner of the mock does with its chain. */
export function createLedgerControlRoutes(world: World) {
  return {
    ledger: s.route(controlContract.ledger, async () => ({
      status: 200,
      body: ledgerToControlWire(world.ledger),
    })),
    closeLedger: s.route(controlContract.closeLedger, async ({ body: { count = 1 }, res }) => {
      // All of them or none.
      if (world.ledger.ledgersLeft() < count) return refuse(res, atLimit('ledgers', LAST_LEDGER))
      for (let closed = 0; closed < count; closed++) world.ledger.close()
      return { status: 200, body: ledgerToControlWire(world.ledger) }
    }),
    fundAccount: s.route(controlContract.fundAccount, async ({ body, res }) => {
      const stellar = await loadStellar()
      const { address } = body
      const funded = fundAccount(world, stellar, { address, amount: readAmount(body.amount) })
      if (!funded.ok) return refuse(res, funded.refusal)
      const { created, account, transaction } = funded
      return {
        status: 200,
        body: {
          address,
          created,
          balance: formatStroops(account.balance),
          txid: transaction.envelope.hash,
          ledger: transaction.ledger,
        },
      }
    }),
    issueAsset: s.route(controlContract.issueAsset, async ({ body, res }) => {
      const stellar = await loadStellar()
      const { address, code } = body
      const issued = issueAsset(world, stellar, { address, code, amount: readAmount(body.amount) })
      if (!issued.ok) return refuse(res, issued.refusal)
      const { holding, transaction } = issued
      return {
        status: 200,
        body: {
          address,
          asset_code: code,
          asset_issuer: holding.asset.issuer,
          balance: formatStroops(holding.balance),
          txid: transaction.envelope.hash,
          ledger: transaction.ledger,
        },
      }
    }),
  }
}
