import { isDeepStrictEqual } from 'node:util'
import { formatStroops } from '@aloha-pi/contracts/platform'
import { errorOf } from './error-of.ts'
import { differencesOf } from './expected-payout.ts'
import { replay, type SeenTransaction } from './seen-chain.ts'
import type { SeenPayment } from './seen-world.ts'
import { broken, type Invariants, type Step } from './step.ts'

const SUPPLY = 10n ** 18n
const FEE_OF_AN_OPERATION = 100_000n

/** What holds for the chain, and for payments and the chain together. */
export const ledgerInvariants: Invariants = {
  'L1: each operation costs 0.01 Pi, whether it succeeds or fails': ({ chain }) => {
    const wrong = chain.transactions.find(
      ({ fee, operations }) => fee !== FEE_OF_AN_OPERATION * BigInt(operations.length),
    )
    return broken(wrong != null, wrong)
  },
  'L2: all Pi is in an account or was paid as a fee': ({ chain }) => {
    const { supply, balances, feePool } = chain.totals
    const fees = chain.transactions.reduce((sum, { fee }) => sum + fee, 0n)
    const held = [...chain.accounts.values()].reduce((sum, { balance }) => sum + balance, 0n)
    const isRight =
      supply === SUPPLY && balances === held && feePool === fees && held + fees === SUPPLY
    return broken(!isRight, { totals: chain.totals, held, fees })
  },
  'L3: an account holds what it began with and what transactions moved since': (step) => {
    const { chain, openings } = step
    const expected = replay(openings, chain.transactions, chain.ledger)
    const wrong = [...chain.accounts].filter(
      ([address, { balance }]) => balance !== expected.get(address)?.balance,
    )
    return broken(wrong.length > 0, { wrong, expected: [...expected] })
  },
  'L4: a sequence never goes back, and a transaction in a ledger uses the next one': (step) => {
    const { chain, openings } = step
    const wrong = [...chain.accounts].find(([address, account]) => {
      const used = chain.transactions.filter(({ source }) => source === address)
      const first = openings.get(address)!.sequence
      return (
        account.sequence !== first + BigInt(used.length) ||
        used.some(({ sequence }, place) => sequence !== first + BigInt(place + 1))
      )
    })
    return broken(wrong != null, wrong)
  },
  'L5: a ledger has at most one transaction of a wallet': ({ chain }) => {
    const places = chain.transactions.map(({ ledger, source }) => `${ledger} ${source}`)
    return broken(new Set(places).size < places.length, places)
  },
  'L6: history only grows, ledger by ledger, and its time never goes back': (step) => {
    const { chain, chainBefore, now } = step
    const isGrown = isDeepStrictEqual(
      chain.transactions.slice(0, chainBefore.transactions.length),
      chainBefore.transactions,
    )
    const isOrdered = chain.transactions.every((each, place) => {
      const last = chain.transactions[place - 1] ?? each
      return each.ledger >= last.ledger && each.closedAt >= last.closedAt
    })
    const isTimed =
      chain.ledger >= chainBefore.ledger &&
      chain.closedAt >= chainBefore.closedAt &&
      chain.closedAt <= now &&
      chain.closedAt % 1000 === 0
    return broken(!(isGrown && isOrdered && isTimed), chain)
  },
  'L7: what is completed is paid: by a successful transaction with its id, amount and wallets': (
    step,
  ) => {
    const wrong = step.changes.find(({ after }) => isCompletedUnpaid(step, after))
    return broken(wrong != null, wrong)
  },
  'L8: a replica shows the chain as it was so many ledgers ago': (step) => {
    const { action, response } = step
    if (action.do === 'look up account') {
      return broken(!isDeepStrictEqual(accountIn(response.body), accountAtReplica(step)), response)
    }
    if (action.do !== 'look up transaction') return undefined
    const found = step.chain.transactions.find(({ hash }) => hash === step.txid)
    const isKnown = found != null && found.ledger <= newestOfReplica(step)
    return broken(response.status !== (isKnown ? 200 : 404), response)
  },
  'L9: the response to a submission is what the chain has of it': (step) => {
    const { action, response, chain, signed } = step
    if (action.do !== 'submit') return undefined
    const found = chain.transactions.find(({ hash }) => hash === signed!.hash)
    const error = errorOf(response) ?? ''
    const isTrue =
      response.status === 200
        ? found?.successful === true
        : response.status === 504 || (found?.successful === false) === error.startsWith('op_')
    return broken(!isTrue || isRefusedButApplied(found, error), { response, found })
  },
}

/** A refusal of a copy says nothing of an earlier one; here each hash is refused or applied. */
function isRefusedButApplied(found: SeenTransaction | undefined, error: string): boolean {
  return found != null && error.startsWith('tx_')
}

function isCompletedUnpaid({ chain }: Step, { payment }: SeenPayment): boolean {
  if (!payment.status.developer_completed) return false
  const paid = chain.transactions.find(({ hash }) => hash === payment.transaction?.txid)
  return paid == null || differencesOf(payment, paid).length > 0
}

function newestOfReplica({ chain, cast }: Step): number {
  return Math.max(1, chain.ledger - cast.settings.replica_lag_ledgers)
}

function accountAtReplica(step: Step) {
  const { openings, chain, address = '' } = step
  const then = replay(openings, chain.transactions, newestOfReplica(step)).get(address)!
  return { balance: formatStroops(then.balance), sequence: String(then.sequence) }
}

function accountIn(body: unknown) {
  const { balances, sequence } = body as { balances: { balance: string }[]; sequence: string }
  return { balance: balances[0]?.balance, sequence }
}
