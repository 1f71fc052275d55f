import type { SigningOrder } from '../../src/payouts/model/ports.ts'
import type { Admission, SimChain } from './chain-of-wallet.ts'
import { channelOf, FEE, sequenceOf, type ChainState } from './chain-state.ts'

/** Signing, and what a core says of an envelope before a ledger has it. */
export function createAdmission(
  chain: ChainState,
): Pick<SimChain, 'sign' | 'admit' | 'orderOf' | 'mayApply'> {
  const { random, faults, queue, banned } = chain
  const orders = new Map<string, { hash: string; order: SigningOrder }>()
  const byHash = new Map<string, SigningOrder>()
  return {
    sign(order) {
      const key = `${order.sequence}|${order.memo}|${order.destination}|${order.amount}|${order.fee}|${order.maxTime}`
      let known = orders.get(key)
      if (known == null) {
        const hash = orders.size.toString(16).padStart(64, '0')
        known = { hash, order }
        orders.set(key, known)
        byHash.set(hash, order)
      }
      return { hash: known.hash, xdr: known.hash }
    },
    admit(hash) {
      const order = byHash.get(hash)
      if (order == null) return { kind: 'refused', code: 'tx_malformed', operations: [] }
      const channel = channelOf(order.sequence)
      const until = banned.get(hash)
      const queued = queue.get(channel)
      if (queued?.hash === hash) return { kind: 'queued' }
      if (until != null && chain.last.sequence < until) return { kind: 'silent' }
      const refuse = (code: string): Admission => ({ kind: 'refused', code, operations: [] })
      if (order.sequence !== sequenceOf(chain, channel) + 1n) return refuse('tx_bad_seq')
      if (chain.last.closedAt > order.maxTime) return refuse('tx_too_late')
      if (random.chance(faults().feeSurge) && order.fee < 4n * FEE)
        return refuse('tx_insufficient_fee')
      if (chain.balance < FEE) return refuse('tx_insufficient_balance')
      if (queued != null) return { kind: 'silent' }
      queue.set(channel, { hash, order, age: 0 })
      return { kind: 'queued' }
    },
    orderOf: (hash) => byHash.get(hash),
    mayApply: ({ sequence, maxTime }) =>
      sequence > sequenceOf(chain, channelOf(sequence)) && chain.last.closedAt <= maxTime,
  }
}
