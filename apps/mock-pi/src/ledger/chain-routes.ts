import { chainContract } from '@aloha-pi/contracts/chain'
import { initServer } from '@ts-rest/express'
import { chainProblem } from '../http/chain-refusal.ts'
import { refuse } from '../http/send-refusal.ts'
import { rootToWire } from './root-wire.ts'
import { transactionToWire, type ShownTransaction } from './transaction-wire.ts'
import type { World } from '../world.ts'
import { DOCUMENTED_PAYMENT_ID, DOCUMENTED_TXID } from '../payments/documented-payment.ts'

/** The part of the contract that this ledger can answer. */
export const servedChain = { root: chainContract.root, transaction: chainContract.transaction }

/** Horizon, as far as the mock's chain goes. */
export function createChainRoutes(world: World, url: () => string) {
  return initServer().router(servedChain, {
    root: async () => ({
      status: 200,
      body: rootToWire(world.ledger.view().latest(), world.network, url()),
    }),
    transaction: async ({ params: { tx_id }, res }) => {
      const transaction = find(world, tx_id)
      return transaction == null
        ? refuse(res, chainProblem('not_found'))
        : { status: 200, body: transactionToWire(transaction, url()) }
    },
  })
}

function find(world: World, hash: string): ShownTransaction | undefined {
  const historic = hash === DOCUMENTED_TXID ? world.payments.find(DOCUMENTED_PAYMENT_ID) : undefined
  if (historic != null) {
    return {
      hash,
      signature: '',
      sourceAccount: historic.fromAddress ?? '',
      sequence: 1n,
      memo: historic.id,
      fee: 100_000n,
      ledger: 1,
      index: 1,
      closedAt: historic.createdAt,
    }
  }
  const found = world.ledger.view().transaction(hash)
  if (found == null) return undefined
  const { envelope, feeCharged: fee, ledger, index, closedAt } = found
  return {
    hash,
    signature: envelope.signatures[0]?.signature.toString('base64') ?? '',
    sourceAccount: envelope.source.address,
    sequence: envelope.sequence,
    memo: envelope.memo.type === 'text' ? envelope.memo.value.toString() : '',
    fee,
    ledger,
    index,
    closedAt,
  }
}
